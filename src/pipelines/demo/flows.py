"""What a plant does in each month before anything is balanced: its flows.

A flow is a yearly quantity (profile times output) spread over months by season and chance. Flows
and all that follows from them are whole numbers of millionths of the canonical unit, so that
balances close exactly.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from pipelines.demo.group import FIRST_YEAR, Plant
from pipelines.demo.presentation import Presentation
from pipelines.demo.tables import Intensity, Series, read_profiles, read_seasons, read_spreads

MONTHS = 12
MILLION = 1_000_000
Book = dict[Series, list[int]]


@dataclass(frozen=True)
class Profiles:
    """The profiles and seasons, with the seed of chance."""

    intensities: dict[str, list[Intensity]]
    seasons: dict[str, list[float]]
    spread_of_months: tuple[float, float]
    seed: int

    @classmethod
    def read(cls, seed: int) -> Profiles:
        """The profiles of this folder."""
        return cls(read_profiles(), read_seasons(), read_spreads()["month_of_year"], seed)

    def flows(self, plant: Plant, presentation: Presentation) -> Book:
        """The flows of one plant over all of its years, in millionths of the canonical unit."""
        output = self._output(plant)
        return {
            intensity.series: quantise(
                self._values(plant, intensity, output), presentation.quantum(intensity.series)
            )
            for intensity in self.intensities[plant.kind.kind_id]
        }

    def _output(self, plant: Plant) -> list[float]:
        weights = self.seasons[plant.kind.season]
        chance = random.Random(f"{self.seed}|{plant.plant_id}|output")
        output: list[float] = []
        for quantity in plant.quantities.values():
            months = [weight * chance.uniform(*self.spread_of_months) for weight in weights]
            output += [quantity * month / sum(months) for month in months]
        return output

    def _values(self, plant: Plant, row: Intensity, output: list[float]) -> list[float]:
        if row.per == "capacity":
            return [row.intensity * max(plant.quantities.values())] * len(output)
        chance = random.Random(f"{self.seed}|{plant.plant_id}|{'|'.join(row.series)}")
        seasons = self.seasons[row.season]
        values = []
        for month, product in enumerate(output):
            basis = {"driver": product, "plant": 1 / MONTHS, "level": 1.0}[row.per]
            change = seasons[month % MONTHS] * chance.uniform(1 - row.noise, 1 + row.noise)
            values.append(basis * row.intensity * change)
        return values


def quantise(values: list[float], quantum: Decimal) -> list[int]:
    """Values rounded to whole quanta, as millionths of the canonical unit."""
    step = int(quantum * MILLION)
    return [round(value * MILLION / step) * step for value in values]


def months_of(year: int) -> slice:
    """The places of a year's months in a series that begins with January of the first year."""
    start = (year - FIRST_YEAR) * MONTHS
    return slice(start, start + MONTHS)


def scale_to(series: list[list[int]], year: int, total: Decimal, quantum: Decimal) -> None:
    """Scales series so that the year adds up to `total` exactly, in place.

    What rounding leaves goes into the last month of the largest series.
    """
    step, wanted = int(quantum * MILLION), round(total * MILLION / int(quantum * MILLION))
    present = sum(sum(values[months_of(year)]) for values in series)
    if present == 0:
        raise ValueError(f"nothing to scale to {total} in {year}: all quantities are zero")
    for values in series:
        months = months_of(year)
        values[months] = [round(v * wanted / present) * step for v in values[months]]
    largest = max(series, key=lambda values: sum(values[months_of(year)]))
    left = wanted * step - sum(sum(values[months_of(year)]) for values in series)
    largest[months_of(year).stop - 1] += left
