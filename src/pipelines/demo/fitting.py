"""Moves the flows of the committed group so that its published totals come out of the calculation.

Knobs: pollutants, water, waste and costs are scaled as they are; emissions of Chalco by the coal of
its refineries and captive power plant; emissions of China Copper by the power use of its copper
smelter; energy of the group by the coal of the thermal power station. Each is linear in its total.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pipelines.demo.accounting import Accounting, Entity
from pipelines.demo.annual import Annual
from pipelines.demo.balances import Balances, Books, Delivery, deliveries
from pipelines.demo.flows import MILLION, months_of, scale_to
from pipelines.demo.group import Plant
from pipelines.demo.presentation import Presentation
from pipelines.demo.tables import Link, Series
from pipelines.demo.targets import Targets

COAL = Series("fuel_consumed", "bituminous_coal")
POWER = Series("electricity_consumed")
SUMS_OF_CHALCO = {
    "so2_emissions": "so2_emitted",
    "nox_emissions": "nox_emitted",
    "smoke_dust_emissions": "smoke_dust_emitted",
    "ammonia_nitrogen_discharge": "ammonia_nitrogen_discharged",
    "fresh_water": "fresh_water",
    "circulating_water": "circulating_water",
}
INDICES = ("so2", "nox", "cod", "ammonia_nitrogen")
LITTLE_USED_WASTES = ("red_mud", "tailings", "waste_rock")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Bookkeeping:
    """Makes the books of a group from its flows."""

    group: list[Plant]
    links: list[Link]
    balances: Balances

    def books(self, flows: Books) -> tuple[Books, list[Delivery]]:
        """The books of all plants, and the deliveries between them."""
        exchanged = deliveries(self.group, self.links, flows)
        books = {
            plant.plant_id: self.balances.book(plant, flows[plant.plant_id], exchanged)
            for plant in self.group
        }
        return books, exchanged


class Fitting:
    """Fits the flows and annual returns of the committed group to the published totals."""

    def __init__(
        self,
        bookkeeping: Bookkeeping,
        presentation: Presentation,
        targets: Targets,
        accounting: Callable[[int], Accounting],
    ) -> None:
        self._bookkeeping = bookkeeping
        self._group = bookkeeping.group
        self._presentation = presentation
        self._targets = targets
        self._accounting = accounting

    def fit(self, flows: Books, annual: Annual) -> None:
        """Fits everything, year by year, in place."""
        for year in self._targets.years():
            self._fit_chalco(flows, year)
            self._fit_china_copper(flows, annual, year)
            self._fit_indices(flows, year)
            self._fit_headquarters(flows, year)
            self._fit_waste(flows, year)
            self._fit_emissions(flows, annual, year)
            self._fit_energy(flows, annual, year)
            self._fit_annual_sums(annual, year)

    def _fit_chalco(self, flows: Books, year: int) -> None:
        for disclosed, indicator in SUMS_OF_CHALCO.items():
            total = self._total("chalco", disclosed, year)
            self._scale(flows, self._plants("chalco"), Series(indicator), year, total)

    def _fit_china_copper(self, flows: Books, annual: Annual, year: int) -> None:
        plants = self._plants("china_copper")
        dust = self._total("china_copper", "smoke_dust_emissions", year)
        self._scale(flows, plants, Series("smoke_dust_emitted"), year, dust)
        rate = self._targets.get("china_copper", "so2_per_output", year).value
        so2 = rate * annual.total(plants, "output_value", year)
        self._scale(flows, plants, Series("so2_emitted"), year, so2)
        reused = self._targets.get("china_copper", "wastewater_reuse_rate", year).value / HUNDRED
        generated = _sum(flows, plants, Series("wastewater_generated"), year)
        discharged = Series("wastewater_discharged")
        self._scale(flows, plants, discharged, year, generated * (1 - reused))

    def _fit_indices(self, flows: Books, year: int) -> None:
        """Scales the plants of no published total, so that the changes on 2010 come out."""
        free = {
            "so2": self._plants_outside("chalco", "china_copper"),
            "nox": self._plants_outside("chalco"),
            "ammonia_nitrogen": self._plants_outside("chalco"),
            "cod": self._plants_outside(),
        }
        for pollutant in INDICES:
            way = "emitted" if pollutant in ("so2", "nox") else "discharged"
            change = self._targets.get("group", f"{pollutant}_change_on_2010", year).value
            base = self._targets.base(f"base_{pollutant}_{way}")
            series = Series(f"{pollutant}_{way}")
            fixed = [plant for plant in self._group if plant not in free[pollutant]]
            total = base * (1 + change / HUNDRED) - _sum(flows, fixed, series, year)
            self._scale(flows, free[pollutant], series, year, total)

    def _fit_headquarters(self, flows: Books, year: int) -> None:
        plants = self._plants("headquarters")
        electricity = self._total("group", "office_electricity", year)
        self._scale(flows, plants, POWER, year, electricity)
        water = self._total("group", "office_water", year)
        self._scale(flows, plants, Series("fresh_water"), year, water)

    def _fit_waste(self, flows: Books, year: int) -> None:
        """Scales the use of the large wastes, so that the group's rate comes out."""
        books, _ = self._bookkeeping.books(flows)
        rate = self._targets.get("group", "general_waste_utilisation_rate", year).value / HUNDRED
        denominator = _sum_of_materials(books, "general_waste_generated", year)
        denominator += _sum_of_materials(books, "general_waste_utilised_from_stock", year)
        series = [
            values
            for book in flows.values()
            for key, values in book.items()
            if key.indicator_id == "general_waste_utilised"
            and key.material_id in LITTLE_USED_WASTES
        ]
        present = sum(sum(values[months_of(year)]) for values in series)
        fixed = _sum_of_materials(books, "general_waste_utilised", year) - _amount(present)
        quantum = self._presentation.quantum(Series("general_waste_utilised", "red_mud"))
        scale_to(series, year, rate * denominator - fixed, quantum)

    def _fit_emissions(self, flows: Books, annual: Annual, year: int) -> None:
        chalco, copper = self._plants("chalco"), self._plants("china_copper")
        accounting = self._accounting(year)
        total = self._total("chalco", "ghg_emissions", year)
        gap = float(total) - accounting.co2e_t(self._entity(flows, chalco))
        knobs = [plant for plant in chalco if COAL in flows[plant.plant_id]]
        self._add(flows, knobs, COAL, year, gap / accounting.emission_factor(knobs[0], COAL))
        rate = self._targets.get("chalco", "ghg_per_revenue", year).value
        annual.scale(chalco, "operating_revenue", year, total / rate)
        co2 = float(self._total("china_copper", "co2_emissions", year))
        gap = co2 - accounting.co2e_t(self._entity(flows, copper), with_pfc=False)
        smelter = [plant for plant in copper if plant.industry_id == "copper_smelting"]
        bought = Series("electricity_purchased_grid")
        self._add(flows, smelter, POWER, year, gap / accounting.emission_factor(smelter[0], bought))

    def _fit_energy(self, flows: Books, annual: Annual, year: int) -> None:
        accounting = self._accounting(year)
        total = float(self._total("group", "comprehensive_energy", year))
        gap = total - accounting.energy_tce(self._entity(flows, self._group))
        stations = [plant for plant in self._group if plant.industry_id == "thermal_power"]
        coefficient = accounting.energy_coefficient(COAL.material_id)
        self._add(flows, stations, COAL, year, gap / coefficient)
        self._fit_output_value(annual, year)

    def _fit_output_value(self, annual: Annual, year: int) -> None:
        """Output at constant prices, so that the change of energy intensity comes out."""
        change = self._targets.get("group", "energy_intensity_change", year).value / HUNDRED
        energy = self._targets.get("group", "comprehensive_energy", year).value
        before = self._targets.find("group", "comprehensive_energy", year - 1)
        if before is None:
            energy_before = self._targets.base("base_energy")
            output_before = self._targets.base("base_output_value_constant")
        else:
            energy_before = before.value
            output_before = annual.total(self._group, "output_value_constant", year - 1)
        total = energy * output_before / energy_before / (1 + change)
        annual.scale(self._group, "output_value_constant", year, total)

    def _fit_annual_sums(self, annual: Annual, year: int) -> None:
        for item in annual.items:
            target = self._targets.find("group", item.indicator_id, year)
            if target is not None and target.value > 0:
                factor = self._presentation.factor(target.unit_id)
                unit = self._presentation.factor(item.unit_id)
                total = target.value * factor / unit
                annual.scale(self._group, item.indicator_id, year, total)

    def _add(
        self, flows: Books, plants: list[Plant], series: Series, year: int, more: float
    ) -> None:
        total = _sum(flows, plants, series, year) + Decimal(more)
        self._scale(flows, plants, series, year, total)

    def _scale(
        self, flows: Books, plants: list[Plant], series: Series, year: int, total: Decimal
    ) -> None:
        values = [flows[p.plant_id][series] for p in plants if series in flows[p.plant_id]]
        scale_to(values, year, total, self._presentation.quantum(series))

    def _total(self, entity_id: str, indicator_id: str, year: int) -> Decimal:
        target = self._targets.get(entity_id, indicator_id, year)
        return target.value * self._presentation.factor(target.unit_id)

    def _entity(self, flows: Books, plants: list[Plant]) -> Entity:
        books, exchanged = self._bookkeeping.books(flows)
        return Entity(plants, books, exchanged)

    def _plants(self, unit_id: str) -> list[Plant]:
        return [plant for plant in self._group if plant.unit_id == unit_id]

    def _plants_outside(self, *unit_ids: str) -> list[Plant]:
        return [plant for plant in self._group if plant.unit_id not in unit_ids]


def _sum(flows: Books, plants: list[Plant], series: Series, year: int) -> Decimal:
    books = [flows[plant.plant_id] for plant in plants]
    return _amount(sum(sum(b[series][months_of(year)]) for b in books if series in b))


def _sum_of_materials(books: Books, indicator_id: str, year: int) -> Decimal:
    return _amount(
        sum(
            sum(values[months_of(year)])
            for book in books.values()
            for series, values in book.items()
            if series.indicator_id == indicator_id
        )
    )


def _amount(millionths: int) -> Decimal:
    return Decimal(millionths) / MILLION
