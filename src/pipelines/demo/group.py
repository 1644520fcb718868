"""Which plants there are and how much each makes in a year: the committed group, or any number."""

from __future__ import annotations

import random
from dataclasses import dataclass

from pipelines.demo.tables import Kind, read_kinds, read_spreads, read_table
from pipelines.reference import read_seed
from pipelines.settings import Settings

FIRST_YEAR = 2019


@dataclass(frozen=True)
class Plant:
    """One plant: its row in the seed `plants`, its kind and its yearly output."""

    record: dict[str, str]
    kind: Kind
    quantities: dict[int, float]
    position: int

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


def committed_group(settings: Settings) -> list[Plant]:
    """The plants of the committed group, in the order of `group.csv`."""
    kinds = read_kinds()
    records = {row["plant_id"]: row for row in read_seed(settings, "plants")}
    kind_of: dict[str, str] = {}
    quantities: dict[str, dict[int, float]] = {}
    for row in read_table("group"):
        kind_of[row["plant_id"]] = row["kind_id"]
        yearly = quantities.setdefault(row["plant_id"], {})
        yearly[int(row["year"])] = float(row["quantity"])
    return [
        Plant(records[plant_id], kinds[kind_id], quantities[plant_id], position)
        for position, (plant_id, kind_id) in enumerate(kind_of.items())
    ]


def arbitrary_group(settings: Settings, plants: int, years: int, seed: int) -> list[Plant]:
    """Any number of invented plants with ids like AL001, the kinds in turn, of different sizes."""
    kinds = [kind for kind in read_kinds().values() if kind.industry_id != "headquarters"]
    provinces = [row["province_id"] for row in read_seed(settings, "provinces")]
    group = []
    for position in range(plants):
        turn, place = divmod(position, len(kinds))
        kind, province = kinds[place], provinces[turn % len(provinces)]
        record = _record(kind, turn + 1, province, position)
        quantities = _quantities(kind, record["plant_id"], years, seed)
        group.append(Plant(record, kind, quantities, position))
    return group


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


def _quantities(kind: Kind, plant_id: str, years: int, seed: int) -> dict[int, float]:
    chance = random.Random(f"{seed}|{plant_id}|size")
    spreads = read_spreads()
    size = kind.typical_quantity * chance.uniform(*spreads["plant_size"])
    return {
        FIRST_YEAR + year: size * chance.uniform(*spreads["year_of_plant"]) for year in range(years)
    }
