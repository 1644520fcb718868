"""The release store under a writer that is killed again and again."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from release_store import installation, keep, release

from pipelines.delivery import deliver
from pipelines.release_locks import lock
from pipelines.releases import connect, list_releases
from pipelines.restatements import is_restated, restate
from pipelines.retention import retain
from pipelines.rollbacks import rollback
from pipelines.settings import Settings

KILLS = 4
OVERTAKEN_AT_MOST = 20
MARTS = ("one", "two", "three")
SAME_EVERYWHERE = " union ".join(f"select round from {mart}" for mart in MARTS)

# Every round is a release, what it restates, a rollback, and a retention that lets others expire.
TURN_FOR_EVER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from pipelines.restatements import restate
from pipelines.retention import retain
from pipelines.rollbacks import rollback
from pipelines.settings import Settings
from test_releases_killed import release_of_round
settings = Settings(*(Path(argument) for argument in sys.argv[1:]))
round = 0
while True:
    round += 1
    print(release_of_round(settings, 100 + round).release_id, flush=True)
    restate(settings)
    rollback(settings, "R00001", "a test", "killed")
    retain(settings, datetime.now(UTC).replace(tzinfo=None) + timedelta(days=2 * round))
"""
WRITE_FOR_EVER = """
import sys
from pathlib import Path
from pipelines.settings import Settings
from test_releases_killed import release_of_round
settings = Settings(*(Path(argument) for argument in sys.argv[1:]))
round = 0
while True:
    round += 1
    print(release_of_round(settings, round).release_id, flush=True)
"""


def release_of_round(settings: Settings, number: int) -> object:
    """A release in which every row of three marts of three years names the same round."""
    change = ";".join(
        f"create table marts.{mart} as select {number} as round, year, i "
        "from range(2019, 2022) as years (year), range(1000) as numbers (i)"
        for mart in MARTS
    )
    return release(settings, f"b{number}", change)


def rounds_seen(settings: Settings) -> list[tuple[int]]:
    """The rounds that a reader sees, who is told when the writer's days have overtaken it.

    Days pass in moments here, so that a release can be forgotten between opening and reading: the
    reader is refused, which is no part of a release, and opens the current one.
    """
    for _ in range(OVERTAKEN_AT_MOST):
        with connect(settings) as connection:
            try:
                return connection.execute(SAME_EVERYWHERE).fetchall()
            except duckdb.InvalidInputException as fault:
                assert "No snapshot found" in str(fault)
    raise AssertionError(f"overtaken {OVERTAKEN_AT_MOST} times")


@pytest.mark.slow
def test_readers_see_one_whole_release_whenever_the_writer_dies(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    release_of_round(settings, 0)
    moments = random.Random(1986)
    command = [sys.executable, "-c", WRITE_FOR_EVER]
    command += [str(path) for path in (settings.project, settings.raw, settings.home)]
    for _ in range(KILLS):
        before = len(list_releases(settings))
        with subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            writer.stdout.readline()
            dies_at = time.monotonic() + moments.uniform(0, 1)
            while time.monotonic() < dies_at:
                assert len(rounds_seen(settings)) == 1
            writer.kill()
        assert len(rounds_seen(settings)) == 1
        assert len(list_releases(settings)) > before
    release_of_round(settings, 99)
    assert rounds_seen(settings) == [(99,)]
    for made in list_releases(settings):
        with connect(settings, made.release_id) as connection:
            assert len(connection.execute(SAME_EVERYWHERE).fetchall()) == 1
    assert deliver(settings) == list_releases(settings)[-1].release_id


@pytest.mark.slow
def test_all_that_follows_a_release_may_be_killed_and_leaves_whole_releases(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    keep(settings, last_releases=2)
    release_of_round(settings, 0)
    lock(settings, "R00001", "a test", "rolled back to")
    moments = random.Random(1987)
    command = [sys.executable, "-c", TURN_FOR_EVER]
    command += [str(path) for path in (settings.project, settings.raw, settings.home)]
    for _ in range(KILLS):
        with subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            writer.stdout.readline()
            dies_at = time.monotonic() + moments.uniform(0, 2)
            while time.monotonic() < dies_at:
                assert len(rounds_seen(settings)) == 1
            writer.kill()
        assert len(rounds_seen(settings)) == 1
    release_of_round(settings, 99)
    assert rollback(settings, "R00001", "a test", "the end").kind == "rollback"
    assert restate(settings) is not None and is_restated(settings)
    retain(settings, datetime.now() + timedelta(days=1000))
    kept = [made for made in list_releases(settings) if not made.expired_at]
    assert "R00001" in {made.release_id for made in kept} and len(kept) <= 4
    for made in kept:
        with connect(settings, made.release_id) as connection:
            assert len(connection.execute(SAME_EVERYWHERE).fetchall()) == 1
    assert rounds_seen(settings) == [(0,)]


@pytest.mark.slow
def test_nothing_is_written_outside_the_home(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    user = tmp_path / "user"
    user.mkdir()
    code = (
        "import sys; from pathlib import Path; from pipelines.settings import Settings;"
        "from release_store import release; from pipelines.delivery import deliver;"
        "settings = Settings(*map(Path, sys.argv[1:])); release(settings); deliver(settings)"
    )
    paths = [str(path) for path in (settings.project, settings.raw, settings.home)]
    environment = {"HOME": str(user), "PYTHONPATH": str(Path(__file__).parent)}
    subprocess.run([sys.executable, "-c", code, *paths], env=environment, cwd=user, check=True)
    assert list(user.iterdir()) == []
    assert list(settings.raw.iterdir()) == []
