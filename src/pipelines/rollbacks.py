"""Rollback: an earlier release made the current one, and the inputs rolled back from barred.

A bar keeps the nightly run from publishing again, from the very same inputs, what people have just
taken back. It holds for one archive, reference data and code; `resume` lifts it.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime

import duckdb

from pipelines.errors import PotlineError
from pipelines.inputs import Inputs
from pipelines.locks import exclusive
from pipelines.messages import say
from pipelines.release_records import (
    PRIMARY_KEYS,
    Release,
    record_keys,
    record_release,
    recorded_releases,
)
from pipelines.releases import copy_all, find_release, next_release_id, snapshot_of
from pipelines.settings import Settings
from pipelines.store import (
    NoReleaseError,
    attach_snapshot,
    reading,
    remove_orphans,
    writing_existing,
)
from pipelines.store_tables import replace_rows, rows_of, sign
from pipelines.tables import Column, Table

EARLIER = "earlier"
BARS = Table(
    "meta",
    "bars",
    "One row per rollback and the inputs that it keeps from being released again.",
    (
        Column("release_id", "VARCHAR", "The release that the rollback made."),
        Column("barred_release_id", "VARCHAR", "The release that was rolled back from."),
        Column("archive_hash", "VARCHAR", "Its archive."),
        Column("reference_hash", "VARCHAR", "Its reference data."),
        Column("code_hash", "VARCHAR", "Its code."),
        Column("barred_at", "TIMESTAMP", "When, in UTC."),
        Column("barred_by", "VARCHAR", "Who rolled back."),
        Column("reason", "VARCHAR", "Why."),
        Column("lifted_at", "TIMESTAMP", "When the bar was lifted, in UTC; null while it holds."),
        Column("lifted_by", "VARCHAR", "Who lifted it; null while it holds."),
    ),
)


@dataclass(frozen=True)
class Bar:
    """One row of `meta.bars`; the columns are described there."""

    release_id: str
    barred_release_id: str
    archive_hash: str
    reference_hash: str
    code_hash: str
    barred_at: datetime
    barred_by: str
    reason: str
    lifted_at: datetime | None = None
    lifted_by: str | None = None

    def holds_for(self, inputs: Inputs | Release) -> bool:
        """Whether it keeps these inputs from being released."""
        barred = self.archive_hash, self.reference_hash, self.code_hash
        given = inputs.archive_hash, inputs.reference_hash, inputs.code_hash
        return self.lifted_at is None and barred == given


def rollback(settings: Settings, release_id: str, by: str, why: str) -> Release:
    """The new release that has the marts of an earlier one, in one transaction.

    Raises NoReleaseError, UnknownReleaseError, ExpiredReleaseError, AlreadyRunningError while a
    nightly run is at work, and PotlineError where the current release has those marts already.
    """
    with exclusive(settings.lock), writing_existing(settings) as connection:
        known = recorded_releases(connection)
        current, target = known[-1], find_release(known, settings, release_id)
        if target.origin_id == current.origin_id:
            raise PotlineError(
                say("rollback_to_current", release_id=release_id, current=current.release_id)
            )
        attach_snapshot(connection, settings, snapshot_of(connection, target), EARLIER)
        now = datetime.now(UTC).replace(tzinfo=None)
        note = say("rollback_note", before=current.release_id, target=release_id, by=by, why=why)
        made = replace(
            target,
            release_id=next_release_id(known),
            released_at=now,
            kind="rollback",
            note=note,
            restored_release_id=target.origin_id,
        )
        connection.execute("begin")
        copy_all(connection, EARLIER)
        record_release(connection, made)
        record_keys(connection, _keys(connection))
        _bar(connection, Bar(made.release_id, current.release_id, *_hashes(current), now, by, why))
        connection.execute("commit")
        remove_orphans(connection)
    return made


def resume(settings: Settings, by: str) -> list[Bar]:
    """The bars that held until now, lifted; none where nothing was barred."""
    with exclusive(settings.lock), writing_existing(settings) as connection:
        bars = recorded_bars(connection)
        holding = [bar for bar in bars if bar.lifted_at is None]
        if holding:
            connection.execute("begin")
            _record(connection, [_lifted(bar, by) for bar in bars])
            sign(connection, recorded_releases(connection)[-1].release_id)
            connection.execute("commit")
    return holding


def bars_of(settings: Settings) -> list[Bar]:
    """All bars, the oldest first, lifted ones too; none when nothing was released yet."""
    try:
        connection = reading(settings)
    except NoReleaseError:
        return []
    with connection:
        return recorded_bars(connection)


def recorded_bars(connection: duckdb.DuckDBPyConnection) -> list[Bar]:
    """All bars, the oldest first."""
    bars = [Bar(*row) for row in rows_of(connection, BARS)]
    return sorted(bars, key=lambda bar: bar.release_id)


def _bar(connection: duckdb.DuckDBPyConnection, bar: Bar) -> None:
    """Write down a bar; one on the inputs that are current again is lifted."""
    restored = recorded_releases(connection)[-1]
    bars = [
        _lifted(old, bar.barred_by) if old.holds_for(restored) else old
        for old in recorded_bars(connection)
    ]
    _record(connection, [*bars, bar])


def _lifted(bar: Bar, by: str) -> Bar:
    if bar.lifted_at is not None:
        return bar
    return replace(bar, lifted_at=datetime.now(UTC).replace(tzinfo=None), lifted_by=by)


def _record(connection: duckdb.DuckDBPyConnection, bars: list[Bar]) -> None:
    replace_rows(connection, BARS, [astuple(bar) for bar in bars])


def _hashes(release: Release) -> tuple[str, str, str]:
    return release.archive_hash, release.reference_hash, release.code_hash


def _keys(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    return dict(connection.execute(f"select * from {PRIMARY_KEYS.within(EARLIER)}").fetchall())
