"""Retention: what is kept over a hundred nights, what goes, and what readers see meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from command_line import Shell
from release_store import installation, keep, release

from pipelines import store
from pipelines.errors import PotlineError
from pipelines.release_locks import lock
from pipelines.release_records import Release, record_release, recorded_releases
from pipelines.releases import ExpiredReleaseError, connect, list_releases
from pipelines.retention import Policy, kept_releases, load_policy, retain, tidy_store
from pipelines.settings import Settings

# DuckLake knows only the true time of what it forgets, so the nights lie after it.
FIRST_NIGHT = datetime(2101, 1, 20, 18)
NIGHTS = 100
LOCKED = ("R00003", "R00050")
KEPT_AT_LAST = 5
MONTH_ENDS = {"R00011", "R00039", "R00070", "R00100"}
FILES_OF_A_KEPT_RELEASE = 5
WATER = "select count(*), sum(fresh_water_m3) from fct_water"


def night(connection: duckdb.DuckDBPyConnection, settings: Settings, number: int) -> None:
    """A night: a release in which every row is another, its folder of checks, and retention."""
    now = FIRST_NIGHT + timedelta(days=number)
    (last,) = recorded_releases(connection)[-1:]
    connection.execute("begin")
    connection.execute("delete from lake.marts.fct_water")
    connection.execute(
        "insert into lake.marts.fct_water select 'AL01', '2021-01-01', $1 from range(3)", [number]
    )
    release_id = f"R{int(last.release_id[1:]) + 1:05d}"
    record_release(connection, replace(last, release_id=release_id, released_at=now))
    connection.execute("commit")
    tidy_store(connection, settings, load_policy(settings), now)


def size(settings: Settings, connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many Parquet files the store has on disk, and how many snapshots."""
    (snapshots,) = connection.execute("select count(*) from lake.snapshots()").fetchall()[0]
    return len(list(settings.releases.rglob("*.parquet"))), snapshots


@pytest.mark.slow
def test_a_hundred_nights_stay_bounded_and_locked_releases_readable(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    keep(settings, last_releases=KEPT_AT_LAST, files_of_a_table=4)
    release(settings, now=FIRST_NIGHT)
    sizes = []
    with store.writing(settings) as connection:
        for number in range(1, NIGHTS):
            night(connection, settings, number)
            sizes.append(size(settings, connection))
            if f"R{number + 1:05d}" in LOCKED:
                lock(settings, f"R{number + 1:05d}", "wang", "annual report")
    known = list_releases(settings)
    kept = {made.release_id for made in known if not made.expired_at}
    assert kept == {made.release_id for made in known[-KEPT_AT_LAST:]} | MONTH_ENDS | set(LOCKED)
    for release_id in kept:
        with connect(settings, release_id) as reader:
            number = int(release_id[1:]) - 1
            assert reader.execute(WATER).fetchall() == [(3, 3 * number)]
    for release_id in ("R00001", "R00049", "R00090"):
        with pytest.raises(ExpiredReleaseError, match=release_id):
            connect(settings, release_id)
    files, snapshots = zip(*sizes, strict=True)
    assert max(files[70:]) <= max(files[30:70]) + FILES_OF_A_KEPT_RELEASE * 2
    assert max(snapshots) <= KEPT_AT_LAST + len(kept) + 3


def test_what_is_kept_goes_by_the_month_where_the_group_is() -> None:
    def made(number: int, moment: datetime) -> Release:
        return Release(
            f"R{number:05d}", moment, "nightly", "b", moment.date(), "", "", "",
            0, 0, 0, 0, None, None, None, None, None,
        )  # fmt: skip

    policy = Policy(2, 1200, 1, 30, 30, 30)
    nights = [datetime(2021, 1, 30, 18), datetime(2021, 1, 31, 18), datetime(2021, 2, 3, 18)]
    releases = [made(number, moment) for number, moment in enumerate(nights, start=1)]
    assert kept_releases(releases, set(), policy) == {"R00001", "R00002", "R00003"}
    one = replace(policy, last_releases=1)
    assert kept_releases(releases, set(), one) == {"R00001", "R00003"}
    assert kept_releases(releases, {"R00002"}, one) == {"R00001", "R00002", "R00003"}


def test_who_had_a_release_open_keeps_it_for_a_day(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    keep(settings, last_releases=1)
    release(settings, now=FIRST_NIGHT)
    release(settings, "b2", "delete from marts.fct_water", FIRST_NIGHT)
    with connect(settings, "R00001") as reader:
        reader.execute("begin")
        before = reader.execute(WATER).fetchall()
        assert retain(settings, FIRST_NIGHT).expired == ("R00001",)
        with pytest.raises(ExpiredReleaseError):
            connect(settings, "R00001")
        retain(settings, FIRST_NIGHT + timedelta(hours=23))
        assert reader.execute(WATER).fetchall() == before
    assert retain(settings, FIRST_NIGHT + timedelta(days=1)).snapshots == 1


def test_who_opened_a_release_of_long_ago_keeps_it_though_it_is_locked_meanwhile(
    tmp_path: Path,
) -> None:
    settings = installation(tmp_path)
    release(settings)
    with closing(sqlite3.connect(store.catalogue(settings))) as catalogue, catalogue:
        catalogue.execute("update ducklake_snapshot set snapshot_time = '2001-01-01 00:00:00+00'")
    with connect(settings) as reader:
        reader.execute("begin")
        before = reader.execute(WATER).fetchall()
        lock(settings, "R00001", "wang", "annual report")
        retain(settings)
        assert reader.execute(WATER).fetchall() == before
    assert retain(settings, datetime.now() + timedelta(days=2)).snapshots == 1


def test_expired_releases_are_said_so(released: Shell) -> None:
    keep(released.settings, last_releases=1)
    release(released.settings, "b2")
    retain(released.settings)
    assert "expired" in released("releases").out
    refused = released("query", "from fct_water", "--release", "R00001")
    assert refused.code == 1 and "no longer kept" in refused.err
    assert "no longer kept" in released("rollback", "R00001", "--why", "x").err
    assert "no longer kept" in released("lock", "R00001", "--why", "x").err


def test_checks_of_old_builds_go(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    keep(settings, check_folders=2)
    for build_id in ("20210101T0000-a", "20210102T0000-b", "20210103T0000-c"):
        release(settings, build_id)
    assert retain(settings).check_folders == 1
    assert [path.name[-1] for path in sorted(settings.checks.iterdir())] == ["b", "c"]


def test_a_store_whose_table_gained_columns_loses_nothing(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    release(settings)
    with store.writing(settings) as connection:
        connection.execute("alter table lake.marts.fct_water add column note varchar")
    keep(settings, last_releases=1)
    release(settings, "b2")
    retain(settings)
    retain(settings, datetime.now() + timedelta(days=2))
    with connect(settings) as reader:
        assert reader.execute("select count(*) from fct_water").fetchall() == [(3,)]


def test_a_wrong_line_of_the_reference_data_is_said(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    (settings.seeds / "retention.csv").write_text("retention_id,value\nlast_releases,many\n")
    with pytest.raises(PotlineError, match="retention.csv"):
        load_policy(settings)
