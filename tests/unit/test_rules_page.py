"""The page of all rules says what the reference data say; the catalogue and the rules agree."""

from __future__ import annotations

import re

import pytest

from pipelines.quality.catalogue import AUDIT, load_catalogue
from pipelines.quality.kinds import kinds
from pipelines.quality.rules import RuleError, load_rules
from pipelines.reference import read_seed
from pipelines.rules_page import rules_page
from pipelines.settings import PROJECT_ROOT, Settings

SETTINGS = Settings.from_environment()
PAGE = PROJECT_ROOT / "docs" / "rules.md"
RULES = load_rules(SETTINGS)
CATALOGUE = load_catalogue(SETTINGS, RULES)


def test_the_committed_page_is_what_the_reference_data_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(SETTINGS), (
        "the rules changed: potline rules list --markdown > docs/rules.md"
    )


@pytest.mark.parametrize(
    "column", ["rule_id", "statement_en", "statement_zh", "reason_en", "severity", "source"]
)
def test_every_rule_is_there_with_what_it_says(column: str) -> None:
    page = rules_page(SETTINGS)
    left_out = [row[column] for row in read_seed(SETTINGS, "rules") if row[column] not in page]
    assert left_out == []


def test_every_kind_and_parameter_is_there() -> None:
    page = rules_page(SETTINGS)
    for kind in kinds().values():
        assert kind.subject in page
        assert [
            name for name in kind.parameters if f"| `{kind.name}` | `{name}` |" not in page
        ] == []


def test_the_whole_catalogue_is_decided_or_says_why_not() -> None:
    numbers = [f"CR{number:03}" for number in range(1, 150)]
    assert [each.catalogue_id for each in CATALOGUE] == numbers


def test_what_a_rule_names_as_its_statement_names_the_rule() -> None:
    decided_by = {each.catalogue_id: each.decided_by for each in CATALOGUE}
    for rule in RULES:
        for catalogue_id in re.findall(r"CR\d{3}", rule.source):
            assert rule.rule_id in decided_by[catalogue_id]


def test_a_catalogue_that_names_no_rule_is_refused() -> None:
    without = [rule for rule in RULES if rule.rule_id != "water_balance"]
    with pytest.raises(RuleError, match=r"rule_catalogue.csv line \d+: water_balance is no rule"):
        load_catalogue(SETTINGS, without)


def test_published_documents_are_the_matter_of_the_audit() -> None:
    audited = {each.catalogue_id for each in CATALOGUE if AUDIT in each.decided_by}
    assert {"CR003", "CR005", "CR011", "CR013", "CR014", "CR119"} <= audited
