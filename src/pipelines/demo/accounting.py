"""The calculation as the generator needs it to meet published totals: linear in the quantities.

Measured carbon counts in no published total of the group, so emissions here use the defaults of
the guides; measured heat values count in the energy total.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.demo.balances import Books, Delivery
from pipelines.demo.factors import EnergyCoefficients, Factors
from pipelines.demo.flows import MILLION, Book, months_of
from pipelines.demo.group import Plant
from pipelines.demo.tables import Series
from pipelines.reference import read_seed
from pipelines.settings import Settings

ENERGY_CARRIERS = ("electricity", "heat")
GASES_OF_ANODE_EFFECTS = ("CF4", "C2F6")


@dataclass(frozen=True)
class Entity:
    """Some plants of the group, and the deliveries between any two plants."""

    plants: list[Plant]
    books: Books
    deliveries: list[Delivery]


class Accounting:
    """Emissions and energy of plants in a year, from their books."""

    def __init__(self, settings: Settings, year: int) -> None:
        self._year = year
        self._factors = Factors(settings, f"{year}-12-31")
        self._coefficients = EnergyCoefficients(settings)
        indicators = read_seed(settings, "indicators")
        self._bought = _carriers(indicators, "consumed")
        self._sold = _carriers(indicators, "exported")
        self._renewables = {
            row["industry_id"]: row["renewable_carrier"]
            for row in read_seed(settings, "industries")
        }

    def co2e_t(self, entity: Entity, with_pfc: bool = True) -> float:
        """Scope 1 and 2 of the entity in t CO2e, deliveries inside it counted once."""
        total = 0.0
        for plant in entity.plants:
            for series, values in entity.books[plant.plant_id].items():
                if amount := self._amount(values):
                    total += self.emission_factor(plant, series, with_pfc) * amount
        return total - self._eliminations(entity)

    def energy_tce(self, entity: Entity) -> float:
        """Comprehensive energy consumption: consumed less exported, in tce."""
        return sum(
            self._energy(plant, series, entity.books[plant.plant_id])
            for plant in entity.plants
            for series, values in entity.books[plant.plant_id].items()
            if self._amount(values)
        )

    def emission_factor(self, plant: Plant, series: Series, with_pfc: bool = True) -> float:
        """t CO2e per canonical unit of a series; 0 for what causes no emission."""
        indicator, material = series.indicator_id, series.material_id
        industry = plant.industry_id
        if indicator == "fuel_consumed":
            return self._combustion(industry, material)
        if indicator == "reductant_consumed":
            return self._factors.factor(industry, "reductant", "reductant_ef", material)
        if indicator == "carbonate_consumed":
            return self._factors.factor(industry, "carbonate", "carbonate_ef", material)
        if indicator == "oxalic_acid_consumed":
            return self._oxalic_acid(industry)
        if indicator == "product_output" and material == "primary_aluminium":
            return self._anode(industry) + (self._anode_effect(industry) if with_pfc else 0.0)
        if indicator in self._bought:
            return self._purchase(plant, self._bought[indicator])
        return 0.0

    def energy_coefficient(self, material_id: str) -> float:
        """tce per canonical unit of a fuel, electricity or heat."""
        return self._coefficients.of(material_id)

    def _combustion(self, industry: str, fuel: str) -> float:
        parameters = ("net_calorific_value", "carbon_content_per_heat", "oxidation_factor")
        heat, carbon, oxidised = (
            self._factors.factor(industry, "combustion", parameter, fuel)
            for parameter in parameters
        )
        return heat * carbon * oxidised * self._factors.carbon_to_co2()

    def _oxalic_acid(self, industry: str) -> float:
        """With the purity that the guide assumes; the measured one differs by parts of a gram."""
        stream, acid = "oxalic_acid", "oxalic_acid"
        factor = self._factors.factor(industry, stream, "oxalic_acid_ef", acid)
        return factor * self._factors.factor(industry, stream, "oxalic_acid_purity", acid)

    def _anode(self, industry: str) -> float:
        net, sulphur, ash = (
            self._factors.factor(industry, "anode_consumption", parameter)
            for parameter in ("net_anode_consumption", "anode_sulphur", "anode_ash")
        )
        return net * (1 - sulphur - ash) * self._factors.carbon_to_co2()

    def _anode_effect(self, industry: str) -> float:
        return sum(
            self._factors.factor(industry, "anode_effect", f"ef_{gas.lower()}")
            * self._factors.warming(industry, gas)
            for gas in GASES_OF_ANODE_EFFECTS
        )

    def _purchase(self, plant: Plant, carrier: str) -> float:
        if carrier == "heat":
            return self._factors.factor(plant.industry_id, "purchased_heat", "heat_ef", "heat")
        return self._factors.grid(plant.industry_id, plant.record["province_id"])

    def _eliminations(self, entity: Entity) -> float:
        plants = {plant.plant_id: plant for plant in entity.plants}
        return sum(
            self._purchase(plants[delivery.receiver], delivery.carrier)
            * self._amount(delivery.quantities)
            for delivery in entity.deliveries
            if delivery.sender in plants and delivery.receiver in plants
        )

    def _energy(self, plant: Plant, series: Series, book: Book) -> float:
        indicator, material = series.indicator_id, series.material_id
        quantity = self._amount(book[series])
        heat_value = Series("fuel_net_calorific_value", material)
        is_measured = heat_value in book and self._amount(book[heat_value]) > 0
        if indicator == "fuel_consumed" and is_measured:
            return self._heat(book, series, heat_value) / self._coefficients.gigajoules_per_tce
        if indicator in ("fuel_consumed", "reductant_consumed"):
            return quantity * self._coefficients.of(material)
        if indicator in self._bought:
            return quantity * self._coefficients.of(self._bought[indicator])
        if indicator in self._sold:
            return -quantity * self._coefficients.of(self._sold[indicator])
        renewable = self._renewables[plant.industry_id]
        if indicator == "electricity_generated" and renewable:
            return quantity * self._coefficients.of(renewable)
        return 0.0

    def _heat(self, book: Book, fuel: Series, heat_value: Series) -> float:
        months = months_of(self._year)
        pairs = zip(book[fuel][months], book[heat_value][months], strict=True)
        return sum(amount * heat for amount, heat in pairs) / MILLION**2

    def _amount(self, values: list[int]) -> float:
        return sum(values[months_of(self._year)]) / MILLION


def _carriers(indicators: list[dict[str, str]], flow: str) -> dict[str, str]:
    """Indicators of electricity and heat with this flow, each with its carrier."""
    return {
        row["indicator_id"]: row["carrier"]
        for row in indicators
        if row["flow"] == flow and row["carrier"] in ENERGY_CARRIERS
    }
