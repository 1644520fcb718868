"""Releases: what was published at one time, whole, and readable for ever after.

`publish` is one transaction of one writer; `connect` is for any number of readers at any time.
How the store works lives in `store`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import duckdb

from pipelines.builds import Build
from pipelines.errors import PotlineError
from pipelines.inputs import Inputs, arrival_ids
from pipelines.mart_keys import keys_of_marts
from pipelines.messages import say
from pipelines.release_records import (
    Release,
    record_arrivals,
    record_keys,
    record_release,
    recorded_releases,
)
from pipelines.settings import Settings
from pipelines.store import NoReleaseError, literal, pin, reading, remove_orphans, writing
from pipelines.tables import bring_up_to_date, tables_of

PUBLISHED_SCHEMAS = ("marts", "reference")


class UnknownReleaseError(PotlineError):
    """No release has this id."""

    def __init__(self, release_id: str) -> None:
        super().__init__(say("unknown_release", release_id=release_id))


class ExpiredReleaseError(PotlineError):
    """A release is no longer kept."""

    def __init__(self, release: Release) -> None:
        expired_at = release.expired_at.date() if release.expired_at else "?"
        super().__init__(
            say("expired_release", release_id=release.release_id, expired_at=expired_at)
        )


def publish(
    settings: Settings,
    build: Build,
    inputs: Inputs,
    note: str | None = None,
    now: datetime | None = None,
) -> Release:
    """The release that the marts and the reference data of a build became, in one transaction."""
    now = now or datetime.now(UTC).replace(tzinfo=None)
    with writing(settings) as connection:
        # The views of a build name its database, which dbt calls after the file.
        source = build.database.stem
        connection.execute(f'attach {literal(build.database)} as "{source}" (read_only)')
        connection.execute("begin")
        copy_all(connection, source)
        release = _next_release(connection, settings, build, inputs, note, now)
        record_release(connection, release)
        record_arrivals(connection, release.release_id, arrival_ids(settings))
        record_keys(connection, keys_of_marts(settings))
        connection.execute("commit")
        remove_orphans(connection)
    return release


def list_releases(settings: Settings) -> list[Release]:
    """All releases, the oldest first; none when nothing was released yet."""
    try:
        connection = reading(settings)
    except NoReleaseError:
        return []
    with connection:
        return recorded_releases(connection)


def last_release(settings: Settings) -> Release | None:
    """The current release; null when nothing was released yet."""
    releases = list_releases(settings)
    return releases[-1] if releases else None


def connect(settings: Settings, release_id: str | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection on one release, the current one by default.

    It stays on that release whatever is published meanwhile. Tables go by their bare names
    (`fct_water`) and with their schema (`marts.fct_water`, `reference.plants`, `meta.releases`).
    Raises NoReleaseError, UnknownReleaseError and ExpiredReleaseError.
    """
    connection = reading(settings)
    # In one transaction, so that a release that expires meanwhile is not sought for in vain.
    connection.execute("begin")
    release = find_release(recorded_releases(connection), settings, release_id)
    snapshot_id = snapshot_of(connection, release)
    connection.execute("commit")
    pin(connection, settings, snapshot_id)
    connection.execute("use lake.marts")
    return connection


def find_release(
    known: Sequence[Release], settings: Settings, release_id: str | None = None
) -> Release:
    """The release of an id among all, the last one by default.

    Raises NoReleaseError, and UnknownReleaseError with the id.
    """
    if not known:
        raise NoReleaseError(settings)
    for release in reversed(known):
        if release_id in (None, release.release_id):
            return release
    raise UnknownReleaseError(str(release_id))


def snapshot_of(connection: duckdb.DuckDBPyConnection, release: Release) -> int:
    """The newest snapshot of the store that holds the marts of a release; `lake` is attached.

    Raises ExpiredReleaseError.
    """
    row = connection.execute(
        "select max(snapshot_id) from lake.snapshots() where commit_message = $1",
        [release.release_id],
    ).fetchone()
    if release.expired_at or row is None or row[0] is None:
        raise ExpiredReleaseError(release)
    return int(row[0])


def copy_all(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make the published schemas of the store those of another attached database."""
    for schema in PUBLISHED_SCHEMAS:
        connection.execute(f"create schema if not exists lake.{schema}")
    tables = tables_of(connection, source, *PUBLISHED_SCHEMAS)
    copies = tables_of(connection, "lake", *PUBLISHED_SCHEMAS)
    for key in copies.keys() - tables.keys():
        connection.execute(f"drop table {copies[key].within('lake')}")
    for key, table in tables.items():
        bring_up_to_date(connection, source, table, "lake", copies.get(key))


def next_release_id(known: Sequence[Release]) -> str:
    """The id of the release after these."""
    return f"R{max((int(release.release_id[1:]) for release in known), default=0) + 1:05d}"


def _next_release(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    build: Build,
    inputs: Inputs,
    note: str | None,
    now: datetime,
) -> Release:
    marts = [table.within("lake") for table in tables_of(connection, "lake", "marts").values()]
    return Release(
        release_id=next_release_id(recorded_releases(connection)),
        released_at=now,
        kind="nightly",
        build_id=build.build_id,
        **asdict(inputs),
        arrivals=len(arrival_ids(settings)),
        facts=_row_count(connection, "lake.marts.fct_indicators"),
        findings=_row_count(connection, "lake.marts.fct_findings"),
        rows=sum(_row_count(connection, mart) for mart in marts),
        note=note,
        factors=_seed_count(connection, "factors"),
        methods=_seed_count(connection, "methods"),
    )


def _seed_count(connection: duckdb.DuckDBPyConnection, seed: str) -> int:
    """Rows of a seed of the release; 0 in a project without it."""
    is_there = ("reference", seed) in tables_of(connection, "lake", "reference")
    return _row_count(connection, f"lake.reference.{seed}") if is_there else 0


def _row_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    if row is None:
        raise RuntimeError(f"count(*) of {table} gave no row")
    return int(row[0])
