"""Which plants there are and how much each makes in a year: the committed group, or any number."""

from __future__ import annotations

import random
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count

from pipelines.demo.tables import Kind, read_kinds, read_spreads, read_table
from pipelines.reference import read_seed
from pipelines.settings import Settings

FIRST_YEAR = 2019
MONTHS = 12
# Plants of usual size of all kinds in turn emit 730 t of SO2 a year each: 150 of them emit four
# fifths of what the rule on the national share allows.
MOST_OF_USUAL_SIZE = 150


@dataclass(frozen=True)
class Plant:
    """One plant: its rows in the seed `plants`, its kind and its output in each year of the group.

    `turn` counts the plants of one kind from 0.
    """

    spans: tuple[dict[str, str], ...]
    kind: Kind
    quantities: dict[int, float]
    position: int
    turn: int

    @property
    def record(self) -> dict[str, str]:
        """The first row of the plant: its names, unit, industry and province never change here."""
        return self.spans[0]

    @property
    def plant_id(self) -> str:
        """The code of the plant."""
        return self.record["plant_id"]

    @property
    def industry_id(self) -> str:
        """The industry of the plant."""
        return self.record["industry_id"]

    @property
    def unit_id(self) -> str:
        """The strategic unit that the plant belongs to."""
        return self.record["unit_id"]

    def form_at(self, place: int) -> str:
        """The form of a month's report, '' where the plant does not report that month."""
        return next((row["monthly_form_id"] for row in self.spans if _reports(row, place)), "")

    @cached_property
    def first_place(self) -> int:
        """The place of the first month that the plant reports."""
        return next(place for place in count() if self.form_at(place))

    def reports_in(self, year: int) -> bool:
        """Whether the plant reports any month of a year."""
        start = (year - FIRST_YEAR) * MONTHS
        return any(self.form_at(place) for place in range(start, start + MONTHS))


def committed_group(settings: Settings) -> list[Plant]:
    """The plants of the committed group, in the order of `group.csv`; 0 for years without them."""
    kinds = read_kinds()
    spans: dict[str, list[dict[str, str]]] = {}
    for row in read_seed(settings, "plants"):
        spans.setdefault(row["plant_id"], []).append(row)
    kind_of: dict[str, str] = {}
    quantities: dict[str, dict[int, float]] = {}
    for row in read_table("group"):
        kind_of[row["plant_id"]] = row["kind_id"]
        yearly = quantities.setdefault(row["plant_id"], {})
        yearly[int(row["year"])] = float(row["quantity"])
    years = range(FIRST_YEAR, max(max(yearly) for yearly in quantities.values()) + 1)
    seen: Counter[str] = Counter()
    group = []
    for position, (plant_id, kind_id) in enumerate(kind_of.items()):
        yearly = {year: quantities[plant_id].get(year, 0.0) for year in years}
        rows = tuple(spans[plant_id])
        group.append(Plant(rows, kinds[kind_id], yearly, position, seen[kind_id]))
        seen[kind_id] += 1
    return group


def arbitrary_group(settings: Settings, plants: int, years: int, seed: int) -> list[Plant]:
    """Any number of invented plants with ids like AL001, the kinds in turn, of different sizes.

    A large group has smaller plants, so that it emits no more than a company may (see `rules.csv`,
    `air_pollutants_within_national_share`).
    """
    share = min(1.0, MOST_OF_USUAL_SIZE / plants)
    kinds = [kind for kind in read_kinds().values() if kind.industry_id != "headquarters"]
    provinces = [row["province_id"] for row in read_seed(settings, "provinces")]
    group = []
    for position in range(plants):
        turn, place = divmod(position, len(kinds))
        kind, province = kinds[place], provinces[turn % len(provinces)]
        record = _record(kind, turn + 1, province, position)
        quantities = _quantities(kind, record["plant_id"], years, seed, share)
        group.append(Plant((record,), kind, quantities, position, turn))
    return group


def month_at(place: int) -> date:
    """The first day of the month at a place, counted from January of the first year."""
    return date(FIRST_YEAR + place // MONTHS, place % MONTHS + 1, 1)


def _reports(row: dict[str, str], place: int) -> bool:
    first = month_at(place)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    ends = [row[name] for name in ("valid_to", "reports_to") if row[name]]
    has_begun = max(row["valid_from"], row["reports_from"]) <= last.isoformat()
    return has_begun and all(end >= last.isoformat() for end in ends)


def _record(kind: Kind, number: int, province_id: str, position: int) -> dict[str, str]:
    return {
        "plant_id": f"{kind.id_prefix}{number:03d}",
        "plant_name_zh": f"示范{kind.name_zh}{number:03d}",
        "plant_name_en": f"Demonstration {kind.name_en} {number:03d}",
        "unit_id": kind.unit_id,
        "industry_id": kind.industry_id,
        "province_id": province_id,
        "monthly_form_id": ("monthly_workbook", "monthly_csv")[position % 2],
        "valid_from": f"{FIRST_YEAR}-01-01",
        "valid_to": "",
        "reports_from": f"{FIRST_YEAR}-01-01",
        "reports_to": "",
        "source": "potline demo (synthetic)",
    }


def _quantities(kind: Kind, plant_id: str, years: int, seed: int, share: float) -> dict[int, float]:
    chance = random.Random(f"{seed}|{plant_id}|size")
    spreads = read_spreads()
    size = share * kind.typical_quantity * chance.uniform(*spreads["plant_size"])
    return {
        FIRST_YEAR + year: size * chance.uniform(*spreads["year_of_plant"]) for year in range(years)
    }
