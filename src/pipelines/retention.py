"""Retention: which releases, files and folders are kept, by `retention.csv`, and what goes.

A release that is not kept expires first: nobody can open it any more. Its snapshot and its files
go only after the time for readers, so that whoever had it open before is not harmed: a reader that
holds a transaction on a snapshot would otherwise see fewer rows, without a word.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import duckdb

from pipelines.clock import group_time
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.reference import read_seed
from pipelines.release_locks import recorded_locks
from pipelines.release_records import Release, record_releases, recorded_releases
from pipelines.settings import Settings
from pipelines.store import expire_snapshots, remove_unused_files, writing_existing
from pipelines.store_tables import merge_files, sign


@dataclass(frozen=True)
class Policy:
    """How much is kept of what, as `retention.csv` says."""

    last_releases: int
    last_releases_of_months: int
    reader_days: int
    check_folders: int
    dagster_runs: int
    files_of_a_table: int


@dataclass(frozen=True)
class Retained:
    """What one round of retention did: ids of releases that expired, and counts of what went."""

    expired: tuple[str, ...]
    snapshots: int
    files: int
    check_folders: int


def load_policy(settings: Settings) -> Policy:
    """What `retention.csv` says. Raises PotlineError where a line is missing or is no number."""
    values = {row["retention_id"]: row["value"] for row in read_seed(settings, "retention")}
    try:
        return Policy(**{name: int(values[name]) for name in Policy.__dataclass_fields__})
    except (KeyError, ValueError) as fault:
        raise PotlineError(say("bad_retention", fault=fault)) from fault


def retain(settings: Settings, now: datetime | None = None) -> Retained:
    """Expire what is not kept any more, and remove what nobody can be reading, as of a UTC time."""
    now = now or datetime.now(UTC).replace(tzinfo=None)
    policy = load_policy(settings)
    with writing_existing(settings) as connection:
        retained = tidy_store(connection, settings, policy, now)
    return replace(retained, check_folders=_remove_check_folders(settings, policy))


def tidy_store(
    connection: duckdb.DuckDBPyConnection, settings: Settings, policy: Policy, now: datetime
) -> Retained:
    """The same for the release store alone, on the connection of its writer."""
    readers_since = now - timedelta(days=policy.reader_days)
    expired = _expire(connection, policy, now)
    snapshots = _forget_snapshots(connection, settings, readers_since)
    files = remove_unused_files(connection, readers_since)
    return Retained(expired, snapshots, files, check_folders=0)


def kept_releases(releases: list[Release], locked: set[str], policy: Policy) -> set[str]:
    """The ids of the releases to keep: the last ones, the last of each month, the locked ones."""
    current = releases[-1:]
    living = [release for release in releases if not release.expired_at]
    last = living[-policy.last_releases :]
    of_months = {_month(release): release for release in living}
    months = sorted(of_months)[-policy.last_releases_of_months :]
    kept = [*current, *last, *(of_months[month] for month in months)]
    return {release.release_id for release in kept} | locked


def _expire(
    connection: duckdb.DuckDBPyConnection, policy: Policy, now: datetime
) -> tuple[str, ...]:
    """Mark releases that are not kept, and write tables of many small files anew."""
    releases = recorded_releases(connection)
    locked = {lock.release_id for lock in recorded_locks(connection)}
    kept = kept_releases(releases, locked, policy)
    expiring = [
        release.release_id
        for release in releases
        if not release.expired_at and release.release_id not in kept
    ]
    connection.execute("begin")
    merged = merge_files(connection, policy.files_of_a_table)
    if expiring:
        marked = [
            replace(release, expired_at=now) if release.release_id in expiring else release
            for release in releases
        ]
        record_releases(connection, marked)
    if expiring or merged:
        sign(connection, releases[-1].release_id)
        connection.execute("commit")
    else:
        connection.execute("rollback")
    return tuple(expiring)


def _forget_snapshots(
    connection: duckdb.DuckDBPyConnection, settings: Settings, readers_since: datetime
) -> int:
    """Forget the snapshots of expired releases, and those that a later one of a release replaced.

    Either only when no reader can have opened them since: however old a snapshot is, it is opened
    until it is replaced.
    """
    closed = {
        release.release_id
        for release in recorded_releases(connection)
        if release.expired_at and release.expired_at <= readers_since
    }
    snapshots = connection.execute(
        """
        with
        signed as (
            select snapshot_id, snapshot_time, coalesce(commit_message, '') as release_id
            from lake.snapshots()
        ),
        followed as (
            select
                *,
                lead(snapshot_time) over (order by snapshot_id) as next_at,
                lead(snapshot_time) over (partition by release_id order by snapshot_id) as again_at
            from signed
        )
        select
            snapshot_id,
            release_id,
            if(release_id = '', next_at, again_at) at time zone 'UTC' as replaced_at
        from followed
        order by snapshot_id
        """
    ).fetchall()
    unneeded = [
        snapshot_id
        for snapshot_id, release_id, replaced_at in snapshots[:-1]
        if release_id in closed or (replaced_at and replaced_at <= readers_since)
    ]
    expire_snapshots(connection, settings, unneeded)
    return len(unneeded)


def _remove_check_folders(settings: Settings, policy: Policy) -> int:
    """Remove the oldest folders of checks; the names of builds begin with their times."""
    folders = sorted(path for path in settings.checks.glob("*") if path.is_dir())
    outdated = folders[: -policy.check_folders]
    for folder in outdated:
        shutil.rmtree(folder)
    return len(outdated)


def _month(release: Release) -> str:
    """The month in which a release was published, where the group is."""
    return group_time(release.released_at).strftime("%Y-%m")
