"""Whether a nightly run is needed, and the day it judges by.

The run itself is a Dagster job in `orchestration`; what a release is made from lives in `inputs`.
"""

from __future__ import annotations

from datetime import date

from pipelines import intake
from pipelines.clock import group_today
from pipelines.delivery import delivered_release
from pipelines.duties import dates_passed
from pipelines.inputs import Inputs, inputs_of
from pipelines.messages import say
from pipelines.release_records import Release
from pipelines.releases import last_release
from pipelines.rollbacks import Bar, bars_of
from pipelines.settings import Settings

__all__ = [
    "Inputs",
    "barred_by",
    "default_as_of",
    "inputs_of",
    "is_delivered",
    "whats_new",
]


def default_as_of() -> date:
    """Today where the group is."""
    return group_today()


def whats_new(settings: Settings, as_of: date) -> list[str]:
    """The reasons why a new release is needed, in words; none when there is nothing new.

    Whether the last release was delivered is another question: see `is_delivered`.
    """
    release = last_release(settings)
    if release is None:
        return [say("new_first_release")]
    reasons = []
    arrivals = len(intake.new_arrivals(settings))
    if arrivals:
        reasons.append(say("new_arrivals", count=arrivals))
    reasons += _changed_inputs(release, inputs_of(settings, as_of))
    for table, count in dates_passed(settings, release.as_of, as_of).items():
        reasons.append(say("new_dates", table=table, count=count, before=release.as_of, now=as_of))
    return reasons


def barred_by(settings: Settings, as_of: date) -> Bar | None:
    """The bar that a rollback put on the inputs as they are now; null where they may be released.

    A new file in the inbox, other reference data and other code make other inputs; the passing of
    a date does not.
    """
    holding = [bar for bar in bars_of(settings) if bar.lifted_at is None]
    if not holding or intake.new_arrivals(settings):
        return None
    inputs = inputs_of(settings, as_of)
    return next((bar for bar in reversed(holding) if bar.holds_for(inputs)), None)


def is_delivered(settings: Settings) -> bool:
    """Whether the delivered file holds the last release; true before the first one."""
    release = last_release(settings)
    return release is None or delivered_release(settings) == release.release_id


def _changed_inputs(release: Release, inputs: Inputs) -> list[str]:
    changes = {
        "new_archive": release.archive_hash != inputs.archive_hash,
        "new_reference": release.reference_hash != inputs.reference_hash,
        "new_code": release.code_hash != inputs.code_hash,
    }
    return [say(key) for key, has_changed in changes.items() if has_changed]
