"""The clock of the group: what day it is where its plants are, whatever the machine says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

GROUP_TIME_ZONE = ZoneInfo("Asia/Shanghai")


def group_today() -> date:
    """Today where the group is."""
    return datetime.now(GROUP_TIME_ZONE).date()


def group_time(moment: datetime) -> datetime:
    """A time as clocks of the group show it, without an offset; one without counts as UTC.

    Raises OverflowError for a day that no calendar has.
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(GROUP_TIME_ZONE).replace(tzinfo=None)
