"""Dates on which a verdict may change without a new file: duties, waivers and validity.

A plant falls late on the day after a due date, a waiver expires, a rule comes into force.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.reference import read_seed
from pipelines.settings import Settings

DATE_COLUMNS = ("valid_from", "valid_to", "reports_from", "reports_to", "expires_on")
MONTHS_OF = {"month": 1, "year": 12}


@dataclass(frozen=True)
class Duty:
    """A form that a plant owes about a period, its due day and the last day in time."""

    plant_id: str
    form_id: str
    period: date
    due_on: date
    in_time_until: date


def duties_not_yet_due(settings: Settings, as_of: date) -> list[Duty]:
    """What plants owe on a day and may still send in time, by plant, form and period."""
    return [duty for duty in _duties(settings, as_of) if duty.in_time_until >= as_of]


def dates_passed(settings: Settings, before: date, now: date) -> dict[str, int]:
    """How many dates of each table of the reference data lie between two days, both counted.

    Both ends count, because some dates act on their day and some on the day after. Nothing is
    passed when the days are the same.
    """
    if before == now:
        return {}
    first, last = min(before, now), max(before, now)
    passed: Counter[str] = Counter()
    for path in sorted(settings.seeds.glob("*.csv")):
        passed[path.stem] = sum(first <= day <= last for day in _dates_in(settings, path.stem))
    duties = {
        (duty.form_id, duty.period)
        for duty in _duties(settings, last)
        if first <= duty.period <= last or first <= duty.in_time_until <= last
    }
    passed["forms"] += len(duties)
    return {table: count for table, count in passed.items() if count}


def due_date(period: date, frequency: str, due_day: int, due_month_offset: int) -> date:
    """The day on which a form about a period is due: so many months after the period's last month.

    A day that the month does not have is its last day.
    """
    month = _months_on(period, MONTHS_OF[frequency] - 1 + due_month_offset)
    last_day = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=min(due_day, last_day))


def _duties(settings: Settings, last: date) -> Iterator[Duty]:
    plants = read_seed(settings, "plants")
    lines = read_seed(settings, "duties")
    for form in read_seed(settings, "forms"):
        of_form = [line for line in lines if line["form_id"] == form["form_id"]]
        for plant in plants:
            if plant["monthly_form_id"] in form["owed_with"].split(";"):
                for period in _owed_periods(form, plant, last):
                    yield from _duty(of_form, form, plant, period)


def _duty(
    lines: list[dict[str, str]], form: dict[str, str], plant: dict[str, str], period: date
) -> Iterator[Duty]:
    """The duty of one plant and period, by the line that names it most closely; none without."""
    ends = _months_on(period, MONTHS_OF[form["frequency"]]) - timedelta(days=1)
    in_force = [
        line
        for line in lines
        if line["plant_id"] in ("", plant["plant_id"])
        and line["industry_id"] in ("", plant["industry_id"])
        and line["valid_from"] <= ends.isoformat() <= (line["valid_to"] or ends.isoformat())
    ]
    if in_force:
        line = min(in_force, key=_closeness)
        due_on = due_date(
            period, form["frequency"], int(line["due_day"]), int(line["due_month_offset"])
        )
        grace = timedelta(days=int(line["grace_days"]))
        yield Duty(plant["plant_id"], form["form_id"], period, due_on, due_on + grace)


def _closeness(line: dict[str, str]) -> tuple[bool, bool, str]:
    """Sorts the line of the plant before one of its industry, and that before the one of all."""
    return not line["plant_id"], not line["industry_id"], line["valid_from"]


def _owed_periods(form: dict[str, str], plant: dict[str, str], last: date) -> Iterator[date]:
    begins = [plant["valid_from"], plant["reports_from"], form["valid_from"]]
    ends = [plant["valid_to"], plant["reports_to"]]
    first_day = max(date.fromisoformat(day) for day in begins if day)
    last_day = min([last, *(date.fromisoformat(day) for day in ends if day)])
    months = MONTHS_OF[form["frequency"]]
    period = first_day.replace(day=1, month=first_day.month if months == 1 else 1)
    while period <= last_day:
        yield period
        period = _months_on(period, months)


def _dates_in(settings: Settings, table: str) -> Iterator[date]:
    for number, row in enumerate(read_seed(settings, table), start=1):
        for column in DATE_COLUMNS:
            text = row.get(column)
            if not text:
                continue
            try:
                yield date.fromisoformat(text)
            except ValueError as fault:
                place = f"{table}.csv, row {number}, {column}"
                raise PotlineError(say("not_a_day", place=place, text=text)) from fault


def _months_on(month: date, months: int) -> date:
    """The first day of the month so many months later."""
    years, index = divmod(month.month - 1 + months, 12)
    return date(month.year + years, index + 1, 1)
