"""Uncertainty by error propagation, held to a Monte Carlo run over the demonstration group.

The Monte Carlo run (IPCC 2006, volume 1, chapter 3, approach 2) draws every fact and factor from
its stated interval, each factor and each series of one instrument once, and evaluates the formulas
as reference data writes them.
"""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from typing import Any

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray

from pipelines.formulas import FUNCTIONS, evaluate, symbols_of

pytestmark = pytest.mark.slow

YEAR = 2021
DRAWS = 20_000
SEED = 20_210_101
AGREEMENT = 0.05
NORMAL_QUANTILE = 1.959964

Draws = NDArray[np.float64]

# One row per input: what it is calculated from, its interval, and what it moves together with.
INPUTS = """
    select
        inputs.calculation_number, inputs.symbol, inputs.value,
        coalesce(of_facts.half_width_pct, of_factors.half_width_pct, 0) as half_width_pct,
        case
            when of_facts.correlation = 'series' then concat_ws(
                '|', facts.plant_id, facts.indicator_id, facts.material_id, facts.counterparty_id
            )
            else coalesce(inputs.fact_id, inputs.factor_id, '')
        end as moves_with
    from intermediate.int_emissions__inputs as inputs
    left join intermediate.int_facts__accounting as facts using (fact_id)
    left join intermediate.int_uncertainties__facts as of_facts
        on facts.indicator_id = of_facts.indicator_id
        and facts.material_id = of_facts.material_id
        and facts.data_quality = of_facts.data_quality
    left join intermediate.int_uncertainties__factors as of_factors using (factor_id)
"""
CALCULATIONS = """
    select distinct counted.calculation_number, formulas.expression
    from intermediate.int_emissions__counted as counted
    join intermediate.int_emissions__by_method as emissions using (calculation_number)
    join reference.formulas as formulas using (formula_id)
    where counted.purposes like '%disclosure%' and counted.year = ?
    order by counted.calculation_number
"""


