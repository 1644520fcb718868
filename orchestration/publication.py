"""The release and its delivery."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import dagster as dg

from orchestration.instance import forget_old_runs
from orchestration.resources import NightlyRun, Progress
from orchestration.sources import model_keys
from pipelines.delivery import deliver
from pipelines.releases import publish
from pipelines.restatements import Causes, restate
from pipelines.retention import retain
from pipelines.settings import Settings


def publication_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition]:
    """The release of all marts and the reference data, and the file that BI reads."""
    published = model_keys(manifest, "marts", "reference")

    @dg.asset(deps=published.values(), group_name="publication", kinds={"ducklake"})
    def release(
        nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult[None]:
        """One snapshot per release: all marts and the reference data, in one transaction."""
        with progress.step("release"):
            released = publish(
                nightly_run.settings, nightly_run.current_build(), nightly_run.inputs()
            )
        return dg.MaterializeResult(metadata=shown(asdict(released)))

    @dg.asset(deps=[release], group_name="publication", kinds={"duckdb"})
    def delivery(
        nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult[None]:
        """The current release as one file for embedded BI, `marts.duckdb`."""
        with progress.step("deliver"):
            release_id = deliver(nightly_run.settings)
        file = nightly_run.settings.marts_file
        return dg.MaterializeResult(
            metadata={"release_id": release_id, "file": dg.MetadataValue.path(file)}
        )

    @dg.asset(deps=[delivery], group_name="publication", kinds={"ducklake"})
    def restatements(
        nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult[None]:
        """Why published values changed since the release before: one row per value and cause."""
        with progress.step("restatements"):
            causes = restate_and_deliver(nightly_run.settings)
        return dg.MaterializeResult(metadata=shown(asdict(causes.comparison)) if causes else {})

    @dg.asset(deps=[delivery], group_name="publication", kinds={"ducklake"})
    def retention(
        nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]
    ) -> dg.MaterializeResult[None]:
        """What is no longer kept: releases that expired, files and folders that went."""
        with progress.step("retention"):
            retained = retain(nightly_run.settings)
            runs = forget_old_runs(nightly_run.settings)
        return dg.MaterializeResult(metadata=shown(asdict(retained) | {"dagster_runs": runs}))

    return [release, delivery, restatements, retention]


def restate_and_deliver(settings: Settings) -> Causes | None:
    """What changed with the last release, kept and delivered; null where that was done before."""
    causes = restate(settings)
    if causes:
        deliver(settings)
    return causes


def shown(values: Mapping[str, Any]) -> dict[str, int | str]:
    """Values as Dagster shows them: whole numbers as they are, everything else as text."""
    return {
        name: value if isinstance(value, int) else str(value)
        for name, value in values.items()
        if value is not None
    }
