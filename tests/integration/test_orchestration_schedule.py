"""The schedule: when it runs, when it skips, and that a due tick launches a run by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import dagster as dg
import pytest

from orchestration import schedules
from orchestration.instance import open_instance
from orchestration.job import AS_OF_TAG, NIGHTLY
from orchestration.schedules import nightly_schedule
from pipelines.locks import exclusive
from pipelines.nightly import default_as_of
from pipelines.settings import PROJECT_ROOT, Settings

PATIENCE = 240
UI_PORT = 38217

Found = TypeVar("Found")
Tick = Callable[[list[str], bool], dg.RunRequest | None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with an empty inbox."""
    (tmp_path / "raw").mkdir()
    return Settings(PROJECT_ROOT, tmp_path / "raw", tmp_path / "home")


@pytest.fixture
def tick(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Tick:
    """What the schedule answers, given the reasons for a release and whether the last is out."""

    def answer(reasons: list[str], delivered: bool) -> dg.RunRequest | None:
        monkeypatch.setattr(schedules, "whats_new", lambda settings, as_of: reasons)
        monkeypatch.setattr(schedules, "is_delivered", lambda settings: delivered)
        with open_instance(settings) as instance:
            context = dg.build_schedule_context(instance, resources={"settings": settings})
            [outcome] = nightly_schedule.evaluate_tick(context).run_requests or [None]
            return outcome

    return answer


def test_it_fires_at_two_in_the_morning_where_the_group_is() -> None:
    assert nightly_schedule.cron_schedule == "0 2 * * *"
    assert nightly_schedule.execution_timezone == "Asia/Shanghai"
    assert nightly_schedule.default_status is dg.DefaultScheduleStatus.RUNNING


def test_a_night_with_something_new_asks_for_a_run(tick: Tick) -> None:
    request = tick(["one new arrival"], True)
    assert request is not None and request.asset_selection is None
    assert request.tags[AS_OF_TAG] == default_as_of().isoformat()
    configured = request.run_config["resources"]["nightly_run"]["config"]
    assert configured == {"as_of": default_as_of().isoformat()}


def test_a_night_with_nothing_new_is_skipped(tick: Tick) -> None:
    assert tick([], True) is None


def test_a_release_that_was_not_delivered_is_delivered_and_not_made_again(tick: Tick) -> None:
    request = tick([], False)
    assert request is not None and request.asset_selection == [dg.AssetKey("delivery")]


@pytest.mark.slow
def test_a_due_tick_launches_a_run_and_serve_stops_what_it_started(settings: Settings) -> None:
    with exclusive(settings.lock), serving(settings, cron="* * * * *") as server:
        run = first_run(settings)
        assert run.job_name == NIGHTLY
        assert run.tags["dagster/schedule_name"] == "nightly_schedule"
        assert run.tags[AS_OF_TAG] == default_as_of().isoformat()
        with urlopen(f"http://127.0.0.1:{UI_PORT}/server_info", timeout=PATIENCE) as answer:
            assert answer.status == 200
        # The lock is held here, so the run must give up instead of working beside another one.
        assert status_at_the_end(settings, run.run_id) is dg.DagsterRunStatus.FAILURE
        children = children_of(server.pid)
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0
    assert len(children) == 2
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


@contextmanager
def serving(settings: Settings, cron: str) -> Iterator[subprocess.Popen[bytes]]:
    """`make serve` over an installation, with another hour for the schedule."""
    command = [sys.executable, "-m", "orchestration.serve", "--daemon", "--port", str(UI_PORT)]
    places = {"POTLINE_HOME": str(settings.home), "POTLINE_RAW": str(settings.raw)}
    environment = os.environ | places | {"POTLINE_SCHEDULE_CRON": cron}
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield server
        finally:
            server.terminate()
            server.wait(PATIENCE)


def first_run(settings: Settings) -> dg.DagsterRun:
    """The first run that the daemon launches."""
    return until(lambda: next((record.dagster_run for record in runs(settings)), None))


def status_at_the_end(settings: Settings, run_id: str) -> dg.DagsterRunStatus:
    """How a run ended."""

    def status() -> dg.DagsterRunStatus | None:
        [run] = [r.dagster_run for r in runs(settings) if r.dagster_run.run_id == run_id]
        return run.status if run.is_finished else None

    return until(status)


def runs(settings: Settings) -> Sequence[dg.RunRecord]:
    with open_instance(settings) as instance:
        return instance.get_run_records(ascending=True)


def children_of(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [int(child) for child in listed]


def until(look: Callable[[], Found | None]) -> Found:
    """What a look finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found is not None:
            return found
        time.sleep(1)
    raise AssertionError(f"nothing found in {PATIENCE} seconds")
