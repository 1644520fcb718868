"""The annual returns of the group: economy, land, management, and the year's sums of the months."""

from __future__ import annotations

import random
from decimal import Decimal

from pipelines.demo.flows import MILLION, Book, months_of
from pipelines.demo.group import Plant
from pipelines.demo.tables import AnnualItem, Series, read_annual_items

YEAR_OF_MONTHS = {
    "product_output": "year_product_output",
    "fresh_water": "year_fresh_water",
}
OFFICE_OF_MONTHS = {
    "electricity_consumed": "office_electricity",
    "fresh_water": "office_water",
}


class Annual:
    """Yearly quantities by plant, indicator and year, each in the unit in which it is reported."""

    def __init__(self, indicators: dict[str, dict[str, str]], seed: int) -> None:
        self.items = read_annual_items()
        self._indicators = indicators
        self._seed = seed
        self._values: dict[tuple[str, str, int], Decimal] = {}

    def fill(self, group: list[Plant]) -> None:
        """Invents the quantities of all plants for the years in which they make something."""
        for plant in group:
            for item in self.items:
                for year, output in plant.quantities.items():
                    if output and self._is_due(plant, item.indicator_id, year):
                        value = self._invent(plant, item, year, output)
                        self._values[(plant.plant_id, item.indicator_id, year)] = value

    def values(self) -> dict[tuple[str, str, int], Decimal]:
        """All quantities, by plant, indicator and year."""
        return dict(self._values)

    def carry_on(self, before: dict[tuple[str, str, int], Decimal], year: int) -> None:
        """Gives later years the level that a year has now, against what it had before."""
        for (plant_id, indicator_id, later), value in self._values.items():
            key = (plant_id, indicator_id, year)
            if later > year and before.get(key):
                step = Decimal(1).scaleb(-self._item(indicator_id).decimals)
                times = self._values[key] / before[key]
                self._values[(plant_id, indicator_id, later)] = (value * times).quantize(step)

    def total(self, plants: list[Plant], indicator_id: str, year: int) -> Decimal:
        """The sum over plants, in the unit in which the indicator is reported."""
        return sum(
            (self._values.get((p.plant_id, indicator_id, year), Decimal(0)) for p in plants),
            Decimal(0),
        )

    def scale(self, plants: list[Plant], indicator_id: str, year: int, total: Decimal) -> None:
        """Scales the quantities to a total; what rounding leaves goes to the largest plant."""
        step = Decimal(1).scaleb(-self._item(indicator_id).decimals)
        keys = [(plant.plant_id, indicator_id, year) for plant in plants]
        keys = [key for key in keys if key in self._values]
        present = self.total(plants, indicator_id, year)
        for key in keys:
            self._values[key] = (self._values[key] * total / present).quantize(step)
        largest = max(keys, key=lambda key: self._values[key])
        left = total.quantize(step) - self.total(plants, indicator_id, year)
        self._values[largest] += left

    def rows(self, plant: Plant, year: int) -> list[tuple[str, str, Decimal]]:
        """Indicator, unit and value of a plant's return for a year."""
        rows = []
        for item in self.items:
            key = (plant.plant_id, item.indicator_id, year)
            if key in self._values:
                rows.append((item.indicator_id, item.unit_id, self._values[key]))
            if key in self._values and item.indicator_id == "new_projects":
                rows.append(("new_projects_assessed", item.unit_id, self._values[key]))
        return rows

    def _item(self, indicator_id: str) -> AnnualItem:
        return next(item for item in self.items if item.indicator_id == indicator_id)

    def _is_due(self, plant: Plant, indicator_id: str, year: int) -> bool:
        row = self._indicators[indicator_id]
        industries = row["industry_ids"].split(";")
        carries = plant.industry_id in industries or industries == ["*"]
        return carries and row["valid_from"] <= f"{year}-12-31"

    def _invent(self, plant: Plant, item: AnnualItem, year: int, output: float) -> Decimal:
        chance = random.Random(f"{self._seed}|{plant.plant_id}|{item.indicator_id}|{year}")
        change = chance.uniform(1 - item.noise, 1 + item.noise)
        ten_thousand_cny = output * plant.kind.price_cny / 10_000
        basis = ten_thousand_cny if item.per == "price" else 1.0
        step = Decimal(1).scaleb(-item.decimals)
        return Decimal(basis * item.quantity * change).quantize(step)


def sums_of_months(plant: Plant, book: Book, year: int) -> dict[Series, int]:
    """The rows of the annual return that repeat the months: millionths of canonical units."""
    sums = {}
    for series, values in book.items():
        total = sum(values[months_of(year)])
        if series.indicator_id in YEAR_OF_MONTHS:
            sums[Series(YEAR_OF_MONTHS[series.indicator_id], series.material_id)] = total
        if plant.industry_id == "headquarters" and series.indicator_id in OFFICE_OF_MONTHS:
            sums[Series(OFFICE_OF_MONTHS[series.indicator_id])] = total
    return sums


def amount(millionths: int) -> Decimal:
    """A quantity in its canonical unit."""
    return Decimal(millionths) / MILLION
