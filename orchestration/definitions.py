"""Everything Dagster knows of Potline, for `make ui`, `make serve` and the nightly run."""

from __future__ import annotations

import dagster as dg

from orchestration.audit import audit_assets
from orchestration.gates import gate_1_assets, gate_2_checks
from orchestration.instance import file_logger
from orchestration.intake import intake_assets
from orchestration.job import LOG_FILE, nightly_job
from orchestration.lineage import LineageMetadata
from orchestration.manifest import prepared_manifest, read_manifest
from orchestration.publication import publication_assets
from orchestration.receipts import receipts_asset
from orchestration.resources import Dbt, NightlyRun, Progress, dbt_target
from orchestration.schedules import nightly_schedule
from orchestration.transform import Translator, transform_assets
from pipelines.settings import Settings


def definitions_of(settings: Settings, progress: Progress | None = None) -> dg.Definitions:
    """The definitions over one installation; `progress` is told of each step of a run."""
    manifest = read_manifest(prepared_manifest(settings))
    lineage = LineageMetadata(manifest, Translator(), settings.dbt_project, dbt_target(settings))
    return dg.Definitions(
        assets=[
            *intake_assets(manifest),
            *transform_assets(manifest, lineage),
            *audit_assets(manifest),
            gate_1_assets(settings, manifest),
            receipts_asset(manifest),
            *publication_assets(manifest),
        ],
        asset_checks=[gate_2_checks(settings, manifest)],
        jobs=[nightly_job()],
        schedules=[nightly_schedule],
        loggers={LOG_FILE: file_logger(settings)},
        resources={
            "settings": settings,
            "nightly_run": NightlyRun(settings=settings),
            "dbt": Dbt.over(settings),
            "progress": progress or Progress(),
        },
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions over the installation that the environment names."""
    return definitions_of(Settings.from_environment())
