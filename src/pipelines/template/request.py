"""What a template is asked for: a plant, a period, and the form that the plant owes about it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from pipelines.errors import PotlineError
from pipelines.layouts import Layout, load_layouts
from pipelines.messages import say
from pipelines.reference import read_seed
from pipelines.settings import Settings

PERIOD = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>0[1-9]|1[0-2]))?")
FORM_OF = {"month": "monthly_workbook", "year": "annual_return"}


class TemplateError(PotlineError):
    """A template that cannot be made, with the reason and the way out."""


@dataclass(frozen=True)
class Request:
    """A plant (its row in the seed `plants`), a period by its first and last day, and the form."""

    plant: dict[str, str]
    period: str
    frequency: str
    first_day: date
    last_day: date
    layout: Layout

    @property
    def plant_id(self) -> str:
        """The code of the plant."""
        return self.plant["plant_id"]

    @property
    def industry_id(self) -> str:
        """The industry of the plant."""
        return self.plant["industry_id"]

    @property
    def hours(self) -> int:
        """The hours of the period."""
        return ((self.last_day - self.first_day).days + 1) * 24

    @property
    def first_day_before(self) -> date:
        """The first day of the period before."""
        if self.frequency == "year":
            return self.first_day.replace(year=self.first_day.year - 1)
        return month_before(self.first_day)

    def is_in_force(self, row: dict[str, str]) -> bool:
        """Whether the validity of a row of reference data holds in the period."""
        begins = row["valid_from"] <= self.last_day.isoformat()
        return begins and (not row["valid_to"] or row["valid_to"] >= self.first_day.isoformat())

    def concerns(self, industry_ids: str) -> bool:
        """Whether a list of industries, as reference data writes it, holds the plant's."""
        return industry_ids == "*" or self.industry_id in industry_ids.split(";")


def request_of(settings: Settings, plant_id: str, period: str) -> Request:
    """What is asked for by a plant code and `2021-03` or `2021`.

    Raises TemplateError for an unknown plant, a text that is no period, and a period in which the
    plant is not in force or reports no longer.
    """
    match = PERIOD.fullmatch(period)
    if match is None:
        raise TemplateError(say("template_period", period=period))
    frequency = "month" if match["month"] else "year"
    year, month = int(match["year"]), int(match["month"] or 1)
    last_month = month if match["month"] else 12
    first_day = date(year, month, 1)
    last_day = date(year, last_month, calendar.monthrange(year, last_month)[1])
    layouts = [one for one in load_layouts(settings) if one.form_id == FORM_OF[frequency]]
    rows = [row for row in read_seed(settings, "plants") if row["plant_id"] == plant_id]
    if not rows:
        raise TemplateError(_unknown_plant(settings, plant_id))
    # A plant that reports no longer has no period to fill in, though it may still be valid.
    reporting = [{**row, "valid_to": _last_day(row)} for row in rows]
    for row in reversed(reporting):
        request = Request(row, period, frequency, first_day, last_day, layouts[-1])
        if request.is_in_force(row):
            return request
    spans = ", ".join(f"{row['valid_from']} – {row['valid_to'] or '…'}" for row in reporting)
    raise TemplateError(say("template_not_valid", plant=plant_id, period=period, spans=spans))


def _last_day(row: dict[str, str]) -> str:
    """The last day on which a plant is valid and reports; empty while both last."""
    return min((day for day in (row["valid_to"], row["reports_to"]) if day), default="")


def month_before(day: date) -> date:
    """The first day of the month before that of a day."""
    year, month = divmod(day.year * 12 + day.month - 2, 12)
    return date(year, month + 1, 1)


def _unknown_plant(settings: Settings, plant_id: str) -> str:
    known = [row["plant_id"] for row in read_seed(settings, "plants")]
    near = get_close_matches(plant_id.upper(), known, n=1, cutoff=0)
    return say("template_unknown_plant", plant=plant_id, nearest=near[0])
