"""The nightly job: all assets and checks, one after the other, in one process."""

from __future__ import annotations

from datetime import date
from typing import Any

import dagster as dg

NIGHTLY = "nightly"
LOG_FILE = "log_file"
AS_OF_TAG = "potline/as_of"


def nightly_job() -> dg.UnresolvedAssetJobDefinition:
    """The job over everything; in one process, because dbt and the gates share one build file."""
    return dg.define_asset_job(
        NIGHTLY,
        selection=dg.AssetSelection.all(),
        description="From the inbox to the release: intake, dbt, gates, release, delivery.",
        executor_def=dg.in_process_executor,
    )


def run_config(as_of: date) -> dict[str, Any]:
    """The configuration of a run that judges as of a date, and logs to a file."""
    return {
        "resources": {"nightly_run": {"config": {"as_of": as_of.isoformat()}}},
        "loggers": {LOG_FILE: {}},
    }


def run_tags(as_of: date) -> dict[str, str]:
    """The tags by which a run is found."""
    return {AS_OF_TAG: as_of.isoformat()}
