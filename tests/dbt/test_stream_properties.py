"""Additivity and monotony through the SQL: what the models give, not what the formulas say."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stream_models import StreamModels

pytestmark = pytest.mark.slow

AMOUNT, SHARE = st.floats(0.1, 1e5), st.floats(0.001, 0.3)
COAL = {"FC": AMOUNT, "NCV": st.floats(5, 45), "CC": SHARE, "OF": SHARE, "CO2_per_C": AMOUNT}
COKE = {
    **dict.fromkeys(("GC", "CC", "UCC", "DU"), AMOUNT),
    **dict.fromkeys(("WFC", "WFC_c", "Wvar", "Wvar_c", "K1"), SHARE),
    **dict.fromkeys(("CO2_per_C", "CO2_per_CH4"), st.floats(1, 5)),
}
# Formula, values and the amounts of which two halves of a plant have a part each.
CASES = [
    ("combustion_heat", COAL, ("FC",)),
    ("calcination", COKE, ("GC", "CC", "UCC", "DU")),
]
every_case = pytest.mark.parametrize(
    ("formula_id", "ranges", "amounts"), CASES, ids=[case[0] for case in CASES]
)
few = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@every_case
@few
@given(data=st.data())
def test_a_plant_split_in_two_emits_the_same(
    stream_models: StreamModels,
    formula_id: str,
    ranges: dict[str, st.SearchStrategy[float]],
    amounts: tuple[str, ...],
    data: st.DataObject,
) -> None:
    values, part = data.draw(st.fixed_dictionaries(ranges)), data.draw(st.floats(0.01, 0.99))
    draws = [
        values | {symbol: values[symbol] * share for symbol in amounts}
        for share in (1.0, part, 1 - part)
    ]
    whole, *halves = (one.gas_mass for one in stream_models.calculate(formula_id, draws))
    size = sum(values[symbol] for symbol in amounts)
    assert sum(halves) == pytest.approx(whole, rel=1e-9, abs=1e-9 * size)


@every_case
@few
@given(data=st.data())
def test_more_activity_emits_more(
    stream_models: StreamModels,
    formula_id: str,
    ranges: dict[str, st.SearchStrategy[float]],
    amounts: tuple[str, ...],
    data: st.DataObject,
) -> None:
    values, more = data.draw(st.fixed_dictionaries(ranges)), data.draw(st.floats(1.01, 10))
    key = amounts[0]
    draws = [values, values | {key: values[key] * more}]
    less, greater = (one.gas_mass for one in stream_models.calculate(formula_id, draws))
    assert greater > less
