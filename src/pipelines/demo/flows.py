"""What a plant does in each month before anything is balanced: its flows.

A flow is a yearly quantity (profile times output) spread over months by season and chance. Flows
and all that follows from them are whole numbers of millionths of the canonical unit, so that
balances close exactly. Every series begins with January of the first year of the group; a month in
which it is not reported holds 0 and is `silent`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.demo.group import FIRST_YEAR, MONTHS, Plant, month_at
from pipelines.demo.presentation import Presentation
from pipelines.demo.tables import (
    Intensity,
    Series,
    read_gaps,
    read_profiles,
    read_seasons,
    read_spreads,
    read_trends,
)

MILLION = 1_000_000
LAST_PUBLISHED_YEAR = 2021
TURNS = 2


class Book(dict[Series, list[int]]):
    """The monthly series of a plant in millionths of their canonical units.

    `silent` holds the places of the months in which a series is not reported.
    """

    def __init__(self, series: Mapping[Series, list[int]] | None = None) -> None:
        super().__init__(series or {})
        self.silent: dict[Series, frozenset[int]] = {}

    def copied(self) -> Book:
        """A book of its own with the same values."""
        book = Book({series: list(values) for series, values in self.items()})
        book.silent = dict(self.silent)
        return book

    def put(self, series: Series, values: list[int], like: Series) -> None:
        """Adds a series that is reported in the same months as another one."""
        self[series] = values
        self.silent[series] = self.silent.get(like, frozenset())

    def enter(self, series: Series, values: list[int], silent: frozenset[int]) -> None:
        """Adds the months of a series that are not silent to what the series has already."""
        everywhere = frozenset(range(len(values)))
        already_silent = self.silent.get(series, frozenset()) if series in self else everywhere
        before = self.get(series, [0] * len(values))
        pairs = enumerate(zip(before, values, strict=True))
        self[series] = [old if place in silent else new for place, (old, new) in pairs]
        self.silent[series] = already_silent & silent

    def is_reported(self, series: Series, place: int) -> bool:
        """Whether a month has a row of the series."""
        return place not in self.silent.get(series, frozenset())


@dataclass(frozen=True)
class Profiles:
    """The profiles, seasons and yearly trends, with the seed of chance."""

    intensities: dict[str, list[Intensity]]
    seasons: dict[str, list[float]]
    trends: dict[str, float]
    gaps: dict[tuple[str, Series], frozenset[int]]
    spread_of_months: tuple[float, float]
    seed: int

    @classmethod
    def read(cls, seed: int) -> Profiles:
        """The profiles of this folder."""
        gaps = {
            (plant_id, series): frozenset(map(place_of, months))
            for (plant_id, series), months in read_gaps().items()
        }
        spread = read_spreads()["month_of_year"]
        return cls(read_profiles(), read_seasons(), read_trends(), gaps, spread, seed)

    def flows(self, plant: Plant, presentation: Presentation) -> Book:
        """The flows of one plant over all years of the group."""
        output = self._output(plant)
        book = Book()
        for row in self.rows(plant):
            if row.of is None:
                self._enter(book, plant, row, output, presentation)
        return book

    def follow(self, plant: Plant, book: Book, per: str, presentation: Presentation) -> None:
        """Adds to a book the series that are proportional to other series of it."""
        for row in self.rows(plant):
            if row.per == per and row.of is not None and row.of in book:
                self._enter(book, plant, row, _ratios(book, row.of, row.to), presentation)

    def rows(self, plant: Plant) -> list[Intensity]:
        """The profile of a plant: the rows of its kind, without those of other turns."""
        rows = self.intensities[plant.kind.kind_id]
        return [row for row in rows if row.turn in (None, plant.turn % TURNS)]

    def _output(self, plant: Plant) -> list[float]:
        weights = self.seasons[plant.kind.season]
        chance = random.Random(f"{self.seed}|{plant.plant_id}|output")
        output: list[float] = []
        for year, quantity in plant.quantities.items():
            start = place_of(f"{year}-01")
            months = [
                weight * chance.uniform(*self.spread_of_months) * bool(plant.form_at(start + month))
                for month, weight in enumerate(weights)
            ]
            output += [quantity * month / sum(months) if quantity else 0.0 for month in months]
        return output

    def _enter(
        self,
        book: Book,
        plant: Plant,
        row: Intensity,
        basis: list[float],
        presentation: Presentation,
    ) -> None:
        silent = self.gaps.get((plant.plant_id, row.series), frozenset())
        if row.is_limited:
            silent |= {place for place in range(len(basis)) if not row.is_reported(month_at(place))}
        if len(silent) < len(basis):
            values = self._values(plant, row, basis)
            book.enter(row.series, quantise(values, presentation.quantum(row.series)), silent)

    def _values(self, plant: Plant, row: Intensity, basis: list[float]) -> list[float]:
        if row.per == "capacity":
            return [row.intensity * max(plant.quantities.values())] * len(basis)
        chance = random.Random(f"{self.seed}|{plant.plant_id}|{'|'.join(row.series)}")
        seasons = self.seasons[row.season]
        trend = self.trends.get(row.series.indicator_id, 1.0)
        values = []
        for place, product in enumerate(basis):
            unit = {"plant": 1 / MONTHS, "level": 1.0}.get(row.per, product)
            change = seasons[place % MONTHS] * chance.uniform(1 - row.noise, 1 + row.noise)
            years = max(0, FIRST_YEAR + place // MONTHS - LAST_PUBLISHED_YEAR)
            values.append(unit * row.intensity * change * trend**years)
        return values


def _ratios(book: Book, of: Series, to: Series | None) -> list[float]:
    """One series over another, or in its own unit; 0 where there is nothing to divide by."""
    if to is None:
        return [value / MILLION for value in book[of]]
    pairs = zip(book[of], book[to], strict=True)
    return [value / divisor if divisor else 0.0 for value, divisor in pairs]


def place_of(month: str) -> int:
    """The place of a month such as 2022-03, counted from January of the first year."""
    return (int(month[:4]) - FIRST_YEAR) * MONTHS + int(month[5:7]) - 1


def quantise(values: list[float], quantum: Decimal) -> list[int]:
    """Values rounded to whole quanta, as millionths of the canonical unit."""
    step = int(quantum * MILLION)
    return [round(value * MILLION / step) * step for value in values]


def months_of(year: int) -> slice:
    """The places of a year's months in a series that begins with January of the first year."""
    start = (year - FIRST_YEAR) * MONTHS
    return slice(start, start + MONTHS)


def carry_on(book: Book, before: Book, year: int, presentation: Presentation) -> None:
    """Gives the months after a year the level that the year has now, against what it had before."""
    months = months_of(year)
    for series, values in book.items():
        present, past = sum(values[months]), sum(before[series][months])
        if present != past:
            step = int(presentation.quantum(series) * MILLION)
            later = slice(months.stop, None)
            values[later] = [round(value * present / past / step) * step for value in values[later]]


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
