"""Each rule holds in the small group, and is broken by its case in `rule_cases.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from rule_base import SETTINGS, base_group, failing, subjects_and_broken

from pipelines.quality.rules import Rule, load_rules
from pipelines.quality.schema import PARSE_KINDS

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("rule_cases.yml").read_text(encoding="utf-8")
)
RULES = load_rules(SETTINGS)
READING = [rule for rule in RULES if rule.gate == "gate_1" and rule.kind in PARSE_KINDS]
JUDGING = [rule for rule in RULES if rule not in READING]


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


def test_every_rule_has_a_case() -> None:
    assert {rule.rule_id for rule in JUDGING} == CASES.keys()


@pytest.mark.parametrize("rule", JUDGING, ids=lambda rule: rule.rule_id)
def test_rule_holds_and_is_broken(changeable: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    case = CASES[rule.rule_id]
    changeable.execute(case.get("given", "select 1"))
    subjects, broken = subjects_and_broken(changeable, rule)
    assert subjects > 0
    assert broken == 0

    changeable.execute(case["breaks"])
    _, broken = subjects_and_broken(changeable, rule)
    findings = failing(changeable, rule)
    assert broken == len(findings) == case.get("broken", 1)
    for finding in findings:
        assert finding["found_en"] and finding["found_zh"], "a finding says what was found"
        assert case.get("at", "") in str((finding.get("cell_ids") or [""])[0]), "at its cell"


@pytest.mark.parametrize("rule", READING, ids=lambda rule: rule.rule_id)
def test_rule_on_reading_passes_on_what_staging_noted(
    changeable: duckdb.DuckDBPyConnection, rule: Rule
) -> None:
    arrivals, broken = subjects_and_broken(changeable, rule)
    assert broken == 0

    changeable.execute(
        """
        insert into staging.stg_findings by name
        select ? as rule_id, arrival_id, submission_id, plant_id, period, 'Water' as sheet,
            'C4' as address, 'c0ffee!Water!C4' as cell_id, 'Water!C4' as finding_key,
            'x' as found, 'a number' as expected
        from staging.stg_submissions
            where plant_id = 'AL01' and period = '2021-03-01' and frequency = 'month'
        """,
        [rule.rule_id],
    )
    assert subjects_and_broken(changeable, rule) == (arrivals, 1)
    [finding] = failing(changeable, rule)
    assert (finding["sheet"], finding["address"], finding["found_en"]) == ("Water", "C4", "x")
