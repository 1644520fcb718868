"""What tests of the dbt project share: dbt as a subprocess, and staging on a small ledger."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
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

    def run(self, *arguments: str, project: Path = PROJECT_ROOT / "dbt_project") -> str:
        """What dbt prints. Fails the test when dbt fails."""
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
        finished = subprocess.run(
            [dbt, "--no-use-colors", *arguments, *places],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
        )
        assert finished.returncode == 0, finished.stdout[-3000:]
        return finished.stdout


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
            connection.execute(f"create {materialized} {schema}.{name} as {sql}")
        return Staging(connection)


@pytest.fixture(scope="session")
def dbt_project(tmp_path_factory: pytest.TempPathFactory) -> DbtProject:
    """A build of the reference data, with an empty ledger."""
    project = DbtProject(tmp_path_factory.mktemp("dbt"))
    Ledger().save(project.ledger)
    project.run("seed")
    return project


@pytest.fixture(scope="session")
def compiled_staging(
    dbt_project: DbtProject, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CompiledStaging]:
    """The staging models, compiled once."""
    dbt_project.run("compile", "--select", "+path:models/staging")
    manifest = json.loads((dbt_project.folder / "target" / "manifest.json").read_text())
    nodes = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    models = [_model(nodes[key], dbt_project.folder) for key in _in_order(nodes)]
    folder = tmp_path_factory.mktemp("staging")
    seeds = folder / "seeds.duckdb"
    shutil.copy(dbt_project.build, seeds)
    yield CompiledStaging(models, seeds, folder)
    shutil.rmtree(folder)


def _model(node: dict[str, Any], folder: Path) -> tuple[str, str, str, str]:
    compiled = folder / "target" / "compiled" / "potline" / node["original_file_path"]
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
