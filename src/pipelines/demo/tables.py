"""The data files of the demonstration group, read into typed rows.

What a plant of each kind consumes and emits, who delivers to whom, how plants write their units,
and the published totals: all of it is data in this folder, each row with its source.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Series(NamedTuple):
    """What one row of a form is about; material and counterparty are '' where there is none."""

    indicator_id: str
    material_id: str = ""
    counterparty_id: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of plant: its industry, its usual size and what a unit of its product is worth."""

    kind_id: str
    industry_id: str
    id_prefix: str
    unit_id: str
    name_zh: str
    name_en: str
    typical_quantity: float
    season: str
    price_cny: float


@dataclass(frozen=True)
class Intensity:
    """One row of a profile: a quantity per unit of product or of another series, or a level.

    `per` is `driver`, `plant`, `capacity` or `level`; for a quantity per unit of the series `of`
    (or of `of` over `to`) it is `flow` where that is a flow, `book` where the balances make it.
    The row holds from `first_month` to `last_month` ('' where open), in the named months of the
    year, and for every plant of the kind where `turn` is None, else for every second one.
    """

    series: Series
    per: str
    of: Series | None
    to: Series | None
    intensity: float
    noise: float
    season: str
    turn: int | None
    first_month: str
    last_month: str
    months: frozenset[int]

    @property
    def is_limited(self) -> bool:
        """Whether there may be months without the row."""
        return bool(self.first_month or self.last_month or self.months)

    def is_reported(self, month: date) -> bool:
        """Whether a plant reports the row in a month."""
        text = f"{month:%Y-%m}"
        is_in_force = self.first_month <= text <= (self.last_month or text)
        return is_in_force and (not self.months or month.month in self.months)


@dataclass(frozen=True)
class Link:
    """Plants of one kind deliver a share of what they have left to plants of another kind.

    Of electricity at most `most_of_need` of what the receiver uses.
    """

    from_kind_id: str
    carrier: str
    to_kind_id: str
    share: Decimal
    most_of_need: Decimal


@dataclass(frozen=True)
class AnnualItem:
    """One row of the annual return: its unit, its decimals and what it is proportional to."""

    indicator_id: str
    per: str
    quantity: float
    unit_id: str
    decimals: int
    noise: float


class Target(NamedTuple):
    """One published total as it is to be met, with the figure that it is taken from."""

    value: Decimal
    unit_id: str
    figure_id: str


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one data file of this folder, every value as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_kinds() -> dict[str, Kind]:
    """The kinds of plants by id, in the order of the file."""
    return {
        row["kind_id"]: Kind(
            row["kind_id"],
            row["industry_id"],
            row["id_prefix"],
            row["unit_id"],
            row["name_zh"],
            row["name_en"],
            float(row["typical_quantity"]),
            row["season"],
            float(row["price_cny"]),
        )
        for row in read_table("kinds")
    }


def read_profiles() -> dict[str, list[Intensity]]:
    """The profile of each kind of plant."""
    profiles: dict[str, list[Intensity]] = {}
    for row in read_table("profiles"):
        profiles.setdefault(row["kind_id"], []).append(_intensity(row))
    return profiles


def _intensity(row: dict[str, str]) -> Intensity:
    return Intensity(
        Series(row["indicator_id"], row["material_id"]),
        row["per"],
        _series_in(row, "of"),
        _series_in(row, "to"),
        float(row["intensity"]),
        float(row["noise"]),
        row["season"],
        int(row["turn"]) if row["turn"] else None,
        row["first_month"],
        row["last_month"],
        _months(row["months"]),
    )


def _months(text: str) -> frozenset[int]:
    """Months of the year from a list such as `3;6`; none where it is empty."""
    return frozenset(int(month) for month in text.split(";") if month)


def _series_in(row: dict[str, str], role: str) -> Series | None:
    indicator_id = row[f"{role}_indicator_id"]
    return Series(indicator_id, row[f"{role}_material_id"]) if indicator_id else None


def read_trends() -> dict[str, float]:
    """By indicator, the quantity of a year against the year before, after the published years."""
    return {row["indicator_id"]: float(row["times_a_year"]) for row in read_table("trends")}


def read_gaps() -> dict[tuple[str, Series], list[str]]:
    """Months for which a plant does not report a series that it reports otherwise."""
    gaps: dict[tuple[str, Series], list[str]] = {}
    for row in read_table("gaps"):
        series = Series(row["indicator_id"], row["material_id"])
        gaps.setdefault((row["plant_id"], series), []).append(row["month"])
    return gaps


def read_seasons() -> dict[str, list[float]]:
    """Twelve weights for each season, January first."""
    return {
        row["season"]: [float(row[f"month_{month}"]) for month in range(1, 13)]
        for row in read_table("seasons")
    }


def read_spreads() -> dict[str, tuple[float, float]]:
    """The lowest and highest value of what chance decides."""
    return {
        row["spread_id"]: (float(row["low"]), float(row["high"])) for row in read_table("spreads")
    }


def read_links() -> list[Link]:
    """Deliveries of electricity and heat inside the group."""
    return [
        Link(
            row["from_kind_id"],
            row["carrier"],
            row["to_kind_id"],
            Decimal(row["share"]),
            Decimal(row["most_of_need"]),
        )
        for row in read_table("links")
    ]


def read_annual_items() -> list[AnnualItem]:
    """The rows of the annual return that do not follow from the months."""
    return [
        AnnualItem(
            row["indicator_id"],
            row["per"],
            float(row["quantity"]),
            row["unit_id"],
            int(row["decimals"]),
            float(row["noise"]),
        )
        for row in read_table("annual")
    ]


class Route(NamedTuple):
    """Where a hazardous waste goes, and in which months of the year (none named: in all)."""

    licence_id: str
    treatment_id: str
    months: frozenset[int]


def read_routes() -> dict[str, Route]:
    """The receiver of each hazardous waste, by code."""
    return {
        row["waste_code"]: Route(row["licence_id"], row["treatment_id"], _months(row["months"]))
        for row in read_table("routes")
    }


@dataclass(frozen=True)
class Shares:
    """Shares by indicator and material; a row without material holds for all other materials."""

    rows: dict[tuple[str, str], Decimal]

    def of(self, indicator_id: str, material_id: str = "") -> Decimal:
        """The share for one material. Raises KeyError where the table has no row for it."""
        key = (indicator_id, material_id)
        return self.rows[key] if key in self.rows else self.rows[(indicator_id, "")]


def read_shares() -> Shares:
    """How stocks, removal and the ways of waste follow from what is generated or consumed."""
    return Shares(
        {
            (row["indicator_id"], row["material_id"]): Decimal(row["share"])
            for row in read_table("shares")
        }
    )
