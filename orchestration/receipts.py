"""The receipts that plants get back; they depend on gate 1 alone, and nothing depends on them."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from orchestration.resources import NightlyRun, Progress
from orchestration.sources import source_specs
from pipelines.receipts import issue_receipts

LAST = {"dagster/priority": "-1"}
ALL_WRITTEN = "all_receipts_are_written"


def receipts_asset(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The receipts of a build, written after all else that can be done by then."""
    judged = [spec.key for spec in source_specs(manifest, "checks", (), "gates")]

    @dg.asset(
        deps=judged,
        group_name="gates",
        kinds={"excel"},
        op_tags=LAST,
        check_specs=[dg.AssetCheckSpec(ALL_WRITTEN, asset="receipts")],
    )
    def receipts(
        context: dg.AssetExecutionContext,
        nightly_run: NightlyRun,
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Any]:
        """One workbook per submission, with its verdict and its findings at their cells."""
        with progress.step("receipts"):
            issued = issue_receipts(
                nightly_run.settings, nightly_run.current_build(), context.log.info
            )
        for failure in issued.failed:
            context.log.error(failure)
        yield dg.MaterializeResult(
            metadata={
                "written": issued.written,
                "unchanged": issued.unchanged,
                "failed": len(issued.failed),
                "folder": dg.MetadataValue.path(nightly_run.settings.receipts),
            }
        )
        yield dg.AssetCheckResult(
            check_name=ALL_WRITTEN,
            passed=not issued.failed,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"failed": "\n".join(issued.failed)},
        )

    return receipts
