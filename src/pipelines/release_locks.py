"""Locks on releases: what a disclosure rests on is kept for ever, whatever retention removes.

Not to be confused with `locks`, which are between processes.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import UTC, datetime

import duckdb

from pipelines.release_records import recorded_releases
from pipelines.releases import ExpiredReleaseError, find_release
from pipelines.settings import Settings
from pipelines.store import NoReleaseError, reading, writing_existing
from pipelines.store_tables import replace_rows, rows_of, sign
from pipelines.tables import Column, Table

LOCKS = Table(
    "meta",
    "locks",
    "One row per release and reason why it is kept for ever.",
    (
        Column("release_id", "VARCHAR", "The release."),
        Column("locked_at", "TIMESTAMP", "When, in UTC."),
        Column("locked_by", "VARCHAR", "Who locked it."),
        Column("reason", "VARCHAR", "Why: what rests on it."),
    ),
)


@dataclass(frozen=True)
class ReleaseLock:
    """One row of `meta.locks`; the columns are described there."""

    release_id: str
    locked_at: datetime
    locked_by: str
    reason: str


def lock(settings: Settings, release_id: str, by: str, why: str) -> ReleaseLock:
    """The lock that keeps a release for ever; several reasons may stand beside each other.

    Raises NoReleaseError, UnknownReleaseError and ExpiredReleaseError.
    """
    made = ReleaseLock(release_id, datetime.now(UTC).replace(tzinfo=None), by, why)
    with writing_existing(settings) as connection:
        known = recorded_releases(connection)
        release = find_release(known, settings, release_id)
        if release.expired_at:
            raise ExpiredReleaseError(release)
        connection.execute("begin")
        rows = [astuple(earlier) for earlier in recorded_locks(connection)]
        replace_rows(connection, LOCKS, [*rows, astuple(made)])
        sign(connection, known[-1].release_id)
        connection.execute("commit")
    return made


def locks_of(settings: Settings) -> list[ReleaseLock]:
    """All locks, the oldest first; none when nothing was released yet."""
    try:
        connection = reading(settings)
    except NoReleaseError:
        return []
    with connection:
        return recorded_locks(connection)


def recorded_locks(connection: duckdb.DuckDBPyConnection) -> list[ReleaseLock]:
    """All locks, the oldest first."""
    locks = [ReleaseLock(*row) for row in rows_of(connection, LOCKS)]
    return sorted(locks, key=lambda made: made.locked_at)
