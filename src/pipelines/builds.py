"""A build: one attempt to turn arrivals, reference data and code into marts.

What a build is (its id, its as-of date, where its files lie) lives here; what happens in it
lives in the modules of its steps.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.settings import Settings


@dataclass(frozen=True)
class Build:
    """One build: `build_id`, the as-of date it judges by, and its two places on disk."""

    build_id: str
    as_of: date
    database: Path
    checks: Path

    def environment(self, settings: Settings) -> dict[str, str]:
        """The environment variables through which dbt finds this build."""
        return {
            "POTLINE_BUILD": str(self.database),
            "POTLINE_LEDGER": str(settings.ledger),
            "POTLINE_CHECKS": str(self.checks),
            "POTLINE_AS_OF": self.as_of.isoformat(),
        }


def begin_build(settings: Settings, build_id: str, as_of: date) -> Build:
    """A new, empty build; what an earlier build left in the build folder is removed."""
    shutil.rmtree(settings.build_directory, ignore_errors=True)
    build = _build(settings, build_id, as_of)
    settings.build_directory.mkdir(parents=True)
    build.checks.mkdir(parents=True, exist_ok=True)
    record = settings.build_directory / "build.json.part"
    record.write_text(json.dumps({"build_id": build_id, "as_of": as_of.isoformat()}))
    record.replace(settings.build_directory / "build.json")
    return build


def current_build(settings: Settings) -> Build:
    """The build in progress. Raises FileNotFoundError when none was begun."""
    record = json.loads((settings.build_directory / "build.json").read_text())
    return _build(settings, record["build_id"], date.fromisoformat(record["as_of"]))


def _build(settings: Settings, build_id: str, as_of: date) -> Build:
    return Build(
        build_id=build_id,
        as_of=as_of,
        database=settings.build_directory / "build.duckdb",
        checks=settings.checks / build_id,
    )
