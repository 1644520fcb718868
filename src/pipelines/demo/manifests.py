"""The manifests of hazardous waste: one transfer a code and month, to a receiver with a licence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.demo.flows import Book
from pipelines.demo.group import Plant, month_at
from pipelines.demo.presentation import Presentation
from pipelines.demo.tables import Route, Series

TRANSFER_DAY = 24


@dataclass(frozen=True)
class Transfer:
    """One manifest: when, what and how much went to whom, and what becomes of it."""

    day: date
    manifest_number: str
    waste_code: str
    quantity: Decimal
    unit: str
    licence_id: str
    treatment_id: str


def transfers(
    plant: Plant, book: Book, place: int, style: str, routes: dict[str, Route], show: Presentation
) -> list[Transfer]:
    """The manifests of a plant's month, which add up to its transfers by code."""
    found: list[Transfer] = []
    day = month_at(place).replace(day=TRANSFER_DAY)
    for waste_code, route in routes.items():
        series = Series("hazardous_waste_transferred_out", waste_code)
        if series in book and book[series][place]:
            quantity, unit = show.text(series, style, book[series][place])
            number = f"{plant.plant_id}-{day:%Y%m}-{len(found) + 1:02d}"
            taker = (route.licence_id, route.treatment_id)
            found.append(Transfer(day, number, waste_code, quantity, unit, *taker))
    return found
