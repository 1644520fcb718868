"""What plants sent, and what intake makes of it: arrivals and cells in the ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import dagster as dg

from orchestration.resources import NightlyRun, Progress
from orchestration.sources import source_specs
from pipelines.intake import take_in

RAW_SUBMISSIONS = dg.AssetSpec(
    "raw_submissions",
    group_name="intake",
    description="One file per submission as a plant sent it: the inbox, `data/raw/`.",
    kinds={"excel", "csv"},
)


def intake_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """The inbox, and the tables of the ledger that intake fills from it."""
    ledger = source_specs(manifest, "ledger", deps=[RAW_SUBMISSIONS.key], group_name="intake")

    @dg.multi_asset(name="intake", specs=ledger)
    def intake(
        nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.MaterializeResult[None]]:
        with progress.step("intake"):
            summary = take_in(nightly_run.settings)
        for table in ledger:
            yield dg.MaterializeResult(asset_key=table.key, metadata=asdict(summary))

    return [RAW_SUBMISSIONS, intake]
