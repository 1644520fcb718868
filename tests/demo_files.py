"""Reads the files of the demonstration group back, in canonical units."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from pipelines.reference import read_seed
from pipelines.settings import PROJECT_ROOT, Settings

SETTINGS = Settings.from_environment()
RAW = PROJECT_ROOT / "data" / "raw"
PUBLISHED_YEARS = (2019, 2020, 2021)
YEARS = range(2019, 2026)
MONTHS = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]
SPANS = read_seed(SETTINGS, "plants")
PLANTS = {row["plant_id"]: row for row in reversed(SPANS)}
ALL = list(dict.fromkeys(row["plant_id"] for row in SPANS))
DUE = {
    plant: [
        month
        for month in MONTHS
        if any(
            row["plant_id"] == plant
            and max(row["valid_from"], row["reports_from"]) <= f"{month}-01"
            and month <= min(row["valid_to"] or "9", row["reports_to"] or "9")[:7]
            for row in SPANS
        )
    ]
    for plant in ALL
}

Row = tuple[str, str, str, str, Decimal]
Series = tuple[str, str, str]


@cache
def factor_of(unit: str) -> Decimal:
    """How many canonical units one unit is."""
    names = {row["alias"]: row["unit_id"] for row in read_seed(SETTINGS, "unit_aliases")}
    factors = {row["unit_id"]: row["factor_to_canonical"] for row in read_seed(SETTINGS, "units")}
    return Decimal(factors[names.get(unit, unit)])


def rows_of(path: Path) -> list[Row]:
    """Indicator, material, counterparty, unit and value of every row of one file."""
    if path.suffix == ".csv":
        table = _lines(path)
        return [(line[2], line[3], line[4], line[6], Decimal(line[5])) for line in table]
    book = CalamineWorkbook.from_path(path)
    return [
        (str(line[0]), str(line[2]), str(line[4]), str(line[5]), Decimal(f"{line[6]:.15g}"))
        for sheet in book.sheet_names[1:]
        for line in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[3:]
    ]


def manifests_of(path: Path) -> list[tuple[str, str, float]]:
    """Number, waste code and tonnes of every transfer in a file of manifests."""
    return [
        (line[2], line[3], float(Decimal(line[4]) * factor_of(line[5]))) for line in _lines(path)
    ]


def _lines(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    is_gb18030 = b"plant_id" not in content[:20]
    text = content.decode("gb18030" if is_gb18030 else "utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


class Month(dict[Series, float]):
    """The values of one file, in canonical units, by indicator, material and counterparty."""

    def total(self, indicator: str, material: str | None = None) -> float:
        """The sum over counterparties, and over materials where none is named."""
        return sum(
            number
            for (name, what, _), number in self.items()
            if name == indicator and material in (None, what)
        )

    def materials(self, indicator: str) -> list[str]:
        return [what for name, what, _ in self if name == indicator]


class Files:
    """What the files under a folder say, by plant and period (month or year)."""

    def __init__(self, folder: Path) -> None:
        paths = [*folder.rglob("*.xlsx"), *folder.glob("monthly_csv/**/*.csv")]
        self.rows = {_plant_and_period(path): rows_of(path) for path in paths}
        self.months = {
            key: Month({(i, m, c): float(v * factor_of(u)) for i, m, c, u, v in rows})
            for key, rows in self.rows.items()
        }

    def total(self, plants: list[str], year: int, indicator: str) -> float:
        """The sum over the months of a year, or of the annual return, of all materials."""
        return sum(
            month.total(indicator)
            for (plant, period), month in self.months.items()
            if plant in plants and period[:4] == str(year)
        )


def _plant_and_period(path: Path) -> tuple[str, str]:
    plant, period = path.stem.split("_")
    return plant, period
