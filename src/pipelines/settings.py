"""Where things lie: every path that Potline reads or writes, and nothing else.

`POTLINE_HOME` moves what Potline writes (default `var/`), `POTLINE_RAW` the inbox
(default `data/raw/`). Nothing outside these two is ever written.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """The paths of one installation: its project, its inbox and its home."""

    project: Path
    raw: Path
    home: Path

    @classmethod
    def from_environment(cls) -> Settings:
        """Settings with `POTLINE_RAW` and `POTLINE_HOME` applied, as absolute paths."""
        raw = os.environ.get("POTLINE_RAW") or PROJECT_ROOT / "data" / "raw"
        home = os.environ.get("POTLINE_HOME") or PROJECT_ROOT / "var"
        return cls(PROJECT_ROOT, Path(raw).resolve(), Path(home).resolve())

    @property
    def dbt_project(self) -> Path:
        """The dbt project: SQL models, macros, layouts and reference data."""
        return self.project / "dbt_project"

    @property
    def seeds(self) -> Path:
        """The reference data, one CSV a table."""
        return self.dbt_project / "seeds"

    @property
    def layouts(self) -> Path:
        """The layouts of forms, one YAML file a form and version."""
        return self.dbt_project / "layouts"

    @property
    def archive(self) -> Path:
        """The files as sent, by SHA-256, with their arrival records."""
        return self.home / "archive"

    @property
    def ledger(self) -> Path:
        """The DuckDB file of arrivals and cells; rebuilt from the archive when it is lost."""
        return self.home / "ledger.duckdb"

    @property
    def build_directory(self) -> Path:
        """The folder of the build in progress."""
        return self.home / "build"

    @property
    def checks(self) -> Path:
        """Verdicts, findings and check ledgers, one folder a build."""
        return self.home / "checks"

    @property
    def receipts(self) -> Path:
        """The workbooks that plants get back, by plant and period."""
        return self.home / "receipts"

    @property
    def releases(self) -> Path:
        """The release store: DuckLake catalogue and Parquet data."""
        return self.home / "releases"

    @property
    def marts_file(self) -> Path:
        """The current release as one DuckDB file for embedded BI."""
        return self.home / "marts.duckdb"

    @property
    def dagster_home(self) -> Path:
        """Dagster's instance: runs, events and schedules."""
        return self.home / "dagster"

    @property
    def lock(self) -> Path:
        """The file whose lock the nightly run holds."""
        return self.home / "nightly.lock"
