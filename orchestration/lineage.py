"""Column lineage as Dagster shows it: attached to each model as dbt finishes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator

from pipelines.column_lineage import ColumnLineage, Origins


class LineageMetadata:
    """Adds to the events of dbt models which columns each column is made from."""

    def __init__(
        self,
        manifest: Mapping[str, Any],
        translator: DagsterDbtTranslator,
        dbt_project: Path,
        target: Path,
    ) -> None:
        self._nodes = {**manifest["nodes"], **manifest["sources"]}
        self._translator = translator
        self._target = target
        self._columns = ColumnLineage(manifest, dbt_project)

    def attached(self, events: Iterable[Any], log: dg.DagsterLogManager) -> Iterator[Any]:
        """The events of a dbt run, those of models with their column lineage."""
        for event in events:
            if isinstance(event, dg.Output):
                unique_id = str(event.metadata["unique_id"].value)
                yield event.with_metadata({**event.metadata, **self._of_model(unique_id, log)})
            else:
                yield event

    def _of_model(self, unique_id: str, log: dg.DagsterLogManager) -> dict[str, Any]:
        model = self._nodes[unique_id]
        if model["resource_type"] != "model":
            return {}
        compiled = self._target / "compiled" / model["package_name"] / model["original_file_path"]
        try:
            origins = self._columns.of_model(model, compiled.read_text("utf-8"))
        except Exception as error:  # lineage is for looking at: it never stops a run
            log.warning(f"No column lineage of {unique_id}: {error}")
            return {}
        return {"dagster/column_lineage": self._as_dagster(origins)}

    def _as_dagster(self, origins: Origins) -> dg.TableColumnLineage:
        return dg.TableColumnLineage(
            {
                column: [
                    dg.TableColumnDep(self._asset_key(origin.unique_id), origin.column)
                    for origin in sorted(column_origins)
                ]
                for column, column_origins in origins.items()
            }
        )

    def _asset_key(self, unique_id: str) -> dg.AssetKey:
        return self._translator.get_asset_key(self._nodes[unique_id])
