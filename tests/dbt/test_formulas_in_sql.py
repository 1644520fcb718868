"""Every formula of the reference data against the SQL of its kind of source stream.

`expression` is what a verifier reads and `potline explain` re-evaluates; the model is what
calculates. Both, and the sensitivities, must be the same for any values.
"""

from __future__ import annotations

import random

import pytest
from stream_models import StreamModels

from pipelines.formulas import evaluate, symbols_of
from pipelines.reference import read_seed
from pipelines.settings import Settings

pytestmark = pytest.mark.slow

SETTINGS = Settings.from_environment()
FORMULAS = {row["formula_id"]: row for row in read_seed(SETTINGS, "formulas")}
SYMBOLS = read_seed(SETTINGS, "formula_symbols")
# Ranges in which a symbol is drawn, by its unit; shares are small so that 1 - a - b is positive.
RANGES = {"1": (0.01, 0.2), "MPa": (0.3, 1.5), "degC": (220.0, 400.0)}
DRAWS = 20
STEP = 1e-4


def drawn(formula_id: str, generator: random.Random) -> dict[str, float]:
    """A value for each symbol of a formula, in the range of its unit."""
    return {
        row["symbol"]: generator.uniform(*RANGES.get(row["unit"], (1.0, 9.0)))
        for row in SYMBOLS
        if row["formula_id"] == formula_id
    }


def elasticity(expression: str, values: dict[str, float], symbol: str) -> float:
    """x * dE/dx of an expression, by central difference."""
    up, down = (
        evaluate(expression, values | {symbol: values[symbol] * (1 + step)})
        for step in (STEP, -STEP)
    )
    return (up - down) / (2 * STEP)


@pytest.mark.parametrize("formula_id", sorted(FORMULAS))
def test_the_model_calculates_what_the_formula_says(
    stream_models: StreamModels, formula_id: str
) -> None:
    generator = random.Random(formula_id)
    draws = [drawn(formula_id, generator) for _ in range(DRAWS)]
    expression = FORMULAS[formula_id]["expression"]
    results = stream_models.calculate(formula_id, draws)
    assert len(results) == DRAWS
    for values, result in zip(draws, results, strict=True):
        mass = result.gas_mass
        assert mass == pytest.approx(evaluate(expression, values), rel=1e-12)
        for symbol in symbols_of(expression):
            expected = elasticity(expression, values, symbol)
            assert result.sensitivities.get(symbol, mass) == pytest.approx(
                expected, rel=1e-4, abs=1e-6
            ), symbol


@pytest.mark.parametrize("formula_id", sorted(FORMULAS))
def test_a_formula_names_its_symbols_and_one_key(formula_id: str) -> None:
    rows = [row for row in SYMBOLS if row["formula_id"] == formula_id]
    assert {row["symbol"] for row in rows} == set(symbols_of(FORMULAS[formula_id]["expression"]))
    assert [row["is_key"] for row in rows].count("true") == 1
