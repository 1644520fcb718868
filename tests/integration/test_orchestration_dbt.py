"""dbt under Dagster: its manifest, its errors, its end when a run is killed, its two passes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tiny_nightly import TinyNightly, tiny_nightly

from orchestration.manifest import DbtProjectError, prepared_manifest, read_manifest
from orchestration.resources import Dbt
from orchestration.sources import AFTER_GATE_1, BEFORE_GATE_1
from pipelines.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.slow

PATIENCE = 30
# Starts dbt, says its process id, and dies as if killed: without a word to its child.
PARENT_OF_DBT = """
import os, signal, subprocess, sys, time
os.environ["POTLINE_DBT_PARENT"] = str(os.getpid())
command = [sys.executable, "-m", "pipelines.dbt_process", *sys.argv[1:]]
child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
time.sleep(3)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyNightly:
    return tiny_nightly(tmp_path, monkeypatch)


def test_the_manifest_is_parsed_anew_only_when_the_project_changed(tiny: TinyNightly) -> None:
    first = prepared_manifest(tiny.settings)
    written = first.stat().st_mtime_ns
    assert prepared_manifest(tiny.settings) == first
    assert first.stat().st_mtime_ns == written
    seed = tiny.settings.seeds / "plants.csv"
    seed.write_text(seed.read_text() + "P3,Third plant\n")
    second = prepared_manifest(tiny.settings)
    assert second != first
    assert not first.exists()
    assert "model.potline.stg_facts" in read_manifest(second)["nodes"]


def test_a_project_that_dbt_cannot_parse_says_what_dbt_says(tiny: TinyNightly) -> None:
    broken = tiny.settings.dbt_project / "models" / "marts" / "fct_x.sql"
    broken.write_text("select * from {{ ref('stg_nothing') }}")
    with pytest.raises(DbtProjectError, match="depends on a node named 'stg_nothing'"):
        prepared_manifest(tiny.settings)


def test_dbt_ends_when_the_run_that_started_it_is_killed(tmp_path: Path) -> None:
    fifo = tmp_path / "profiles.yml"
    os.mkfifo(fifo)  # dbt waits here for ever, unless it notices
    arguments = ["debug", "--profiles-dir", str(tmp_path), "--project-dir", str(tmp_path)]
    parent = subprocess.run(
        [sys.executable, "-c", PARENT_OF_DBT, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    process_id = int(parent.stdout)
    until = time.monotonic() + PATIENCE
    while is_running(process_id) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(process_id)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process_id}/stat").read_text().split()[2] != "Z"


def test_each_seed_and_model_is_built_in_one_of_the_two_passes(tmp_path: Path) -> None:
    settings = Settings(PROJECT_ROOT, tmp_path / "raw", tmp_path / "home")
    nodes = read_manifest(prepared_manifest(settings))["nodes"].values()
    schemas = {n["schema"] for n in nodes if n["resource_type"] in {"seed", "model"}}
    assert schemas == {*BEFORE_GATE_1, *AFTER_GATE_1}


def test_dbt_is_not_asked_for_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **_: object) -> None:
        raise AssertionError(f"a process was started: {arguments}")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert Dbt.over(Settings.from_environment())._cli_version.major == 1
