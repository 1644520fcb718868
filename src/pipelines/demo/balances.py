"""From flows to full books: purchases, stocks, removal and waste that close every balance.

Everything here is whole millionths of canonical units, so opening + received = consumed + closing
and its like hold to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipelines.demo.flows import LAST_PUBLISHED_YEAR, MILLION, Book
from pipelines.demo.group import Plant, month_at
from pipelines.demo.presentation import Presentation
from pipelines.demo.tables import Link, Route, Series, Shares

Books = dict[str, Book]
DIRECT_LINES = ("electricity_purchased_direct_fossil", "electricity_purchased_direct_non_fossil")


@dataclass(frozen=True)
class Delivery:
    """What one plant delivers to another, month by month, in millionths of MWh or GJ."""

    sender: str
    receiver: str
    carrier: str
    quantities: list[int]


def deliveries(group: list[Plant], links: list[Link], flows: Books) -> list[Delivery]:
    """Deliveries between the first plants of two kinds, the second ones, and so on."""
    found = []
    for link in links:
        senders = [plant for plant in group if plant.kind.kind_id == link.from_kind_id]
        receivers = [plant for plant in group if plant.kind.kind_id == link.to_kind_id]
        for sender, receiver in zip(senders, receivers, strict=False):
            quantities = _delivered(link, flows[sender.plant_id], flows[receiver.plant_id])
            found.append(Delivery(sender.plant_id, receiver.plant_id, link.carrier, quantities))
    return found


def _delivered(link: Link, sender: Book, receiver: Book) -> list[int]:
    if link.carrier == "heat":
        left = _minus(sender[Series("heat_generated")], sender[Series("heat_consumed")])
        return [_share(value, link.share, MILLION) for value in left]
    left = _minus(sender[Series("electricity_generated")], sender[Series("electricity_consumed")])
    needed = receiver[Series("electricity_consumed")]
    tenth = MILLION // 10
    return [
        min(_share(have, link.share, tenth), _share(need, link.most_of_need, tenth))
        for have, need in zip(left, needed, strict=True)
    ]


class Balances:
    """Makes the full book of a plant from its flows."""

    def __init__(
        self, presentation: Presentation, shares: Shares, routes: dict[str, Route]
    ) -> None:
        self._presentation = presentation
        self._shares = shares
        self._routes = routes

    def book(self, plant: Plant, flows: Book, exchanged: list[Delivery]) -> Book:
        """All monthly series of one plant."""
        book = flows.copied()
        self._exchange(plant, book, exchanged)
        _electricity(book)
        if "heat_consumed" in self._carried(plant):
            _heat(book)
        for series in _series_of(book, "fuel_consumed"):
            self._fuel(book, series.material_id, plant.first_place)
        for pollutant in ("so2", "nox", "smoke_dust"):
            self._air(book, pollutant)
        _water(book)
        _stored_water(book)
        _anodes(book)
        for series in _series_of(book, "general_waste_generated"):
            self._general_waste(book, series.material_id, plant.first_place)
        for series in _series_of(book, "hazardous_waste_generated"):
            self._hazardous_waste(book, series.material_id, plant.first_place)
        return book

    def _carried(self, plant: Plant) -> set[str]:
        return {
            indicator_id
            for indicator_id, row in self._presentation.indicators.items()
            if plant.industry_id in row["industry_ids"].split(";")
        }

    def _exchange(self, plant: Plant, book: Book, exchanged: list[Delivery]) -> None:
        for delivery in exchanged:
            if delivery.receiver == plant.plant_id:
                name = f"{delivery.carrier}_received_internal"
                book[Series(name, "", delivery.sender)] = delivery.quantities
            if delivery.sender == plant.plant_id:
                name = f"{delivery.carrier}_delivered_internal"
                book[Series(name, "", delivery.receiver)] = delivery.quantities

    def _fuel(self, book: Book, fuel: str, start: int) -> None:
        source = Series("fuel_consumed", fuel)
        closing = self._shared("fuel_closing_stock", source, book)
        first = self._shared("fuel_opening_stock", source, book)[start]
        opening = _carried_over(closing, start, first)
        received = _minus(_plus(book[source], closing), opening)
        book.put(Series("fuel_opening_stock", fuel), opening, source)
        book.put(Series("fuel_received", fuel), received, source)
        book.put(Series("fuel_sold", fuel), _zeros(closing), source)
        book.put(Series("fuel_closing_stock", fuel), closing, source)

    def _air(self, book: Book, pollutant: str) -> None:
        emitted, generated = Series(f"{pollutant}_emitted"), Series(f"{pollutant}_generated")
        if emitted in book:
            usual = self._shared(generated.indicator_id, emitted, book)
            own = book.pop(generated, _zeros(usual))
            book.put(generated, [a or b for a, b in zip(own, usual, strict=True)], emitted)
            book[Series(f"{pollutant}_removed")] = _minus(book[generated], book[emitted])

    def _general_waste(self, book: Book, waste: str, start: int) -> None:
        generated = book[Series("general_waste_generated", waste)]
        utilised = Series("general_waste_utilised", waste)
        from_stock = self._shared("general_waste_utilised_from_stock", utilised, book)
        source = Series("general_waste_generated", waste)
        stored = self._shared("general_waste_closing_stock", source, book)
        sent = self._shared("general_waste_transferred_out", source, book)
        fresh_use = _minus(book[utilised], from_stock)
        disposed = _minus(_minus(_minus(generated, stored), fresh_use), sent)
        first = self._shared("general_waste_opening_stock", source, book)[start]
        closing = _running(first, _minus(stored, from_stock))
        book[Series("general_waste_utilised_from_stock", waste)] = from_stock
        book[Series("general_waste_transferred_out", waste)] = sent
        _ways(book, "general_waste", waste, disposed, [first, *closing[:-1]], closing)

    def _hazardous_waste(self, book: Book, waste: str, start: int) -> None:
        source = Series("hazardous_waste_generated", waste)
        generated = book[source]
        utilised = self._shared("hazardous_waste_utilised", source, book)
        disposed = self._shared("hazardous_waste_disposed", source, book)
        first = self._shared("hazardous_waste_opening_stock", source, book)[start]
        left_over = _minus(_minus(generated, utilised), disposed)
        kept = self._shared("hazardous_waste_closing_stock", source, book)
        closing = self._kept_between_transfers(waste, left_over, kept)
        opening = _carried_over(closing, start, first)
        book[Series("hazardous_waste_utilised", waste)] = utilised
        book[Series("hazardous_waste_utilised_from_stock", waste)] = _zeros(generated)
        book[Series("hazardous_waste_transferred_out", waste)] = _minus(
            _plus(opening, left_over), closing
        )
        _ways(book, "hazardous_waste", waste, disposed, opening, closing)

    def _kept_between_transfers(
        self, waste: str, left_over: list[int], kept: list[int]
    ) -> list[int]:
        """Closing stocks: what is kept after a transfer, and grows in months without one."""
        route = self._routes.get(waste)
        closing: list[int] = []
        for place, more in enumerate(left_over):
            month = month_at(place)
            is_told_apart = month.year > LAST_PUBLISHED_YEAR and more > 0
            if route and route.months and is_told_apart and month.month not in route.months:
                closing.append((closing[-1] if closing else 0) + more)
            else:
                closing.append(kept[place])
        return closing

    def _shared(self, indicator_id: str, of: Series, book: Book) -> list[int]:
        share = self._shares.of(indicator_id, of.material_id)
        step = int(self._presentation.quantum(of) * MILLION)
        return [_share(value, share, step) for value in book[of]]


def _electricity(book: Book) -> None:
    consumed = book[Series("electricity_consumed")]
    received = _sum_of(book, "electricity_received_internal", consumed)
    for name in DIRECT_LINES:
        received = _plus(received, _sum_of(book, name, consumed))
    generated = book.get(Series("electricity_generated"))
    if generated is None:
        surplus = _sum_of(book, "electricity_exported_surplus", consumed)
        book[Series("electricity_purchased_grid")] = _minus(_plus(consumed, surplus), received)
        return
    supplied = _plus(_plus(generated, received), book[Series("electricity_purchased_grid")])
    delivered = _sum_of(book, "electricity_delivered_internal", consumed)
    book[Series("electricity_exported_grid")] = _minus(_minus(supplied, consumed), delivered)


def _heat(book: Book) -> None:
    any_series = book[Series("electricity_consumed")]
    received = _sum_of(book, "heat_received_internal", any_series)
    purchased = book.setdefault(Series("heat_purchased_external"), _zeros(any_series))
    generated = book.get(Series("heat_generated"))
    if generated is None:
        book[Series("heat_consumed")] = _plus(purchased, received)
        return
    delivered = _sum_of(book, "heat_delivered_internal", any_series)
    supplied = _plus(_plus(generated, received), purchased)
    consumed = book[Series("heat_consumed")]
    book[Series("heat_exported")] = _minus(_minus(supplied, consumed), delivered)


def _water(book: Book) -> None:
    fresh, circulating = book[Series("fresh_water")], book[Series("circulating_water")]
    total = _plus(_plus(fresh, circulating), book[Series("other_water")])
    book[Series("total_water")] = total
    generated = book.get(Series("wastewater_generated"))
    if generated is not None:
        discharged = book[Series("wastewater_discharged")]
        book[Series("wastewater_reused")] = _minus(generated, discharged)


def _stored_water(book: Book) -> None:
    """Stocks of a reservoir, and as consumed what neither left as wastewater nor stayed in it."""
    stored = Series("water_closing_stock")
    if stored in book:
        closing = book[stored]
        opening = _opened(book, stored, closing)
        taken_in = _plus(book[Series("fresh_water")], book[Series("other_water")])
        left = _minus(taken_in, book[Series("wastewater_discharged")])
        book.put(Series("water_opening_stock"), opening, stored)
        book.put(Series("water_consumed"), _minus(_plus(left, opening), closing), stored)


def _anodes(book: Book) -> None:
    """The stock of anodes from which the gross consumption is taken."""
    stored = Series("anode_closing_stock")
    if stored in book:
        closing = book[stored]
        opening = _opened(book, stored, closing)
        gone = _plus(book[Series("anode_consumed_gross")], book[Series("anode_sold")])
        book.put(Series("anode_opening_stock"), opening, stored)
        book.put(Series("anode_received"), _minus(_plus(gone, closing), opening), stored)


def _opened(book: Book, stored: Series, closing: list[int]) -> list[int]:
    """Opening stocks of what is reported later than the plant itself; first as it closes."""
    first = next(place for place in range(len(closing)) if book.is_reported(stored, place))
    return _carried_over(closing, first, closing[first])


def _ways(
    book: Book, waste: str, code: str, disposed: list[int], opening: list[int], closing: list[int]
) -> None:
    book[Series(f"{waste}_opening_stock", code)] = opening
    book[Series(f"{waste}_disposed", code)] = disposed
    book[Series(f"{waste}_disposed_from_stock", code)] = _zeros(disposed)
    book[Series(f"{waste}_dumped", code)] = _zeros(disposed)
    book[Series(f"{waste}_closing_stock", code)] = closing


def _carried_over(closing: list[int], start: int, first: int) -> list[int]:
    """Opening stocks: what the month before closed with, and a first stock at the start."""
    opening = [0, *closing[:-1]]
    opening[start] = first
    return opening


def _series_of(book: Book, indicator_id: str) -> list[Series]:
    return [series for series in book if series.indicator_id == indicator_id]


def _sum_of(book: Book, indicator_id: str, like: list[int]) -> list[int]:
    total = _zeros(like)
    for series in _series_of(book, indicator_id):
        total = _plus(total, book[series])
    return total


def _share(value: int, share: Decimal, step: int) -> int:
    return int(value * share / step) * step


def _zeros(values: list[int]) -> list[int]:
    return [0] * len(values)


def _plus(left: list[int], right: list[int]) -> list[int]:
    return [a + b for a, b in zip(left, right, strict=True)]


def _minus(left: list[int], right: list[int]) -> list[int]:
    return [a - b for a, b in zip(left, right, strict=True)]


def _running(first: int, changes: list[int]) -> list[int]:
    totals = []
    for change in changes:
        first += change
        totals.append(first)
    return totals
