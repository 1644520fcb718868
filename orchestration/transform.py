"""dbt's seeds and models as assets, built in two passes with gate 1 between them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets

from orchestration.lineage import LineageMetadata
from orchestration.manifest import dbt_home
from orchestration.resources import Dbt, NightlyRun, Progress
from orchestration.sources import AFTER_GATE_1, BEFORE_GATE_1
from pipelines.builds import Build

# Worked examples are for `make test`: they say nothing of tonight's data.
BUILD = ("build", "--exclude-resource-type", "unit_test")


class Translator(DagsterDbtTranslator):
    """dbt nodes as assets: key `<schema>/<name>`, grouped by schema."""

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """The asset of one seed, model or source."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        return spec.replace_attributes(group_name=spec.key.path[0])


def transform_assets(
    manifest: Mapping[str, Any], lineage: LineageMetadata
) -> list[dg.AssetsDefinition]:
    """The two dbt passes: seeds and staging, then intermediate models and marts."""

    @dbt_assets(
        manifest=manifest,
        select=_in_schemas(BEFORE_GATE_1),
        name="staging",
        dagster_dbt_translator=Translator(),
    )
    def staging(
        context: dg.AssetExecutionContext,
        nightly_run: NightlyRun,
        dbt: Dbt,
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Any]:
        build = nightly_run.begin_build(context.run.run_id)
        # Tests that also look at models of the second pass wait for it.
        arguments = [*BUILD, "--indirect-selection", "cautious"]
        with progress.step("staging"):
            yield from _events(context, dbt, nightly_run, build, arguments, lineage)

    @dbt_assets(
        manifest=manifest,
        select=_in_schemas(AFTER_GATE_1),
        name="marts",
        dagster_dbt_translator=Translator(),
    )
    def marts(
        context: dg.AssetExecutionContext,
        nightly_run: NightlyRun,
        dbt: Dbt,
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Any]:
        build = nightly_run.current_build()
        with progress.step("marts"):
            yield from _events(context, dbt, nightly_run, build, [*BUILD], lineage)

    return [staging, marts]


def _in_schemas(schemas: Iterable[str]) -> str:
    """What dbt selects by to build everything in some schemas."""
    return " ".join(f"config.schema:{schema}" for schema in schemas)


def _events(
    context: dg.AssetExecutionContext,
    dbt: Dbt,
    nightly_run: NightlyRun,
    build: Build,
    arguments: list[str],
    lineage: LineageMetadata,
) -> Iterator[Any]:
    # dagster-dbt repeats what dbt says on standard output, which is not ours to fill.
    said = dbt_home(nightly_run.settings) / f"{context.op_execution_context.op.name}.log"
    with said.open("w", encoding="utf-8") as log, redirect_stdout(log):
        invocation = dbt.start(context, nightly_run, build, arguments)
        try:
            yield from lineage.attached(invocation.stream(), context.log)
        finally:
            invocation.process.terminate()
            invocation.process.wait()
