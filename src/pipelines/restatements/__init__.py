"""Restatements: which published values two releases differ in, and what each cause adds to it.

`restate` runs after each release and keeps what it finds in the schema `history` of the release
store; `difference` answers for any two releases. Neither touches a release.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import duckdb

from pipelines.locks import exclusive
from pipelines.release_records import Release, recorded_keys, recorded_releases
from pipelines.releases import ExpiredReleaseError, find_release, snapshot_of
from pipelines.restatements.causes import AFTER, BEFORE, difference_between
from pipelines.restatements.details import Details
from pipelines.restatements.effects import Report, Separation
from pipelines.restatements.figures import (
    compared_columns,
    keep_changed,
    prepare,
    take_values,
)
from pipelines.restatements.history import (
    Causes,
    Comparison,
    ReferenceChange,
    Restatement,
    compared_releases,
    record_causes,
    recorded_causes,
)
from pipelines.restatements.rows import MartDifference, changed_editions, mart_differences
from pipelines.settings import Settings
from pipelines.store import NoReleaseError, attach_snapshot, reading, writing_existing
from pipelines.store_tables import sign

__all__ = [
    "Causes",
    "Comparison",
    "MartDifference",
    "ReferenceChange",
    "ReleaseDifference",
    "Restatement",
    "difference",
    "is_restated",
    "restate",
]


@dataclass(frozen=True)
class ReleaseDifference:
    """What two releases differ in: rows of marts, and changed values with their causes.

    `editions` names the rules whose edition differs (`water_identity 1 → 2`); `causes` is null
    where only rows were asked for.
    """

    before: Release
    after: Release
    marts: list[MartDifference]
    editions: list[str]
    causes: Causes | None


def is_restated(settings: Settings) -> bool:
    """Whether the history tells why each release that is kept differs from the one before."""
    return not _pending(settings)


def restate(settings: Settings, report: Report | None = None) -> Causes | None:
    """What changed with the last release, computed and kept; null where nothing was to be done.

    A release whose run was killed before this is made up for. Killed at any moment it leaves the
    history as it was, and is repeated by the next run. Raises AlreadyRunningError.
    """
    told = None
    with exclusive(settings.lock):
        for pair in _pending(settings):
            with _opened(settings, *pair) as connection:
                causes = _causes(connection, settings, pair, report or _silent)
            _keep(settings, causes)
            told = causes
    return told


def difference(
    settings: Settings,
    before_id: str,
    after_id: str,
    with_causes: bool = True,
    report: Report | None = None,
) -> ReleaseDifference:
    """What two releases differ in; causes come from the history, or are separated now.

    Raises UnknownReleaseError, ExpiredReleaseError, and AlreadyRunningError where effects must be
    separated while a nightly run is at work.
    """
    with reading(settings) as connection:
        known = recorded_releases(connection)
        pair = find_release(known, settings, before_id), find_release(known, settings, after_id)
        stored = (before_id, after_id) in compared_releases(connection)
        causes = recorded_causes(connection, before_id, after_id) if stored else None
    with _opened(settings, *pair) as connection:
        marts = mart_differences(connection, recorded_keys(connection))
        editions = changed_editions(connection)
        if with_causes and causes is None:
            with exclusive(settings.lock):
                causes = _causes(connection, settings, pair, report or _silent)
    return ReleaseDifference(*pair, marts, editions, causes if with_causes else None)


def _pending(settings: Settings) -> list[tuple[Release, Release]]:
    """Releases and the one before each that can be read and were not compared, the oldest first."""
    try:
        connection = reading(settings)
    except NoReleaseError:
        return []
    with connection:
        compared = compared_releases(connection)
        return [
            (before, after)
            for before, after in pairwise(recorded_releases(connection))
            if not (before.expired_at or after.expired_at)
            and (before.release_id, after.release_id) not in compared
        ]


def _keep(settings: Settings, causes: Causes) -> None:
    """Write into the history what a comparison found out."""
    with writing_existing(settings) as connection:
        last = recorded_releases(connection)[-1]
        connection.execute("begin")
        record_causes(connection, causes)
        sign(connection, last.release_id)
        connection.execute("commit")


@contextmanager
def _opened(
    settings: Settings, before: Release, after: Release
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with two releases as `before` and `after`, read-only."""
    with reading(settings) as connection:
        for release, side in ((before, BEFORE), (after, AFTER)):
            if release.expired_at:
                raise ExpiredReleaseError(release)
            attach_snapshot(connection, settings, snapshot_of(connection, release), side)
        yield connection


def _causes(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    pair: tuple[Release, Release],
    report: Report,
) -> Causes:
    before, after = pair
    columns = compared_columns(settings)
    prepare(connection)
    take_values(connection, columns, BEFORE, 0)
    take_values(connection, columns, AFTER, Separation.LAST_STATE)
    changed = keep_changed(connection, Separation.LAST_STATE)
    found = difference_between(connection, settings, before, after)
    details = Details(connection, settings, pair, found)
    rebuilds, problem = 0, "; ".join(found.unreadable) or None
    restatements: list[Restatement] = []
    if changed:
        separation = Separation(connection, settings, pair, found, columns)
        separation.run(report)
        rebuilds, problem = separation.rebuilds, separation.problem or problem
        restatements = details.restatements(problem)
    ids = before.release_id, after.release_id
    now = datetime.now(UTC).replace(tzinfo=None)
    return Causes(
        Comparison(*ids, now, changed, rebuilds, problem),
        restatements,
        details.reference_changes(),
    )


def _silent(done: int, total: int) -> None:
    """Report nothing."""
