"""Every formula gives the mass of its gas in t, whatever units its symbols stand in."""

from __future__ import annotations

import random

import pytest

from pipelines.formulas import evaluate
from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.units import registry

SETTINGS = Settings.from_environment()
# The enthalpy of steam comes in GJ/t, whatever else stands beside it.
FORMULAS = {
    row["formula_id"]: row["expression"]
    for row in read_seed(SETTINGS, "formulas")
    if "steam_enthalpy" not in row["expression"]
}
SYMBOLS = read_seed(SETTINGS, "formula_symbols")
UNITS = {row["unit_id"]: row for row in read_seed(SETTINGS, "units")}
QUOTIENTS = {row["unit"]: row for row in read_seed(SETTINGS, "factor_units")}
KILOGRAMS_PER_TONNE = 1000


def plain_scale(unit_id: str) -> float:
    """How many base units of SI (kg, m, s, J …) one is; shares as fractions of one."""
    unit = registry().Quantity(1, UNITS[unit_id]["pint_expression"])
    return float(unit.to_base_units().magnitude)


def scale_of(unit: str) -> float:
    """How many base units, or quotients of them, a unit of a symbol is."""
    if unit in QUOTIENTS:
        quotient = QUOTIENTS[unit]
        above, below = quotient["numerator_unit_id"], quotient["denominator_unit_id"]
        return plain_scale(above) / plain_scale(below)
    return plain_scale(unit)


@pytest.mark.parametrize("formula_id", sorted(FORMULAS))
def test_a_formula_gives_tonnes(formula_id: str) -> None:
    """With every symbol in base units it gives the same mass in kg."""
    generator = random.Random(formula_id)
    rows = [row for row in SYMBOLS if row["formula_id"] == formula_id]
    for place in range(max(len(row["unit"].split(";")) for row in rows)):
        values, base = {}, {}
        for row in rows:
            units = row["unit"].split(";")
            unit = units[min(place, len(units) - 1)].strip()
            value = generator.uniform(0.3, 1.5)
            values[row["symbol"]] = value
            base[row["symbol"]] = value * scale_of(unit)
        expression = FORMULAS[formula_id]
        kilograms = evaluate(expression, base)
        assert evaluate(expression, values) * KILOGRAMS_PER_TONNE == pytest.approx(kilograms)
