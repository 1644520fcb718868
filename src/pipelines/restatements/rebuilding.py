"""Marts built again from inputs of two releases, by the current code, in a place of their own.

Only what figures rest on is built: no tests, no gate 2. The place is `restatements/` in the build
folder, which the next nightly run empties whatever became of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.audit.tables import write_contradictions
from pipelines.builds import Build, begin_build
from pipelines.dbt_process import PARENT_VARIABLE
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.quality import CheckRaisedError, run_gate_1
from pipelines.settings import Settings
from pipelines.store import literal

PASSES = (("reference", "factors", "staging"), ("intermediate", "marts"))
LAST_WORDS = 400


class RebuildError(PotlineError):
    """The current code cannot build marts from these inputs."""


@dataclass(frozen=True)
class State:
    """The inputs of one rebuild: its arrivals, which release each differing seed is from, a day."""

    arrivals: tuple[str, ...]
    seeds: dict[str, str]
    as_of: date


class Rebuilder:
    """Builds states one after the other in one scratch folder."""

    def __init__(
        self, settings: Settings, connection: duckdb.DuckDBPyConnection, marts: list[str]
    ) -> None:
        self._settings = settings
        self._connection = connection
        self._marts = marts
        self._folder = settings.build_directory / "restatements"

    def __enter__(self) -> Rebuilder:
        shutil.rmtree(self._folder, ignore_errors=True)
        ignored = shutil.ignore_patterns("target", "logs")
        shutil.copytree(self._settings.dbt_project, self._scratch.dbt_project, ignore=ignored)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def rebuild(self, state: State) -> Path:
        """The build file of a state. Raises RebuildError where dbt or gate 1 cannot take it."""
        for seed, side in state.seeds.items():
            file = literal(self._scratch.seeds / f"{seed}.csv")
            self._connection.execute(f"copy {side}.reference.{seed} to {file} (format csv, header)")
        self._write_ledger(state.arrivals)
        build = begin_build(self._scratch, "restatement", state.as_of)
        first, second = PASSES
        self._run_dbt(build, [f"config.schema:{schema}" for schema in first])
        write_contradictions(self._scratch, build.checks)
        try:
            run_gate_1(self._scratch, build)
        except (PotlineError, CheckRaisedError, duckdb.Error) as fault:
            raise RebuildError(say("cannot_rebuild", fault=fault)) from fault
        needed = [f"+{mart},config.schema:{schema}" for mart in self._marts for schema in second]
        self._run_dbt(build, needed)
        return build.database

    @property
    def _scratch(self) -> Settings:
        return Settings(self._folder / "project", self._settings.raw, self._folder / "home")

    def _write_ledger(self, arrivals: tuple[str, ...]) -> None:
        """The ledger as it is now, without the arrivals that this state does not know."""
        self._scratch.home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._settings.ledger, self._scratch.ledger)
        with duckdb.connect(str(self._scratch.ledger)) as ledger:
            for table in ("arrivals", "arrival_notes"):
                ledger.execute(
                    f"delete from {table} where not list_contains($1, arrival_id)",
                    [list(arrivals)],
                )

    def _run_dbt(self, build: Build, selected: list[str]) -> None:
        project = str(self._scratch.dbt_project)
        target = str(self._folder / "target")
        command = [sys.executable, "-m", "pipelines.dbt_process", "--no-use-colors", "--quiet"]
        command += ["build", "--exclude-resource-type", "test", "unit_test", "--select", *selected]
        command += ["--project-dir", project, "--profiles-dir", project]
        command += ["--target-path", target, "--log-path", target]
        environment = os.environ | build.environment(self._scratch)
        environment |= {PARENT_VARIABLE: str(os.getpid())}
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode:
            said = (ran.stdout + ran.stderr).strip()[-LAST_WORDS:]
            raise RebuildError(say("cannot_rebuild", fault=said))