@pytest.fixture(scope="module")
def marts(demonstration: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The marts of the demonstration group."""
    return demonstration


@pytest.fixture(scope="module")
def draws(marts: duckdb.DuckDBPyConnection) -> dict[int, Draws]:
    """Emissions of each calculation of the disclosed totals, by draw."""
    random = np.random.default_rng(SEED)
    errors: dict[str, Draws] = {}
    inputs: dict[int, dict[str, tuple[float, Draws | float]]] = {}
    for number, symbol, value, half_width, moves_with in marts.execute(
        f"select * from ({INPUTS}) order by calculation_number, symbol"
    ).fetchall():
        if half_width and moves_with not in errors:
            errors[moves_with] = random.standard_normal(DRAWS) / NORMAL_QUANTILE
        error = errors[moves_with] * half_width / 100 if half_width else 0.0
        inputs.setdefault(number, {})[symbol] = (value, value * (1 + error))
    calculations = marts.execute(CALCULATIONS, [YEAR]).fetchall()
    assert calculations
    return {number: _drawn(expression, inputs[number]) for number, expression in calculations}


def _drawn(expression: str, inputs: dict[str, tuple[float, Draws | float]]) -> Draws:
    """Emissions by draw; the same formula at the values themselves is what Potline evaluates."""
    at_values = {symbol: value for symbol, (value, _) in inputs.items()}
    drawn = {symbol: values for symbol, (_, values) in inputs.items()}
    central = evaluate(expression, at_values)
    assert _vectorised(expression, at_values) == pytest.approx(central)
    return np.broadcast_to(_vectorised(expression, drawn) * drawn["GWP"], DRAWS)


def _vectorised(expression: str, values: Any) -> Any:
    """The formula over arrays; `symbols_of` refuses all that is not arithmetic."""
    functions: dict[str, Any] = {name: np.vectorize(each) for name, each in FUNCTIONS.items()}
    functions["min"] = lambda *parts: reduce(np.minimum, parts)
    functions["max"] = lambda *parts: reduce(np.maximum, parts)
    known = {symbol: values[symbol] for symbol in symbols_of(expression)}
    return eval(expression, {"__builtins__": {}}, functions | known)


def test_every_interval_agrees_with_the_monte_carlo_run(
    marts: duckdb.DuckDBPyConnection, draws: dict[int, Draws]
) -> None:
    intervals = marts.execute(
        "select entity_type, entity_id, emissions_tco2e, half_width_tco2e from rpt_uncertainty"
        " where year = ?",
        [YEAR],
    ).fetchall()
    assert {kind for kind, *_ in intervals} >= {"plant", "strategic_unit", "group"}
    for kind, entity, emissions, half_width in intervals:
        numbers = marts.execute(
            "select calculation_number from intermediate.int_emissions__counted"
            " where purposes like '%disclosure%' and (entity_type, entity_id, year) = (?, ?, ?)",
            [kind, entity, YEAR],
        ).fetchall()
        total = np.sum([draws[number] for (number,) in numbers], axis=0)
        low, middle, high = np.quantile(total, [0.025, 0.5, 0.975])
        assert float(emissions) == pytest.approx(middle, rel=0.01), entity
        assert float(half_width) == pytest.approx((high - low) / 2, rel=AGREEMENT), entity


def test_every_row_agrees_with_the_monte_carlo_run(
    marts: duckdb.DuckDBPyConnection, draws: dict[int, Draws]
) -> None:
    rows = marts.execute(
        "select emissions.calculation_number, fct.stream_id, fct.gas, fct.emissions_tco2e,"
        " fct.uncertainty_pct from fct_ghg_emissions as fct"
        " join intermediate.int_emissions__by_method as emissions using (calculation_id)"
        " where fct.period = make_date(?, 6, 1) and fct.emissions_tco2e <> 0",
        [YEAR],
    ).fetchall()
    assert len({stream_id.split(":")[0] for _, stream_id, *_ in rows}) >= 8
    for number, stream_id, gas, emissions, uncertainty_pct in rows:
        low, high = np.quantile(draws[number], [0.025, 0.975])
        half_width = float(emissions) * float(uncertainty_pct) / 100
        assert half_width == pytest.approx((high - low) / 2, rel=AGREEMENT), (stream_id, gas)


def test_totals_are_the_disclosed_ones_and_shares_by_grade_add_up(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert marts.execute(
        "select entity_id, year, emissions_tco2e from rpt_uncertainty where entity_type <> 'plant'"
        " order by all"
    ).fetchall() == (
        marts.execute(
            "select entity_id, year, emissions_tco2e"
            " from intermediate.int_emissions__by_entity_year order by all"
        ).fetchall()
    )
    totals = marts.execute(
        "select (entity_id, year), sum(emissions_tco2e), round(sum(share_pct), 3)"
        " from rpt_data_quality"
        " where purpose = 'disclosure' and method_id = '' group by all"
    ).fetchall()
    expected = dict(
        marts.execute("select (entity_id, year), emissions_tco2e from rpt_uncertainty").fetchall()
    )
    assert {entity: total for entity, total, _ in totals} == expected
    assert {share for *_, share in totals} == {100}


def test_every_result_has_an_interval(marts: duckdb.DuckDBPyConnection) -> None:
    without = marts.execute(
        "select distinct without_uncertainty from fct_ghg_by_method"
        " where without_uncertainty is not null"
    ).fetchall()
    assert without == []


def test_largest_contributors_come_first_and_add_up_to_no_more_than_all(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    for entity, ranks, share in marts.execute(
        "select (entity_id, year),"
        " list(contributor_rank order by half_width_tco2e desc, contributor_id),"
        " sum(variance_share_pct) from rpt_uncertainty_contributors group by all"
    ).fetchall():
        assert ranks == list(range(1, len(ranks) + 1)), entity
        assert share <= Decimal("100.0001"), entity
