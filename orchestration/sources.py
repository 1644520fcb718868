"""The tables around dbt's two passes: which it makes in each, and which others make for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import dagster as dg

# The schemas that dbt builds before gate 1, and those that it builds from accepted facts.
BEFORE_GATE_1 = ("reference", "factors", "staging")
AFTER_GATE_1 = ("intermediate", "marts")


def source_specs(
    manifest: Mapping[str, Any], source_name: str, deps: Iterable[dg.AssetKey], group_name: str
) -> list[dg.AssetSpec]:
    """An asset for each table of one dbt source, with the key by which dbt's models find it."""
    return [
        dg.AssetSpec(
            dg.AssetKey([source["source_name"], source["name"]]),
            deps=deps,
            description=source["description"],
            group_name=group_name,
            kinds={"duckdb"},
        )
        for source in manifest["sources"].values()
        if source["source_name"] == source_name
    ]


def model_keys(manifest: Mapping[str, Any], *schemas: str) -> dict[str, dg.AssetKey]:
    """The asset key of each model and seed of some schemas, by its name."""
    return {
        node["name"]: dg.AssetKey([node["schema"], node["name"]])
        for node in manifest["nodes"].values()
        if node["resource_type"] in {"model", "seed"} and node["schema"] in schemas
    }
