"""What every formula of the reference data must hold, for any activity data.

Units (tonnes or kilograms in, same result), additivity (a plant split in two gives the same
total) and monotony (more activity, more emissions; a deduction deducts more).
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.formulas import evaluate
from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.units import conversion_factor

SETTINGS = Settings.from_environment()
EXPRESSIONS = {row["formula_id"]: row["expression"] for row in read_seed(SETTINGS, "formulas")}
SYMBOLS = read_seed(SETTINGS, "formula_symbols")
UNITS = {row["unit_id"]: row for row in read_seed(SETTINGS, "units")}
FACTOR_UNITS = {row["unit"]: row for row in read_seed(SETTINGS, "factor_units")}
QUANTITIES = {row["indicator_id"]: row["quantity"] for row in read_seed(SETTINGS, "indicators")}
# Quantities of which two parts of a plant have a part each; of the others both have the same.
AMOUNTS = {"mass", "volume", "mass_or_volume", "energy", "electricity", "volume_flow", "count"}
RANGES = {"1": (0.001, 0.3), "MPa": (0.3, 1.5), "degC": (220.0, 400.0)}
# What is part of another symbol, or its zero point, stays below it.
LOWER = {"CaO_0": (0.0, 0.0005), "MgO_0": (0.0, 0.0005), "H0": (0.0, 0.005), "T0": (0.0, 20.0)}
EXAMPLES = 25

every_formula = pytest.mark.parametrize("formula_id", sorted(EXPRESSIONS))


def symbols_of(formula_id: str) -> list[dict[str, str]]:
    """The lines of a formula's symbols."""
    return [row for row in SYMBOLS if row["formula_id"] == formula_id]


def key_of(formula_id: str) -> dict[str, str]:
    """The line of the symbol whose facts make the source streams of a formula."""
    [key] = [row for row in symbols_of(formula_id) if row["is_key"] == "true"]
    return key


def values_for(formula_id: str) -> st.SearchStrategy[dict[str, float]]:
    """A value for each symbol of a formula, in the range of its unit."""
    return st.fixed_dictionaries(
        {
            row["symbol"]: st.floats(
                *LOWER.get(row["symbol"], RANGES.get(row["unit"], (0.01, 1e5)))
            )
            for row in symbols_of(formula_id)
        }
    )


def is_amount(row: dict[str, str]) -> bool:
    """Whether a symbol is a reported amount, of which two halves of a plant have a part each."""
    return any(QUANTITIES.get(one) in AMOUNTS for one in row["indicator_ids"].split(";"))


def magnitude(values: dict[str, float], formula_id: str) -> float:
    """A size beside which differences by rounding are nothing: the largest terms cancel."""
    return abs(evaluate(EXPRESSIONS[formula_id].replace(" - ", " + "), values))


@every_formula
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_the_unit_of_the_activity_does_not_matter(formula_id: str, data: st.DataObject) -> None:
    values, key = data.draw(values_for(formula_id)), key_of(formula_id)
    unit = key["unit"].split(";")[0]
    same_quantity = [row for row in UNITS.values() if row["quantity"] == UNITS[unit]["quantity"]]
    reported = data.draw(st.sampled_from(same_quantity))
    in_reported_unit = Decimal(str(values[key["symbol"]])) / conversion_factor(
        reported["pint_expression"], UNITS[unit]["pint_expression"]
    )
    # As staging converts it, by the exact factors of the reference data.
    canonical = in_reported_unit * Decimal(reported["factor_to_canonical"])
    converted = float(canonical / Decimal(UNITS[unit]["factor_to_canonical"]))
    again = evaluate(EXPRESSIONS[formula_id], values | {key["symbol"]: converted})
    assert again == pytest.approx(
        evaluate(EXPRESSIONS[formula_id], values),
        rel=1e-9,
        abs=1e-9 * magnitude(values, formula_id),
    )


@every_formula
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_a_plant_split_in_two_emits_the_same(formula_id: str, data: st.DataObject) -> None:
    values, part = data.draw(values_for(formula_id)), data.draw(st.floats(0.01, 0.99))
    amounts = [row["symbol"] for row in symbols_of(formula_id) if is_amount(row)]
    assert amounts
    halves = sum(
        evaluate(
            EXPRESSIONS[formula_id],
            values | {symbol: values[symbol] * share for symbol in amounts},
        )
        for share in (part, 1 - part)
    )
    assert halves == pytest.approx(
        evaluate(EXPRESSIONS[formula_id], values),
        rel=1e-9,
        abs=1e-9 * magnitude(values, formula_id),
    )


@every_formula
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_more_activity_emits_more(formula_id: str, data: st.DataObject) -> None:
    values, more = data.draw(values_for(formula_id)), data.draw(st.floats(1.01, 10))
    expression, key = EXPRESSIONS[formula_id], key_of(formula_id)["symbol"]
    gained = evaluate(expression, values | {key: values[key] * more}) - evaluate(expression, values)
    assert gained < 0 if expression.startswith("-") else gained > 0
