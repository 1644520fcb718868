"""dbt as a subprocess, and the compiled SQL of staging on a small ledger."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from ledgers import Ledger

from pipelines.settings import PROJECT_ROOT

AS_OF = "2022-01-31"


@dataclass(frozen=True)
class DbtProject:
    """dbt on a build file and a ledger of its own, writing nothing into the project."""

    folder: Path

    @property
    def build(self) -> Path:
        """The build file."""
        return self.folder / "build.duckdb"

    @property
    def ledger(self) -> Path:
        """The ledger file."""
        return self.folder / "ledger.duckdb"

    def run(self, *arguments: str) -> str:
        """What dbt prints. Fails the test when dbt fails."""
        finished = self.attempt(*arguments)
        assert finished.returncode == 0, finished.stdout[-3000:]
        return finished.stdout

    def attempt(
        self, *arguments: str, project: Path = PROJECT_ROOT / "dbt_project"
    ) -> subprocess.CompletedProcess[str]:
        """A run of dbt, whether it fails or not."""
        environment = os.environ | {
            "POTLINE_BUILD": str(self.build),
            "POTLINE_LEDGER": str(self.ledger),
            "POTLINE_CHECKS": str(self.folder / "checks"),
            "POTLINE_AS_OF": AS_OF,
        }
        places = [
            f"--{name}={path}"
            for name, path in {
                "project-dir": project,
                "profiles-dir": project,
                "target-path": self.folder / "target",
                "log-path": self.folder / "logs",
            }.items()
        ]
        dbt = Path(sys.executable).with_name("dbt")
        return subprocess.run(
            [dbt, "--no-use-colors", *arguments, *places],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
        )


@dataclass(frozen=True)
class Staging:
    """Staging as a connection, where `staging.stg_facts` and the like are filled."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connection.execute(query).fetchall()

    def findings(self) -> set[tuple[str, str | None]]:
        """Rule and address of every finding."""
        return set(self.rows("select rule_id, address from staging.stg_findings"))


@dataclass(frozen=True)
class CompiledStaging:
    """The compiled SQL of staging and what it needs, in dependency order; a build file of seeds."""

    models: list[tuple[str, str, str, str]]
    seeds: Path
    folder: Path

    def on(self, ledger: Ledger) -> Staging:
        """Staging of a ledger, made in a copy of the seeds."""
        build = Path(tempfile.mkdtemp(dir=self.folder)) / "build.duckdb"
        shutil.copy(self.seeds, build)
        connection = duckdb.connect(build)
        connection.execute("attach ':memory:' as ledger")
        ledger.write(connection, "ledger.main")
        for schema, name, materialized, sql in self.models:
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create or replace {materialized} {schema}.{name} as {sql}")
        return Staging(connection)


def compiled_models(target: Path) -> list[tuple[str, str, str, str]]:
    """Schema, name, materialization and SQL of staging and what it needs, in dependency order."""
    manifest = json.loads((target / "manifest.json").read_text())
    nodes = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    return [_model(nodes[key], target) for key in _in_order(nodes)]


def _model(node: dict[str, Any], target: Path) -> tuple[str, str, str, str]:
    compiled = target / "compiled" / "potline" / node["original_file_path"]
    sql = compiled.read_text(encoding="utf-8")
    return node["schema"], node["name"], node["config"]["materialized"], sql


def _in_order(nodes: dict[str, dict[str, Any]]) -> list[str]:
    """The keys of the staging models and of what they depend on, each after its dependencies."""
    ordered: list[str] = []

    def visit(key: str) -> None:
        if key in nodes and key not in ordered:
            for dependency in nodes[key]["depends_on"]["nodes"]:
                visit(dependency)
            ordered.append(key)

    for key, node in nodes.items():
        if node["schema"] == "staging":
            visit(key)
    return ordered
