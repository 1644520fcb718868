"""The primary keys of the marts, as the dbt project declares and tests them."""

from __future__ import annotations

import yaml

from pipelines.settings import Settings


def keys_of_marts(settings: Settings) -> dict[str, list[str]]:
    """The columns of the primary key of each mart with a `primary_key` test."""
    keys = {}
    for path in sorted(settings.dbt_project.glob("models/marts/**/*.yml")):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        for model in declared.get("models", []):
            for test in model.get("data_tests", []):
                if isinstance(test, dict) and "primary_key" in test:
                    keys[model["name"]] = test["primary_key"]["arguments"]["columns"]
    return keys
