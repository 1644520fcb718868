"""The calculation as the generator needs it to meet published totals: linear in the quantities.

Factors come from the reference data. Measured carbon counts in no published total of the group,
so emissions here use the guide's defaults; measured heat values count in the energy total.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.demo.balances import Books, Delivery
from pipelines.demo.flows import MILLION, Book, months_of
from pipelines.demo.group import Plant
from pipelines.demo.tables import Series
from pipelines.reference import read_seed
from pipelines.settings import Settings

BOUGHT = {
    "electricity_purchased_grid": "electricity",
    "electricity_received_internal": "electricity",
    "heat_purchased_external": "heat",
    "heat_received_internal": "heat",
}
SOLD = {
    "electricity_exported_grid": "electricity",
    "electricity_delivered_internal": "electricity",
    "heat_exported": "heat",
    "heat_delivered_internal": "heat",
}
MASS_SHARE = {"%": 0.01, "kg/t Al": 0.001, "GJ/10^4 Nm3": 1e-4, "t CO2/10^4 Nm3": 1e-4}
COAL_EQUIVALENT = "EC056"


@dataclass(frozen=True)
class Entity:
    """Some plants of the group, and the deliveries between any two plants."""

    plants: list[Plant]
    books: Books
    deliveries: list[Delivery]


class Accounting:
    """Emissions and energy of plants in a year, from their books."""

    def __init__(self, settings: Settings, year: int) -> None:
        self._factors = _factors(settings, f"{year}-12-31")
        self._methods = {
            industry: row["method_id"]
            for row in read_seed(settings, "methods")
            for industry in row["industry_ids"].split(";")
        }
        self._sets = {
            (row["method_id"], row["stream_kind"]): row["factor_set"]
            for row in read_seed(settings, "method_factor_sets")
            if row["preference"] == "1"
        }
        self._regions = {
            row["province_id"]: row["grid_region"] for row in read_seed(settings, "provinces")
        }
        self._energy = _energy_coefficients(settings)
        self._coal_equivalent = _coal_equivalent(settings)
        self._renewables = {
            row["industry_id"]: row["renewable_carrier"]
            for row in read_seed(settings, "industries")
            if row["renewable_carrier"]
        }

    def co2e_t(self, entity: Entity, year: int, with_pfc: bool = True) -> float:
        """Scope 1 and 2 of the entity in t CO2e, deliveries inside it counted once."""
        total = 0.0
        for plant in entity.plants:
            for series, values in entity.books[plant.plant_id].items():
                factor = self.emission_factor(plant, series, with_pfc)
                total += factor * sum(values[months_of(year)]) / MILLION
        return total - self._eliminations(entity, year)

    def energy_tce(self, entity: Entity, year: int) -> float:
        """Comprehensive energy consumption: consumed less exported, in tce."""
        return sum(
            self._plant_energy(plant, entity.books[plant.plant_id], year) for plant in entity.plants
        )

    def emission_factor(self, plant: Plant, series: Series, with_pfc: bool = True) -> float:
        """t CO2e per canonical unit of a series; 0 for what causes no emission."""
        indicator, material = series.indicator_id, series.material_id
        method = self._methods[plant.industry_id]
        if indicator == "fuel_consumed":
            return self._combustion(self._sets[(method, "combustion")], material)
        if indicator == "reductant_consumed":
            return self._factors[(self._sets[(method, "reductant")], "reductant_ef", material, "")]
        if indicator == "carbonate_consumed":
            return self._factors[(self._sets[(method, "carbonate")], "carbonate_ef", material, "")]
        if indicator == "oxalic_acid_consumed":
            factor_set = self._sets[(method, "oxalic_acid")]
            factor = self._factors[(factor_set, "oxalic_acid_ef", "oxalic_acid", "")]
            return factor * self._factors[(factor_set, "oxalic_acid_purity", "oxalic_acid", "")]
        if indicator == "product_output" and material == "primary_aluminium":
            return self._anode(method) + (self._anode_effect(method) if with_pfc else 0.0)
        if indicator in BOUGHT:
            return self._bought(plant, BOUGHT[indicator])
        return 0.0

    def energy_coefficient(self, material_id: str) -> float:
        """tce per canonical unit of a fuel, electricity or heat."""
        return self._energy[material_id]

    def _carbon_to_co2(self) -> float:
        return self._factors[("common", "carbon_to_co2", "", "")]

    def _combustion(self, factor_set: str, fuel: str) -> float:
        parameters = ("net_calorific_value", "carbon_content_per_heat", "oxidation_factor")
        heat, carbon, oxidised = (self._factors[(factor_set, p, fuel, "")] for p in parameters)
        return heat * carbon * oxidised * self._carbon_to_co2()

    def _anode(self, method: str) -> float:
        parameters = ("net_anode_consumption", "anode_sulphur", "anode_ash")
        factor_set = self._sets[(method, "anode_consumption")]
        net, sulphur, ash = (self._factors[(factor_set, p, "", "")] for p in parameters)
        return net * (1 - sulphur - ash) * self._carbon_to_co2()

    def _anode_effect(self, method: str) -> float:
        factor_set = self._sets[(method, "anode_effect")]
        return sum(
            self._factors[(factor_set, f"ef_{gas.lower()}", "", "")]
            * self._factors[("common", "gwp100", gas, "")]
            for gas in ("CF4", "C2F6")
        )

    def _bought(self, plant: Plant, carrier: str) -> float:
        if carrier == "heat":
            return self._factors[("common", "heat_ef", "heat", "")]
        region = f"grid_{self._regions[plant.record['province_id']]}"
        return self._factors[("electricity", "grid_ef", "electricity", region)]

    def _eliminations(self, entity: Entity, year: int) -> float:
        plants = {plant.plant_id: plant for plant in entity.plants}
        return sum(
            self._bought(plants[delivery.receiver], delivery.carrier)
            * sum(delivery.quantities[months_of(year)])
            / MILLION
            for delivery in entity.deliveries
            if delivery.sender in plants and delivery.receiver in plants
        )

    def _plant_energy(self, plant: Plant, book: Book, year: int) -> float:
        total = 0.0
        for series, values in book.items():
            quantity = sum(values[months_of(year)]) / MILLION
            indicator, material = series.indicator_id, series.material_id
            if (
                indicator == "fuel_consumed"
                and Series("fuel_net_calorific_value", material) in book
            ):
                total += _measured_heat(book, material, year) / self._coal_equivalent
            elif indicator in ("fuel_consumed", "reductant_consumed"):
                total += quantity * self._energy[material]
            elif indicator in BOUGHT:
                total += quantity * self._energy[BOUGHT[indicator]]
            elif indicator in SOLD:
                total -= quantity * self._energy[SOLD[indicator]]
            elif indicator == "electricity_generated" and plant.industry_id in self._renewables:
                total += quantity * self._energy[self._renewables[plant.industry_id]]
        return total


def _measured_heat(book: Book, fuel: str, year: int) -> float:
    consumed = book[Series("fuel_consumed", fuel)][months_of(year)]
    heat_values = book[Series("fuel_net_calorific_value", fuel)][months_of(year)]
    return sum(a * b for a, b in zip(consumed, heat_values, strict=True)) / MILLION**2


def _factors(settings: Settings, day: str) -> dict[tuple[str, str, str, str], float]:
    series = ("", "guide default", "regional 2012", "SAR")
    return {
        (row["factor_set"], row["parameter"], row["material_id"], row["region_id"]): float(
            row["value"]
        )
        * MASS_SHARE.get(row["unit"], 1.0)
        for row in read_seed(settings, "factors")
        if row["series"] in series
        and row["valid_from"] <= day
        and (row["valid_to"] or day) >= day
        and _is_number(row["value"])
    }


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _energy_coefficients(settings: Settings) -> dict[str, float]:
    values = {
        row["coefficient_id"]: float(row["value_low"]) / (1000 if row["unit"] == "kgce/m3" else 1)
        for row in read_seed(settings, "energy_coefficients")
        if row["value_low"] and row["kind"] in ("fuel", "heat", "electricity")
    }
    return {
        row["carrier_material_id"]: values[row["coefficient_id"]]
        for row in read_seed(settings, "energy_coefficient_choices")
        if row["coefficient_id"]
    }


def _coal_equivalent(settings: Settings) -> float:
    """GJ per tce."""
    rows = read_seed(settings, "energy_coefficients")
    kilojoules = next(
        row["average_ncv"] for row in rows if row["coefficient_id"] == COAL_EQUIVALENT
    )
    return float(kilojoules) / 1000
