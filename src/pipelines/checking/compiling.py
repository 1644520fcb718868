"""Makes the SQL that `potline check` runs: `make staging-sql`, after every change of staging.

The only module of checks that starts dbt; it is no part of a check.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipelines.checking.compiled import (
    AS_OF,
    REFERENCE,
    REMAKE,
    STAGING,
    checksum_of_sources,
    reference_tables,
)
from pipelines.errors import PotlineError
from pipelines.intake.ledger import open_ledger
from pipelines.settings import Settings

Nodes = dict[str, dict[str, Any]]


def compile_staging(settings: Settings) -> None:
    """Compiles staging with dbt and writes both files. Raises PotlineError when dbt fails."""
    with tempfile.TemporaryDirectory() as folder:
        nodes = _compiled(settings, Path(folder))
    models = _in_order(nodes)
    head = f"-- Checksum: {checksum_of_sources(settings)}\n-- Made by `{REMAKE}`; do not edit.\n"
    schemas = sorted({nodes[key]["schema"] for key in models})
    staging = [f"create schema {schema};" for schema in schemas]
    staging.extend(_statement(nodes[key]) for key in models)
    STAGING.write_text(head + "\n\n".join(staging) + "\n", encoding="utf-8")
    tables = ["create schema reference;", *(_table(seed) for seed in _seeds(nodes, models))]
    REFERENCE.write_text(head + "\n\n".join(tables) + "\n", encoding="utf-8")


def _compiled(settings: Settings, folder: Path) -> Nodes:
    """The models and seeds of the manifest, staging compiled."""
    with open_ledger(folder / "ledger.duckdb"):
        pass
    environment = os.environ | {
        "POTLINE_BUILD": str(folder / "build.duckdb"),
        "POTLINE_LEDGER": str(folder / "ledger.duckdb"),
        "POTLINE_CHECKS": str(folder / "checks"),
        "POTLINE_AS_OF": AS_OF,
    }
    project = settings.dbt_project
    command = [
        str(Path(sys.executable).with_name("dbt")),
        *("compile", "--no-introspect", "--quiet", "--select", "+path:models/staging"),
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
    ]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True)
    if finished.returncode:
        raise PotlineError(f"dbt compile failed:\n{finished.stdout}{finished.stderr}")
    manifest = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes: Nodes = manifest["nodes"]
    return {key: node for key, node in nodes.items() if node["resource_type"] in ("model", "seed")}


def _in_order(nodes: Nodes) -> list[str]:
    """The keys of the staging models and of those they are made from, dependencies first."""
    ordered: list[str] = []

    def visit(key: str) -> None:
        if key in nodes and key not in ordered and nodes[key]["resource_type"] == "model":
            for dependency in sorted(nodes[key]["depends_on"]["nodes"]):
                visit(dependency)
            ordered.append(key)

    for key in sorted(nodes):
        if nodes[key]["schema"] == "staging":
            visit(key)
    return ordered


def _seeds(nodes: Nodes, models: list[str]) -> list[dict[str, Any]]:
    """The seeds that the models and the rules of gate 1 read, by name."""
    wanted = {key for model in models for key in nodes[model]["depends_on"]["nodes"]}
    ruled = reference_tables()
    return [
        nodes[key]
        for key in sorted(nodes)
        if nodes[key]["resource_type"] == "seed" and (key in wanted or nodes[key]["name"] in ruled)
    ]


def _statement(model: dict[str, Any]) -> str:
    sql = model["compiled_code"].strip()
    materialized = model["config"]["materialized"]
    return f"create {materialized} {model['schema']}.{model['name']} as\n{sql};"


def _table(seed: dict[str, Any]) -> str:
    columns = ",\n".join(
        f"    {name} {kind}" for name, kind in seed["config"]["column_types"].items()
    )
    return f"create table {seed['schema']}.{seed['name']} (\n{columns}\n);"


if __name__ == "__main__":
    compile_staging(Settings.from_environment())
