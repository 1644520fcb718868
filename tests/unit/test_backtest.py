"""Rules tried on a history: alarms are counted, corrections seen, and quieter thresholds named."""

from __future__ import annotations

import duckdb
import pytest
from rule_base import AS_OF, SETTINGS, base_group

from pipelines.quality.backtest import Backtested, BacktestError, backtest_on
from pipelines.quality.rules import Rule, load_rules

RULES = {rule.rule_id: rule for rule in load_rules(SETTINGS)}


@pytest.fixture
def group() -> duckdb.DuckDBPyConnection:
    """The small group, in which every rule holds."""
    return base_group()


def tried(group: duckdb.DuckDBPyConnection, rule: Rule) -> Backtested:
    """How one rule fares."""
    [found] = backtest_on(group, [rule], AS_OF)
    return found


def first_version_of(group: duckdb.DuckDBPyConnection, value: float) -> None:
    """An earlier version of a month, which what is there now replaced, with another SO2 mass."""
    group.execute(
        """
        insert into staging.stg_submissions by name
        select * replace ('S-first' as submission_id, 2 as precedence)
        from staging.stg_submissions
        where plant_id = 'AL01' and period = '2021-03-01' and frequency = 'month'
        """
    )
    group.execute(
        """
        insert into staging.stg_facts by name
        select * replace (
            'S-first' as submission_id, 'first ' || fact_id as fact_id,
            if(indicator_id = 'so2_emitted', $1, value) as value
        )
        from staging.stg_facts
        where plant_id = 'AL01' and period = '2021-03-01' and frequency = 'month'
        """,
        [value],
    )


def test_a_rule_that_never_fires_has_judged_something(group: duckdb.DuckDBPyConnection) -> None:
    found = tried(group, RULES["values_not_negative"])
    assert (found.alarms, found.corrected, found.quieter) == (0, 0, None)
    assert found.judged > 0


def test_an_alarm_followed_by_a_better_version_is_corrected(
    group: duckdb.DuckDBPyConnection,
) -> None:
    first_version_of(group, -1)
    found = tried(group, RULES["values_not_negative"])
    assert (found.alarms, found.corrected, found.quieter) == (1, 1, None)


def test_a_correction_of_one_value_counts_though_another_stays_wrong(
    group: duckdb.DuckDBPyConnection,
) -> None:
    first_version_of(group, -1)
    group.execute(
        """
        update staging.stg_facts set value = -2
        where plant_id = 'AL01' and indicator_id = 'nox_emitted' and period = '2021-03-01'
        """
    )
    found = tried(group, RULES["values_not_negative"])
    assert (found.alarms, found.corrected) == (3, 1)


def test_an_alarm_that_nobody_followed_asks_for_a_wider_threshold(
    group: duckdb.DuckDBPyConnection,
) -> None:
    group.execute(
        """
        update staging.stg_facts set value = 120
        where plant_id = 'PP01' and indicator_id = 'fuel_moisture_received'
            and period = '2021-03-01'
        """
    )
    found = tried(group, RULES["shares_within_100_percent"])
    assert found.alarms > 0
    assert found.corrected == 0
    assert found.quieter is not None
    assert (found.quieter.parameter, found.quieter.instead_of) == ("maximum", 100)
    assert (found.quieter.value, found.quieter.alarms) == (125, 0)


def test_a_threshold_that_would_miss_what_was_corrected_is_not_named(
    group: duckdb.DuckDBPyConnection,
) -> None:
    first_version_of(group, -1)
    group.execute(
        """
        update staging.stg_facts set value = -0.5
        where plant_id = 'AL01' and indicator_id = 'so2_emitted' and period = '2021-05-01'
        """
    )
    found = tried(group, RULES["values_not_negative"])
    assert (found.alarms, found.corrected) == (2, 1)
    assert found.quieter is None


def test_gate_2_has_alarms_but_no_corrections(group: duckdb.DuckDBPyConnection) -> None:
    rule = next(rule for rule in RULES.values() if (rule.gate, rule.kind) == ("gate_2", "range"))
    assert tried(group, rule).corrected is None


def test_a_threshold_of_gate_2_may_be_quieter_too(group: duckdb.DuckDBPyConnection) -> None:
    group.execute(
        """
        update marts.fct_ghg_emissions set gas_mass_t = gas_mass_t * 6
        where stream_kind = 'anode_effect' and gas = 'CF4' and plant_id = 'AL01'
            and period = '2021-03-01'
        """
    )
    found = tried(group, RULES["cf4_per_aluminium"])
    assert (found.alarms, found.corrected) == (1, None)
    assert found.quieter is not None
    assert (found.quieter.parameter, found.quieter.alarms) == ("maximum", 0)


def test_a_build_that_lacks_a_table_is_told_by_the_rule(
    group: duckdb.DuckDBPyConnection,
) -> None:
    group.execute("drop table staging.stg_facts")
    with pytest.raises(BacktestError, match="values_not_negative"):
        tried(group, RULES["values_not_negative"])
