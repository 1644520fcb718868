"""One rule explained: what it judges, its thresholds, what it decides, and what it last found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pipelines.quality.catalogue import Statement, load_catalogue
from pipelines.quality.kinds import kinds
from pipelines.quality.rules import Rule, load_rules
from pipelines.releases import connect
from pipelines.settings import Settings
from pipelines.store import NoReleaseError

EXAMPLE = """
    select plant_id, cast(period as varchar), path, sheet, address, found, expected
    from marts.fct_findings where rule_id = ? and rule_edition = ?
    order by period desc, finding_id limit 1
"""


@dataclass(frozen=True)
class Threshold:
    """One number of a rule and what it means."""

    name: str
    value: float
    meaning_en: str
    meaning_zh: str


@dataclass(frozen=True)
class Example:
    """A finding of the current release: where it was, what stood there and what would be right."""

    plant_id: str | None
    period: str | None
    path: str | None
    sheet: str | None
    address: str | None
    found: str | None
    expected: str | None


@dataclass(frozen=True)
class ExplainedRule:
    """One edition of a rule, with what its kind and the catalogue say of it."""

    rule: Rule
    subject_en: str
    subject_zh: str
    unit: str
    thresholds: tuple[Threshold, ...]
    statements: tuple[Statement, ...]
    example: Example | None


def explain_rule(settings: Settings, rule_id: str) -> list[ExplainedRule]:
    """Every edition of a rule; empty when there is no such rule. Raises RuleError."""
    rules = load_rules(settings)
    catalogue = load_catalogue(settings, rules)
    statements = tuple(each for each in catalogue if rule_id in each.decided_by)
    return [_explained(settings, rule, statements) for rule in rules if rule.rule_id == rule_id]


def parameters_in_words(rule: Rule) -> str:
    """The parameters that are no thresholds, as they stand in the file."""
    others = {name: value for name, value in rule.parameters.items() if name not in rule.thresholds}
    return json.dumps(others, ensure_ascii=False) if others else ""


def _explained(settings: Settings, rule: Rule, statements: tuple[Statement, ...]) -> ExplainedRule:
    kind = kinds()[rule.gate, rule.kind]
    return ExplainedRule(
        rule=rule,
        subject_en=kind.subject,
        subject_zh=kind.subject_zh,
        unit=str(rule.parameters.get("unit", "")),
        thresholds=tuple(
            Threshold(
                name, value, kind.parameters[name].description, kind.parameters[name].description_zh
            )
            for name, value in rule.thresholds.items()
        ),
        statements=statements,
        example=_example(settings, rule),
    )


def _example(settings: Settings, rule: Rule) -> Example | None:
    """The latest finding of the current release; None without a finding or a release."""
    try:
        connection = connect(settings)
    except NoReleaseError:
        return None
    with connection:
        row: tuple[Any, ...] | None = connection.execute(
            EXAMPLE, [rule.rule_id, rule.edition]
        ).fetchone()
    return Example(*row) if row else None
