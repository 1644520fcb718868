"""What the assets are given: the nightly run (where, as of when, its lock), dbt, and progress."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Self

import dagster as dg
from dagster_dbt import DbtCliInvocation, DbtCliResource
from packaging.version import Version

from orchestration.manifest import dbt_environment, dbt_home
from pipelines.builds import Build, begin_build, current_build
from pipelines.inputs import Inputs, inputs_of, record_inputs, recorded_inputs
from pipelines.locks import exclusive
from pipelines.nightly import default_as_of
from pipelines.settings import Settings

Report = Callable[[str, str], None]


class NightlyRun(dg.ConfigurableResource["NightlyRun"]):
    """One run over one installation, alone at work: it holds the nightly lock while it lasts."""

    settings: dg.ResourceDependency[Settings]
    as_of: str = ""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Hold the lock while the run lasts; raises AlreadyRunningError while another does."""
        with exclusive(self.settings.lock):
            yield self

    def begin_build(self, run_id: str) -> Build:
        """A new build, named by its time and the first eight digits of the Dagster run."""
        as_of = date.fromisoformat(self.as_of) if self.as_of else default_as_of()
        inputs = inputs_of(self.settings, as_of)
        begun = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        build = begin_build(self.settings, f"{begun}-{run_id[:8]}", as_of)
        record_inputs(self.settings, inputs)
        return build

    def current_build(self) -> Build:
        """The build that this run, or the run that it repeats in part, has begun."""
        return current_build(self.settings)

    def inputs(self) -> Inputs:
        """What the current build is made from."""
        return recorded_inputs(self.settings)


class Dbt(DbtCliResource):
    """dbt of this interpreter, as a child process that ends when its parent ends."""

    @classmethod
    def over(cls, settings: Settings) -> Self:
        """dbt over the project of these settings."""
        return cls(
            project_dir=str(settings.dbt_project),
            profiles_dir=str(settings.dbt_project),
            dbt_executable=sys.executable,
            global_config_flags=["-m", "pipelines.dbt_process", "--no-use-colors"],
        )

    @cached_property
    def _cli_version(self) -> Version:
        # dagster-dbt asks `dbt --version` in each run: two seconds, and a look for updates online.
        return Version(version("dbt-core"))

    def start(
        self,
        context: dg.AssetExecutionContext,
        run: NightlyRun,
        build: Build,
        arguments: Sequence[str],
    ) -> DbtCliInvocation:
        """dbt at work on a build; its artifacts and log lie below POTLINE_HOME."""
        with dbt_environment(run.settings, build):
            return self.cli(arguments, context=context, target_path=dbt_target(run.settings))


def dbt_target(settings: Settings) -> Path:
    """The folder of dbt's artifacts; one for all passes and nights, so that nothing piles up."""
    return dbt_home(settings) / "target"


@dataclass
class Progress:
    """How far the run has come: tells `report` of each step, and keeps its seconds."""

    report: Report | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of the run: `started`, then `done` or `failed`."""
        self._tell(name, "started")
        begun = monotonic()
        state = "failed"
        try:
            yield
            state = "done"
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + monotonic() - begun
            self._tell(name, state)

    def _tell(self, name: str, state: str) -> None:
        if self.report:
            self.report(name, state)
