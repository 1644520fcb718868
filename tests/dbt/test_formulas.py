"""Every formula of the reference data against the SQL of its kind of source stream.

`expression` is what a verifier reads and `potline explain` re-evaluates; the model is what
calculates. Both, and the sensitivities, must be the same for any values.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import duckdb
import pytest
from staged import DbtProject

from pipelines.dbt_functions import register
from pipelines.formulas import evaluate, symbols_of
from pipelines.reference import read_seed
from pipelines.settings import Settings

pytestmark = pytest.mark.slow

SETTINGS = Settings.from_environment()
FORMULAS = {row["formula_id"]: row for row in read_seed(SETTINGS, "formulas")}
STREAMS = "models/intermediate/accounting/streams"
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


@pytest.fixture(scope="module")
def models(dbt_project: DbtProject) -> Iterator[duckdb.DuckDBPyConnection]:
    """The model of each kind of source stream over an empty table of inputs."""
    dbt_project.run("compile", "--select", f"path:{STREAMS}")
    connection = duckdb.connect()
    register(connection)
    connection.execute("attach ':memory:' as build; use build")
    connection.execute("create schema intermediate; create schema reference")
    connection.execute(
        "create table reference.roundings"
        " (rounding_id varchar, element varchar, decimals integer, source varchar);"
        "create table intermediate.int_source_streams__inputs (calculation_number integer,"
        " stream_kind varchar, formula_id varchar, rounding_id varchar, symbol varchar,"
        " value double, form_value double, fact_id varchar)"
    )
    for model in (dbt_project.folder / "target" / "compiled" / "potline" / STREAMS).glob("*.sql"):
        connection.execute(f"create view {model.stem} as {model.read_text(encoding='utf-8')}")
    yield connection
    connection.close()


def calculated(
    models: duckdb.DuckDBPyConnection, formula_id: str, draws: list[dict[str, float]]
) -> list[tuple[float, dict[str, float]]]:
    """The mass of gas, and the sensitivities by symbol, that the model gives for each draw."""
    kind = FORMULAS[formula_id]["stream_kind"]
    models.execute("delete from intermediate.int_source_streams__inputs")
    models.executemany(
        "insert into intermediate.int_source_streams__inputs"
        " values (?, ?, ?, null, ?, ?, null, null)",
        [
            (number, kind, formula_id, symbol, value)
            for number, values in enumerate(draws)
            for symbol, value in values.items()
        ],
    )
    rows = models.execute(
        f"select gas_mass, sensitivities from int_emissions__{kind} order by calculation_number"
    ).fetchall()
    return [(mass, {one["symbol"]: one["gas_mass"] for one in named}) for mass, named in rows]


def elasticity(expression: str, values: dict[str, float], symbol: str) -> float:
    """x * dE/dx of an expression, by central difference."""
    up, down = (
        evaluate(expression, values | {symbol: values[symbol] * (1 + step)})
        for step in (STEP, -STEP)
    )
    return (up - down) / (2 * STEP)


@pytest.mark.parametrize("formula_id", sorted(FORMULAS))
def test_the_model_calculates_what_the_formula_says(
    models: duckdb.DuckDBPyConnection, formula_id: str
) -> None:
    generator = random.Random(formula_id)
    draws = [drawn(formula_id, generator) for _ in range(DRAWS)]
    expression = FORMULAS[formula_id]["expression"]
    results = calculated(models, formula_id, draws)
    assert len(results) == DRAWS
    for values, (mass, named) in zip(draws, results, strict=True):
        assert mass == pytest.approx(evaluate(expression, values), rel=1e-12)
        for symbol in symbols_of(expression):
            expected = elasticity(expression, values, symbol)
            assert named.get(symbol, mass) == pytest.approx(expected, rel=1e-4, abs=1e-6), symbol


@pytest.mark.parametrize("formula_id", sorted(FORMULAS))
def test_a_formula_names_its_symbols_and_one_key(formula_id: str) -> None:
    rows = [row for row in SYMBOLS if row["formula_id"] == formula_id]
    assert {row["symbol"] for row in rows} == set(symbols_of(FORMULAS[formula_id]["expression"]))
    assert [row["is_key"] for row in rows].count("true") == 1
