"""How a plant writes a quantity: its unit and the fineness of its numbers."""

from __future__ import annotations

from decimal import Decimal

from pipelines.demo.tables import Series, read_table
from pipelines.reference import read_seed
from pipelines.settings import Settings

STYLES = ("plain", "bulk", "works")
MILLION = 1_000_000


class Presentation:
    """Units and quanta for every series that a plant reports by the month."""

    def __init__(self, settings: Settings) -> None:
        self.indicators = {row["indicator_id"]: row for row in read_seed(settings, "indicators")}
        self._materials = {
            row["material_id"]: row["canonical_unit"] for row in read_seed(settings, "materials")
        }
        self._rows = {
            (row["domain"], row["canonical_unit"], row["material_id"]): row
            for row in read_table("presentation")
        }
        self._factors = _factors_by_text(settings)

    def quantum(self, series: Series) -> Decimal:
        """The smallest step of the series, in its canonical unit."""
        return Decimal(self._row(series)["quantum"])

    def text(self, series: Series, style: str, millionths: int) -> tuple[Decimal, str]:
        """A quantity as a plant of this style writes it: value and unit."""
        unit = self._row(series)[style]
        value = Decimal(millionths) / MILLION / self._factors[unit]
        return value, unit

    def factor(self, unit: str) -> Decimal:
        """How many canonical units one unit is, by its id, name or other spelling."""
        return self._factors[unit]

    def _row(self, series: Series) -> dict[str, str]:
        indicator = self.indicators[series.indicator_id]
        domain = indicator["domain"]
        unit = indicator["canonical_unit"] or self._materials[series.material_id]
        key = (domain, unit, series.material_id)
        return self._rows[key] if key in self._rows else self._rows[(domain, unit, "")]


def _factors_by_text(settings: Settings) -> dict[str, Decimal]:
    factors = {
        row["unit_id"]: Decimal(row["factor_to_canonical"]) for row in read_seed(settings, "units")
    }
    names = {row["alias"]: factors[row["unit_id"]] for row in read_seed(settings, "unit_aliases")}
    return factors | names
