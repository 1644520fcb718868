"""What the release store says of its releases: the tables of its schema `meta`.

Every function takes a connection on which the store is attached as `lake`.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime

import duckdb

from pipelines.store_tables import make_ready, replace_rows, rows_of, sign
from pipelines.tables import Column, Table

RELEASES = Table(
    "meta",
    "releases",
    "One row per release: what was published at one time, from what, and how much it holds.",
    (
        Column("release_id", "VARCHAR", "R and a running number of five digits."),
        Column("released_at", "TIMESTAMP", "When it was published, in UTC."),
        Column(
            "kind",
            "VARCHAR",
            "How it came about: nightly (from a build), rollback (from an earlier release).",
        ),
        Column("build_id", "VARCHAR", "The build that it was copied from."),
        Column("as_of", "DATE", "The date by which due dates, waivers and validity were judged."),
        Column("archive_hash", "VARCHAR", "SHA-256 over the arrivals in the archive."),
        Column("reference_hash", "VARCHAR", "SHA-256 over the reference data."),
        Column("code_hash", "VARCHAR", "SHA-256 over the code and the pinned versions."),
        Column("arrivals", "BIGINT", "Files in the archive."),
        Column("facts", "BIGINT", "Rows of fct_indicators."),
        Column("findings", "BIGINT", "Rows of fct_findings."),
        Column("rows", "BIGINT", "Rows of all marts together."),
        Column("note", "VARCHAR", "What there is to say about it; null where nothing."),
        Column(
            "factor_set_id",
            "VARCHAR",
            "Name of the factors, methods and formulas it was calculated by; null before there "
            "were names.",
        ),
        Column("factors", "BIGINT", "Factors in that set; null before there were names."),
        Column("methods", "BIGINT", "Methods in that set; null before there were names."),
        Column(
            "layouts_hash",
            "VARCHAR",
            "SHA-256 over the layouts of forms alone; null before it was recorded.",
        ),
        Column(
            "restored_release_id",
            "VARCHAR",
            "The nightly release whose marts a rollback has again; null for a nightly release.",
        ),
        Column(
            "expired_at",
            "TIMESTAMP",
            "Since when it can no longer be opened, in UTC; null where it can.",
        ),
    ),
)
ARRIVALS = Table(
    "meta",
    "arrivals",
    "One row per arrival: the first release that was made from an archive with it.",
    (
        Column("arrival_id", "VARCHAR", "The arrival."),
        Column("release_id", "VARCHAR", "The first release that knew it."),
    ),
)
PRIMARY_KEYS = Table(
    "meta",
    "primary_keys",
    "One row per mart with a primary key.",
    (
        Column("mart", "VARCHAR", "Name of the mart."),
        Column("column_names", "VARCHAR[]", "Columns of its primary key, in order."),
    ),
)


@dataclass(frozen=True)
class Release:
    """One row of `meta.releases`; the columns are described there."""

    release_id: str
    released_at: datetime
    kind: str
    build_id: str
    as_of: date
    archive_hash: str
    reference_hash: str
    code_hash: str
    arrivals: int
    facts: int
    findings: int
    rows: int
    note: str | None
    factor_set_id: str | None
    factors: int | None
    methods: int | None
    layouts_hash: str | None
    restored_release_id: str | None = None
    expired_at: datetime | None = None

    @property
    def origin_id(self) -> str:
        """The nightly release whose marts it has: itself, or what a rollback restored."""
        return self.restored_release_id or self.release_id


def recorded_releases(connection: duckdb.DuckDBPyConnection) -> list[Release]:
    """All releases, the oldest first; none in a store that is still empty."""
    releases = [Release(*row) for row in rows_of(connection, RELEASES)]
    return sorted(releases, key=lambda release: release.release_id)


def record_release(connection: duckdb.DuckDBPyConnection, release: Release) -> None:
    """Write the row of a release, and its id into the commit message, by which it is found."""
    record_releases(connection, [*recorded_releases(connection), release])
    sign(connection, release.release_id)


def record_releases(connection: duckdb.DuckDBPyConnection, releases: list[Release]) -> None:
    """Put these rows in place of the rows of all releases."""
    replace_rows(connection, RELEASES, [astuple(release) for release in releases])


def record_arrivals(
    connection: duckdb.DuckDBPyConnection, release_id: str, arrival_ids: list[str]
) -> None:
    """Write down the arrivals that no earlier release knew."""
    known = dict(rows_of(connection, ARRIVALS))
    new = {arrival_id: release_id for arrival_id in arrival_ids if arrival_id not in known}
    if new:
        make_ready(connection, ARRIVALS)
        connection.execute(
            "insert into lake.meta.arrivals select unnest($1), $2 order by all",
            [list(new), release_id],
        )


def recorded_arrivals(connection: duckdb.DuckDBPyConnection, release: Release) -> list[str]:
    """The arrivals that a release was made from, as far as they were recorded, sorted."""
    return sorted(
        arrival_id
        for arrival_id, known_by in rows_of(connection, ARRIVALS)
        if known_by <= release.origin_id
    )


def recorded_keys(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of the primary key of each mart that has one."""
    return dict(rows_of(connection, PRIMARY_KEYS))


def record_keys(connection: duckdb.DuckDBPyConnection, keys: dict[str, list[str]]) -> None:
    """Write the primary keys of the marts, where they are others than before."""
    make_ready(connection, PRIMARY_KEYS)
    if recorded_keys(connection) != keys:
        replace_rows(connection, PRIMARY_KEYS, list(keys.items()))
