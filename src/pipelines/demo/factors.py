"""Factors and energy coefficients of the reference data, as the generator looks them up."""

from __future__ import annotations

from pipelines.reference import read_seed
from pipelines.settings import Settings

# How a printed unit relates to canonical units: t, m3, MWh, GJ and shares of one.
CANONICAL = {
    "%": 0.01,
    "kg/t Al": 0.001,
    "GJ/10^4 Nm3": 0.0001,
    "t CO2/10^4 Nm3": 0.0001,
    "kgce/m3": 0.001,
}
PURPOSE = "disclosure"
GRID_LEVEL = "grid"
PURPOSE = "disclosure"
STATISTICS = "energy_statistics"
CALORIFIC = "calorific"
COAL_EQUIVALENT = "EC056"


class Factors:
    """Factors by industry and source stream, as the disclosure method of one day names them."""

    def __init__(self, settings: Settings, day: str) -> None:
        methods = [
            row
            for row in read_seed(settings, "methods")
            if _is_valid(row, day) and PURPOSE in row["purposes"].split(";")
        ]
        self._methods = {
            industry: row for row in methods for industry in row["industry_ids"].split(";")
        }
        self._sets: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in read_seed(settings, "method_factor_sets"):
            if not row["variant_id"] and _is_valid(row, day):
                self._sets.setdefault((row["method_id"], row["stream_kind"]), []).append(row)
        self._values = {
            _key(row): row for row in read_seed(settings, "factors") if _is_valid(row, day)
        }
        self._regions = {
            row["province_id"]: row["grid_region"] for row in read_seed(settings, "provinces")
        }

    def factor(self, industry_id: str, stream: str, parameter: str, material_id: str = "") -> float:
        """One factor of a stream, in canonical units. Raises KeyError where there is none."""
        for chosen in self._chosen(industry_id, stream):
            key = (chosen["factor_set"], parameter, material_id, "", chosen["series"])
            if key in self._values:
                return self._value(*key)
        raise KeyError((industry_id, stream, parameter, material_id))

    def grid(self, industry_id: str, province_id: str) -> float:
        """t CO2 per MWh of the regional grid that supplies a province."""
        region = f"grid_{self._regions[province_id]}"
        chosen = next(
            row
            for row in self._chosen(industry_id, "purchased_electricity")
            if row["region_level"] == GRID_LEVEL
        )
        return self._value(chosen["factor_set"], "grid_ef", "electricity", region, chosen["series"])

    def warming(self, industry_id: str, gas: str) -> float:
        """The global warming potential of a gas in the set of the method."""
        series = self._methods[industry_id]["gwp_set"]
        return self._value("common", "gwp100", gas, "", series)

    def carbon_to_co2(self) -> float:
        """t CO2 per t of carbon."""
        return self._value("common", "carbon_to_co2", "", "", "guide default")

    def _chosen(self, industry_id: str, stream: str) -> list[dict[str, str]]:
        """The factor sets of a stream, the preferred one first."""
        rows = self._sets[(self._methods[industry_id]["method_id"], stream)]
        return sorted(rows, key=lambda row: int(row["preference"]))

    def _value(self, *key: str) -> float:
        row = self._values[key]
        return float(row["value"]) * CANONICAL.get(row["unit"], 1.0)


class EnergyCoefficients:
    """tce per canonical unit of fuels, electricity, heat and renewable power."""

    def __init__(self, settings: Settings) -> None:
        rows = {row["coefficient_id"]: row for row in read_seed(settings, "energy_coefficients")}
        [default] = [
            row for row in read_seed(settings, "energy_bases") if row["is_default"] == "true"
        ]
        self._rows = {
            choice["carrier_material_id"]: rows[choice["coefficient_id"]]
            for choice in read_seed(settings, "energy_coefficient_choices")
            if choice["standard_id"] == default["standard_id"]
            and default["valuation"] in choice["valuations"].split(";")
            and choice["coefficient_id"] in rows
        }
        self.gigajoules_per_tce = float(rows[COAL_EQUIVALENT]["average_ncv"]) / 1000

    def of(self, carrier: str) -> float:
        """The coefficient of one carrier. Raises KeyError where the reference data chose none."""
        row = self._rows[carrier]
        return float(row["value_low"]) * CANONICAL.get(row["unit"], 1.0)


def _key(row: dict[str, str]) -> tuple[str, ...]:
    names = ("factor_set", "parameter", "material_id", "region_id", "series")
    return tuple(row[name] for name in names)


def _is_valid(row: dict[str, str], day: str) -> bool:
    return row["valid_from"] <= day <= (row["valid_to"] or day)
