"""What the release store says of its releases: the tables of its schema `meta`.

Every function takes a connection on which the store is attached as `lake`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb

from pipelines.store import literal
from pipelines.tables import Column, Table, create, describe, quoted, tables_of

RELEASES = Table(
    "meta",
    "releases",
    "One row per release: what was published at one time, from what, and how much it holds.",
    (
        Column("release_id", "VARCHAR", "R and a running number of five digits."),
        Column("released_at", "TIMESTAMP", "When it was published, in UTC."),
        Column("kind", "VARCHAR", "How it came about: nightly (from a build)."),
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


def recorded_releases(connection: duckdb.DuckDBPyConnection) -> list[Release]:
    """All releases, the oldest first; none in a store that is still empty."""
    if not _exists(connection, RELEASES):
        return []
    present = _columns(connection, RELEASES)
    columns = ", ".join(
        quoted(name) if name in present else f"null as {quoted(name)}" for name, _ in RELEASES.shape
    )
    rows = connection.execute(f"select {columns} from lake.meta.releases order by release_id")
    return [Release(*row) for row in rows.fetchall()]


def record_release(connection: duckdb.DuckDBPyConnection, release: Release) -> None:
    """Write the row of a release, and its id into the commit message, by which it is found."""
    _create(connection, RELEASES)
    _add_columns(connection, RELEASES)
    values = asdict(release)
    connection.execute(
        f"insert into lake.meta.releases ({', '.join(quoted(name) for name in values)}) "
        f"values ({', '.join(f'${name}' for name in values)})",
        values,
    )
    connection.execute(f"call lake.set_commit_message('potline', {literal(release.release_id)})")


def recorded_keys(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of the primary key of each mart that has one."""
    rows = connection.execute("select mart, column_names from lake.meta.primary_keys").fetchall()
    return dict(rows)


def record_keys(connection: duckdb.DuckDBPyConnection, keys: dict[str, list[str]]) -> None:
    """Write the primary keys of the marts, where they are others than before."""
    _create(connection, PRIMARY_KEYS)
    if recorded_keys(connection) == keys:
        return
    connection.execute("delete from lake.meta.primary_keys")
    connection.execute(
        "insert into lake.meta.primary_keys select unnest($1), unnest($2) order by all",
        [list(keys), list(keys.values())],
    )


def _exists(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    return (table.schema, table.name) in tables_of(connection, "lake", table.schema)


def _columns(connection: duckdb.DuckDBPyConnection, table: Table) -> set[str]:
    stored = tables_of(connection, "lake", table.schema)[table.schema, table.name]
    return {name for name, _ in stored.shape}


def _add_columns(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Give a table of an older store the columns that came since; its rows have nulls there."""
    present = _columns(connection, table)
    for column in table.columns:
        if column.name not in present:
            place = table.within("lake")
            connection.execute(
                f"alter table {place} add column {quoted(column.name)} {column.data_type}"
            )
            connection.execute(
                f"comment on column {place}.{quoted(column.name)} is "
                f"{literal(column.description or '')}"
            )


def _create(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create an empty table of the store with its descriptions, unless it is there."""
    if not _exists(connection, table):
        connection.execute(f"create schema if not exists lake.{table.schema}")
        create(connection, table, "lake")
        describe(connection, table, "lake", None)
