"""The published figures, audited: what contradicts what, before anything is recomputed."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from orchestration.resources import NightlyRun, Progress
from orchestration.sources import BEFORE_GATE_1, model_keys, source_specs
from pipelines.audit.tables import write_contradictions


def audit_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition]:
    """The contradictions in the published figures; none in a project that audits none."""
    figures = model_keys(manifest, *BEFORE_GATE_1).get("published_figures")
    specs = source_specs(manifest, "audit", deps=[figures] if figures else [], group_name="gates")
    if not specs:
        return []

    @dg.multi_asset(name="audit", specs=specs)
    def audit(
        nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult[None]:
        build = nightly_run.current_build()
        with progress.step("audit"):
            found = write_contradictions(nightly_run.settings, build.checks)
        return dg.MaterializeResult(asset_key=specs[0].key, metadata={"contradictions": found})

    return [audit]
