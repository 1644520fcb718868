"""The nightly run from the command line: one Dagster run in this process, told as one outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import dagster as dg

from orchestration.definitions import definitions_of
from orchestration.gates import RELEASE_IS_ALLOWED
from orchestration.instance import end_dead_runs, log_file, open_instance
from orchestration.job import NIGHTLY, run_config, run_tags
from orchestration.publication import restate_and_deliver
from orchestration.resources import Progress, Report
from orchestration.rules import FAILING_ROWS, STATEMENT
from orchestration.summary import Counts, counts_of
from pipelines.builds import current_build
from pipelines.delivery import deliver
from pipelines.locks import exclusive
from pipelines.messages import say
from pipelines.nightly import barred_by, is_delivered, whats_new
from pipelines.releases import last_release
from pipelines.restatements import is_restated
from pipelines.settings import Settings

DBT_SAYS = "Errors parsed from dbt logs:"
Status = Literal["released", "nothing_new", "barred", "refused", "failed"]


@dataclass(frozen=True)
class BrokenRule:
    """A blocking rule of gate 2 that the marts break."""

    rule_id: str
    statement: str
    failing_rows: int


@dataclass(frozen=True)
class NightlyOutcome:
    """What one nightly run came to; `steps` are names and seconds, in the order of their run."""

    status: Status
    message: str
    run_id: str | None = None
    release_id: str | None = None
    steps: tuple[tuple[str, float], ...] = ()
    counts: Counts = field(default_factory=dict)
    refused_by: tuple[BrokenRule, ...] = ()


def run_nightly(settings: Settings, as_of: date, report: Report | None = None) -> NightlyOutcome:
    """Release what is new as of a date; does nothing when nothing is.

    Raises AlreadyRunningError while another process is at work on the same installation.
    """
    progress = Progress(report)
    with exclusive(settings.lock), open_instance(settings) as instance:
        end_dead_runs(instance)
        reasons = whats_new(settings, as_of)
        if not reasons:
            return _unreleased(settings, progress, "nothing_new", say("unchanged"))
        bar = barred_by(settings, as_of)
        if bar:
            return _unreleased(settings, progress, "barred", say("barred", **vars(bar)))
        return _run_job(settings, as_of, instance, progress, reasons)


def _unreleased(
    settings: Settings, progress: Progress, status: Status, message: str
) -> NightlyOutcome:
    """A run that releases nothing, and completes what failed after the last release."""
    release = last_release(settings)
    if not is_delivered(settings):
        with progress.step("deliver"):
            deliver(settings)
        message = f"{message} {say('delivery_completed')}"
    if not is_restated(settings):
        with progress.step("restatements"):
            restate_and_deliver(settings)
    return NightlyOutcome(
        status,
        message,
        release_id=release.release_id if release else None,
        steps=tuple(progress.seconds.items()),
    )


def _run_job(
    settings: Settings,
    as_of: date,
    instance: dg.DagsterInstance,
    progress: Progress,
    reasons: list[str],
) -> NightlyOutcome:
    definitions = definitions_of(settings, progress)
    result = definitions.resolve_job_def(NIGHTLY).execute_in_process(
        run_config=run_config(as_of),
        instance=instance,
        raise_on_error=False,
        tags=run_tags(as_of),
    )
    is_refused = _is_refused(result)
    broken = _broken_rules(result) if is_refused else ()
    status: Status = "released" if result.success else "refused" if is_refused else "failed"
    message = _error(result, settings)
    if result.success:
        message = "; ".join(reasons)
    elif is_refused:
        message = f"{len(broken)} blocking rules of gate 2 are broken."
    release = last_release(settings)
    return NightlyOutcome(
        status,
        message,
        run_id=result.run_id,
        release_id=release.release_id if release else None,
        steps=tuple(progress.seconds.items()),
        counts=_counts(result, settings),
        refused_by=broken,
    )


def _is_refused(result: dg.ExecuteInProcessResult) -> bool:
    """Whether gate 2 judged the marts and forbade the release."""
    return any(
        check.check_name == RELEASE_IS_ALLOWED and not check.passed
        for check in result.get_asset_check_evaluations()
    )


def _broken_rules(result: dg.ExecuteInProcessResult) -> tuple[BrokenRule, ...]:
    """The blocking rules of gate 2 that stopped the release."""
    return tuple(
        BrokenRule(
            check.check_name,
            str(check.metadata[STATEMENT].value),
            int(str(check.metadata[FAILING_ROWS].value)),
        )
        for check in result.get_asset_check_evaluations()
        if check.blocking
        and not check.passed
        and check.severity is dg.AssetCheckSeverity.ERROR
        and FAILING_ROWS in check.metadata
    )


def _counts(result: dg.ExecuteInProcessResult, settings: Settings) -> Counts:
    """What the run counted, as far as it came."""
    if "intake" in result.get_failed_step_keys():
        return {}
    [arrivals, *_] = result.asset_materializations_for_node("intake")
    counted = {
        name: value
        for name, item in arrivals.metadata.items()
        if isinstance(value := item.value, int)
    }
    return counted | counts_of(current_build(settings))


def _error(result: dg.ExecuteInProcessResult, settings: Settings) -> str:
    """What went wrong, in the words of the innermost error of the first step that failed."""
    for event in result.get_step_failure_events():
        error = event.step_failure_data.error
        while error and error.cause:
            error = error.cause
        if error:
            # Of dagster-dbt's message, what dbt itself says comes last.
            return f"{event.step_key}: {error.message.split(DBT_SAYS)[-1].strip()}"
    return f"The run failed; see {log_file(settings)}."
