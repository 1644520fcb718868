"""The page of all rules, `docs/rules.md`, written from the reference data and the kinds alone.

`potline rules list --markdown` prints it; a test holds the committed page to it. How rules are
judged is written by hand in `docs/judging.md`.
"""

from __future__ import annotations

import json
from itertools import groupby

from pipelines.factor_tables import markdown_table
from pipelines.quality.catalogue import AUDIT, Statement, load_catalogue
from pipelines.quality.kinds import kinds
from pipelines.quality.rules import Rule, load_rules
from pipelines.settings import Settings

INTRODUCTION = """\
# Rules

Written from the reference data by `potline rules list --markdown`; do not edit. The seeds are
`rules` and `rule_catalogue` in `dbt_project/seeds/`. How rules are judged, and why some are as
they are, stands in [judging.md](judging.md); that each rule finds data that break it, planted in
the demonstration group, in [rules_planted.md](rules_planted.md).
"""
KEYS = """\
Terms are `indicator` or `indicator:material`. A measure is a sum over a mart:
`{"mart": …, "sum" or "max": column, "where": {column: value, list or "*"}, "keys": {key: column},
"plants": [columns], "times": number}`; the key `year` is the year of `period`, `entity_id` every
entity that the plant belongs to.
"""
GATES = {"gate_1": "Rules of gate 1: what came in", "gate_2": "Rules of gate 2: the marts"}


def rules_page(settings: Settings) -> str:
    """The page as Markdown. Raises RuleError at a wrong line of the rules or the catalogue."""
    rules = load_rules(settings)
    catalogue = load_catalogue(settings, rules)
    lines = [
        *INTRODUCTION.splitlines(),
        "",
        *_summary(rules, catalogue),
        *(line for gate in GATES for line in _gate(gate, rules, catalogue)),
        *_catalogue(catalogue),
        *_undecided(catalogue),
        *_kinds(),
        *_keys(),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _summary(rules: list[Rule], catalogue: list[Statement]) -> list[str]:
    severities = ("blocking", "compliance", "warning", "info")
    rows = [
        (f"`{gate}`", *(_count(rules, gate, severity) for severity in severities)) for gate in GATES
    ]
    decided = [statement for statement in catalogue if statement.decided_by]
    audited = [statement for statement in decided if statement.decided_by == (AUDIT,)]
    return [
        *markdown_table(("rules", *severities), rows),
        f"Of {len(catalogue)} statements of the catalogue of consistency rules, "
        f"{len(decided) - len(audited)} are decided by rules, {len(audited)} by `{AUDIT}` alone, "
        f"and {len(catalogue) - len(decided)} not at all: see [what is not decided]"
        "(#what-is-not-decided-and-why).",
        "",
    ]


def _count(rules: list[Rule], gate: str, severity: str) -> str:
    return str(sum(rule.gate == gate and rule.severity == severity for rule in rules))


def _gate(gate: str, rules: list[Rule], catalogue: list[Statement]) -> list[str]:
    lines = [f"## {GATES[gate]}", ""]
    of_gate = sorted((rule for rule in rules if rule.gate == gate), key=lambda rule: rule.domain)
    heads = ("rule", "kind", "says", "because", "severity", "thresholds", "source", "in force")
    for domain, members in groupby(of_gate, key=lambda rule: rule.domain):
        rows = [
            (
                f"`{rule.rule_id}` {rule.edition}",
                rule.kind,
                f"{rule.statement_en} {rule.statement_zh}",
                f"{rule.reason_en} {rule.reason_zh}",
                rule.severity,
                _thresholds(rule),
                _source(rule, catalogue),
                f"from {rule.valid_from}" + (f" to {rule.valid_to}" if rule.valid_to else ""),
            )
            for rule in members
        ]
        lines += [f"### {domain.replace('_', ' ').capitalize()}", "", *markdown_table(heads, rows)]
    return lines


def _thresholds(rule: Rule) -> str:
    """The numbers of a rule by their names, with the unit where it names one."""
    numbers = [f"{name} {value:.15g}" for name, value in rule.thresholds.items()]
    return ", ".join(
        [*numbers, *([str(rule.parameters["unit"])] if "unit" in rule.parameters else [])]
    )


def _source(rule: Rule, catalogue: list[Statement]) -> str:
    """The source of a rule, and the statements that it decides and the source does not name."""
    ids = [each.catalogue_id for each in catalogue if rule.rule_id in each.decided_by]
    unnamed = [catalogue_id for catalogue_id in ids if catalogue_id not in rule.source]
    return f"{rule.source} ({', '.join(unnamed)})" if unnamed else rule.source


def _catalogue(catalogue: list[Statement]) -> list[str]:
    rows = [
        (
            each.catalogue_id,
            f"{each.statement_en} {each.statement_zh}",
            each.severity,
            ", ".join(f"`{name}`" for name in each.decided_by) or "not decided",
            each.source,
        )
        for each in catalogue
    ]
    heads = ("id", "statement", "severity there", "decided by", "source")
    return [
        "## The catalogue of consistency rules",
        "",
        "Severities differ where the catalogue stops what only a permit forbids (`compliance`",
        "here), or where one plant's finding would stop the group (a warning at gate 2).",
        "",
        *markdown_table(heads, rows),
    ]


def _undecided(catalogue: list[Statement]) -> list[str]:
    rows = [
        (
            each.catalogue_id,
            "in part" if each.decided_by else "nothing",
            f"{each.undecided_en}. {each.undecided_zh}。",
        )
        for each in catalogue
        if each.undecided_en
    ]
    heads = ("id", "decided", "what is not, and why")
    return ["## What is not decided, and why", "", *markdown_table(heads, rows)]


def _kinds() -> list[str]:
    rows = [(f"`{kind.gate}`", f"`{kind.name}`", kind.subject) for kind in kinds().values()]
    return [
        "## What each kind judges",
        "",
        "A *subject* is what is counted.",
        "",
        *markdown_table(("gate", "kind", "one subject is"), rows),
    ]


def _keys() -> list[str]:
    rows = [
        (
            f"`{kind.gate}`",
            f"`{kind.name}`",
            f"`{each.name}`",
            each.type,
            "required" if each.is_required else json.dumps(each.default),
            each.description,
        )
        for kind in kinds().values()
        for each in kind.parameters.values()
    ]
    heads = ("gate", "kind", "key", "type", "default", "meaning")
    return ["## Keys of the kinds", "", *KEYS.splitlines(), "", *markdown_table(heads, rows)]
