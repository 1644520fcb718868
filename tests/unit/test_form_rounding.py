"""The rounding of official forms in SQL: halves away from zero, as a person rounds by hand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import duckdb
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.settings import Settings

MACROS = Settings.from_environment().dbt_project / "macros" / "streams.sql"
CONNECTION = duckdb.connect()


def rounded(value: Decimal, decimals: int) -> Decimal:
    """What the macro makes of a number that is stored as a DOUBLE."""
    text = MACROS.read_text(encoding="utf-8") + "{{ half_up('cast(? as double)', decimals) }}"
    expression = jinja2.Template(text).render(decimals=decimals)
    [(number,)] = CONNECTION.execute(f"select {expression}", [str(value)] * 2).fetchall()
    return Decimal(str(number))


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [("21.005", 2, "21.01"), ("5.9642", 2, "5.96"), ("-0.125", 2, "-0.13"), ("1.0049", 2, "1.00")],
)
def test_a_half_goes_away_from_zero(value: str, decimals: int, expected: str) -> None:
    assert rounded(Decimal(value), decimals) == Decimal(expected)


@given(st.decimals(-1_000_000, 1_000_000, places=6), st.integers(0, 5))
def test_it_rounds_as_decimal_arithmetic_does(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rounded(value, decimals) == expected
