"""Detectors against a plant's own history: one cause gives one finding, and a season none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import duckdb
import pytest
from rule_base import SETTINGS, base_group, failing

from pipelines.quality.rules import Rule, load_rules

RULES = {rule.rule_id: rule for rule in load_rules(SETTINGS)}
MARCH = "plant_id = 'AL01' and period = '2021-03-01'"


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


def state(group: duckdb.DuckDBPyConnection, indicator_id: str, value: float, where: str) -> None:
    """A value of a plant and month."""
    group.execute(
        f"update staging.stg_facts set value = {value} where indicator_id = '{indicator_id}'"
        f" and {where}"
    )


def found(group: duckdb.DuckDBPyConnection, rule_id: str) -> list[list[str]]:
    """The cells of the findings of a rule, noted as a gate notes them."""
    rule: Rule = RULES[rule_id]
    findings = failing(group, rule)
    group.executemany(
        "insert into gate.broken values (?, ?, ?)",
        [[rule_id, each["submission_id"], each["cell_ids"]] for each in findings] or [[None] * 3],
    )
    return [cast("list[str]", each["cell_ids"]) for each in findings]


def test_a_unit_slip_is_no_outlier_besides(changeable: duckdb.DuckDBPyConnection) -> None:
    state(changeable, "so2_emitted", 2000, MARCH)
    [[cell]] = found(changeable, "unit_slip_1000")
    assert "so2_emitted" in cell
    assert found(changeable, "near_its_own_history") == []
    assert found(changeable, "near_its_own_intensity") == []


def test_exchanged_values_are_no_outliers_besides(changeable: duckdb.DuckDBPyConnection) -> None:
    state(changeable, "so2_emitted", 0.2, MARCH)
    state(changeable, "smoke_dust_emitted", 2, MARCH)
    [cells] = found(changeable, "values_not_exchanged")
    assert ["smoke_dust_emitted" in cells[0], "so2_emitted" in cells[1]] == [True, True]
    assert found(changeable, "near_its_own_history") == []


def test_values_that_are_both_high_were_not_exchanged(
    changeable: duckdb.DuckDBPyConnection,
) -> None:
    state(changeable, "so2_emitted", 4, MARCH)
    state(changeable, "smoke_dust_emitted", 0.4, MARCH)
    assert found(changeable, "values_not_exchanged") == []


def test_an_outlier_is_found_at_its_cell_and_once(changeable: duckdb.DuckDBPyConnection) -> None:
    state(changeable, "so2_emitted", 14, MARCH)
    [[cell]] = found(changeable, "near_its_own_history")
    assert "AL01.2021-03-01.so2_emitted" in cell
    assert found(changeable, "near_its_own_intensity") == []


def test_what_blocks_at_the_value_is_not_found_again(changeable: duckdb.DuckDBPyConnection) -> None:
    state(changeable, "so2_emitted", 14, MARCH)
    [[first, _]] = found(changeable, "so2_emitted_within_generated")
    assert "so2_emitted" in first
    assert found(changeable, "near_its_own_history") == []


def test_what_another_year_had_in_that_month_is_the_season(
    changeable: duckdb.DuckDBPyConnection,
) -> None:
    state(changeable, "so2_emitted", 14, MARCH)
    changeable.execute(
        "insert into staging.stg_facts by name select * replace (date '2020-03-01' as period,"
        f" 'S-before' as submission_id) from staging.stg_facts where {MARCH}"
    )
    changeable.execute("insert into gate.history values ('S-before')")
    assert found(changeable, "near_its_own_history") == []


def test_a_plant_that_varies_has_no_outliers(changeable: duckdb.DuckDBPyConnection) -> None:
    changeable.execute(
        "update staging.stg_facts set value = 2 * 1.6 ** (month(period) % 5)"
        " where plant_id = 'AL01' and indicator_id = 'so2_emitted'"
    )
    state(changeable, "so2_emitted", 30, MARCH)
    assert found(changeable, "near_its_own_history") == []


def test_an_emission_that_stays_while_the_output_falls_is_found(
    changeable: duckdb.DuckDBPyConnection,
) -> None:
    state(changeable, "product_output", 25, MARCH)
    assert found(changeable, "near_its_own_history") == []
    cells = {cell for [cell] in found(changeable, "near_its_own_intensity")}
    assert any("so2_emitted" in cell for cell in cells)


def test_few_months_are_no_history(changeable: duckdb.DuckDBPyConnection) -> None:
    changeable.execute("delete from gate.history where submission_id > 'S-AL01-month-2021-06-01'")
    state(changeable, "so2_emitted", 14, MARCH)
    assert found(changeable, "near_its_own_history") == []


def test_a_sheet_copied_but_for_two_cells_is_a_copy(changeable: duckdb.DuckDBPyConnection) -> None:
    changeable.execute(
        "update staging.stg_facts set value = before.value from staging.stg_facts as before"
        " where stg_facts.plant_id = 'AL01' and before.plant_id = 'AL01'"
        " and stg_facts.indicator_id = before.indicator_id and stg_facts.domain = 'water'"
        " and before.period = '2021-02-01' and stg_facts.period = '2021-03-01'"
    )
    [[_]] = found(changeable, "not_copied_from_month_before")
    state(changeable, "total_water", 1234, MARCH)
    state(changeable, "fresh_water", 234, MARCH)
    [[_]] = found(changeable, "not_copied_from_month_before")
    state(changeable, "wastewater_reused", 41, MARCH)
    state(changeable, "cod_discharged", 41, MARCH)
    assert found(changeable, "not_copied_from_month_before") == []


def test_a_sheet_of_another_plant_but_for_a_cell_is_a_copy(
    changeable: duckdb.DuckDBPyConnection,
) -> None:
    changeable.execute(
        "insert into staging.stg_facts by name select * replace ('CS01' as plant_id,"
        " 'S-CS01-month-2021-03-01' as submission_id, 'copy ' || fact_id as fact_id)"
        f" from staging.stg_facts where domain = 'water' and frequency = 'month' and {MARCH}"
    )
    assert len(found(changeable, "not_copied_from_other_plant")) == 2
    state(changeable, "total_water", 1234, MARCH)
    assert len(found(changeable, "not_copied_from_other_plant")) == 2
    for indicator_id in ("fresh_water", "wastewater_reused", "cod_discharged"):
        state(changeable, indicator_id, 41, MARCH)
    assert found(changeable, "not_copied_from_other_plant") == []
