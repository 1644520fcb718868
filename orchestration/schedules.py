"""When the nightly job runs by itself: at two in the morning where the group is."""

import os
from contextlib import suppress

import dagster as dg

from orchestration.instance import end_dead_runs
from orchestration.job import NIGHTLY, run_config, run_tags
from pipelines.clock import GROUP_TIME_ZONE
from pipelines.locks import AlreadyRunningError, exclusive
from pipelines.messages import say
from pipelines.nightly import (
    barred_by,
    default_as_of,
    is_delivered,
    whats_new,
)
from pipelines.settings import Settings

CRON = os.environ.get("POTLINE_SCHEDULE_CRON", "0 2 * * *")


@dg.schedule(
    job_name=NIGHTLY,
    cron_schedule=CRON,
    execution_timezone=str(GROUP_TIME_ZONE),
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def nightly_schedule(
    context: dg.ScheduleEvaluationContext, settings: dg.ResourceParam[Settings]
) -> dg.RunRequest | dg.SkipReason:
    """One run for each night in which something is new, or a release was not delivered."""
    # A run that was killed would keep the next one waiting in Dagster's queue for ever.
    with suppress(AlreadyRunningError), exclusive(settings.lock):
        end_dead_runs(context.instance)
    as_of = default_as_of()
    reasons = whats_new(settings, as_of)
    bar = barred_by(settings, as_of) if reasons else None
    if reasons and not bar:
        return dg.RunRequest(run_config=run_config(as_of), tags=run_tags(as_of))
    if not is_delivered(settings):
        return dg.RunRequest(asset_selection=[dg.AssetKey("delivery")])
    if bar:
        return dg.SkipReason(say("barred", **vars(bar)))
    return dg.SkipReason("Nothing new since the last release.")
