"""Values are intervals of their printed digits: a rule is broken where nothing in them keeps it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from rule_base import SETTINGS, base_group, subjects_and_broken

from pipelines.quality.rules import Rule, load_rules

RULES = {rule.rule_id: rule for rule in load_rules(SETTINGS)}


@pytest.fixture(scope="module")
def group() -> duckdb.DuckDBPyConnection:
    """The small group, once for all cases."""
    return base_group()


@pytest.fixture
def changeable(group: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The small group, whose changes are taken back after each case."""
    group.execute("begin")
    yield group
    group.execute("rollback")


def state(
    group: duckdb.DuckDBPyConnection,
    indicator_id: str,
    value: str,
    half_unit: str,
    period: str = "2021-03-01",
) -> None:
    """A value of the smelter as it would be read with these printed digits."""
    group.execute(
        "update staging.stg_facts set value = ?::decimal(19, 6), half_unit = ?::decimal(20, 7)"
        " where plant_id = 'AL01' and indicator_id = ? and period = ?",
        [value, half_unit, indicator_id, period],
    )


def broken(group: duckdb.DuckDBPyConnection, rule: Rule) -> int:
    """How many subjects break a rule."""
    return subjects_and_broken(group, rule)[1]


@pytest.mark.parametrize(
    ("removed", "half_unit", "is_broken"),
    [
        ("2.15", "0.005", False),
        ("2.17", "0.005", True),
        ("2.2", "0.05", False),
        ("2.3", "0.05", True),
        ("2", "0.5", False),
    ],
)
def test_an_identity_holds_where_the_intervals_meet(
    changeable: duckdb.DuckDBPyConnection, removed: str, half_unit: str, is_broken: bool
) -> None:
    """3.1 generated with one decimal, 1.00 emitted with two: between 2.045 and 2.155 removed."""
    state(changeable, "so2_generated", "3.1", "0.05")
    state(changeable, "so2_emitted", "1", "0.005")
    state(changeable, "so2_removed", removed, half_unit)
    assert broken(changeable, RULES["so2_emitted_is_rest"]) == is_broken


@pytest.mark.parametrize(("emitted", "is_broken"), [("3.1", False), ("3.2", True)])
def test_a_bound_may_be_passed_by_rounding_alone(
    changeable: duckdb.DuckDBPyConnection, emitted: str, is_broken: bool
) -> None:
    state(changeable, "so2_generated", "3.06", "0.005")
    state(changeable, "so2_emitted", emitted, "0.05")
    assert broken(changeable, RULES["so2_emitted_within_generated"]) == is_broken


@pytest.mark.parametrize(("half_unit", "is_broken"), [("0.01", True), ("0.5", False)])
def test_a_ratio_is_as_wide_as_its_digits(
    changeable: duckdb.DuckDBPyConnection, half_unit: str, is_broken: bool
) -> None:
    """188.8 / 100 is below 1.889, and 188.8 printed without decimals may be 189.3."""
    state(changeable, "product_output", "100", "0.0001")
    state(changeable, "raw_material_consumed", "188.8", half_unit)
    assert broken(changeable, RULES["alumina_above_stoichiometry"]) == is_broken


@pytest.mark.parametrize(("half_unit", "is_broken"), [("0.001", True), ("0.5", False)])
def test_a_stock_continues_in_other_digits(
    changeable: duckdb.DuckDBPyConnection, half_unit: str, is_broken: bool
) -> None:
    state(changeable, "general_waste_opening_stock", "10.3", half_unit)
    assert broken(changeable, RULES["general_waste_stock_continues"]) == is_broken


@pytest.mark.parametrize(("half_unit", "is_broken"), [("0.001", True), ("0.5", False)])
def test_a_year_in_whole_tonnes_is_the_sum_of_its_months(
    changeable: duckdb.DuckDBPyConnection, half_unit: str, is_broken: bool
) -> None:
    state(changeable, "year_product_output", "1201", half_unit, "2021-01-01")
    assert broken(changeable, RULES["output_months_and_year"]) == is_broken


@pytest.mark.parametrize(("value", "is_broken"), [("100.04", False), ("100.2", True)])
def test_a_share_may_be_rounded_to_more_than_the_whole(
    changeable: duckdb.DuckDBPyConnection, value: str, is_broken: bool
) -> None:
    changeable.execute(
        "update staging.stg_facts set value = ?::decimal(19, 6), half_unit = 0.05"
        " where indicator_id = 'fuel_moisture_received' and period = '2021-03-01'",
        [value],
    )
    assert broken(changeable, RULES["shares_within_100_percent"]) == is_broken
