"""Rules as asset checks: what Dagster says of a rule before a run, and of its outcome after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from pipelines.quality import GateOutcome, Rule, RuleOutcome

BLOCKING = "blocking"
FAILING_ROWS = "failing rows"
STATEMENT = "statement"


def check_specs(
    rules: Iterable[Rule], guarded: Mapping[str, dg.AssetKey], may_block: bool
) -> list[dg.AssetCheckSpec]:
    """A check for each rule on the asset that it guards; blocking rules block where they may."""
    return [
        dg.AssetCheckSpec(
            _check_name(rule),
            asset=guarded[rule.guards],
            description=f"{rule.statement_en}\n\n{rule.statement_zh}",
            blocking=may_block and rule.severity == BLOCKING,
            metadata={"severity": rule.severity, "kind": rule.kind, "source": rule.source},
        )
        for rule in rules
    ]


def check_results(
    outcome: GateOutcome, guarded: Mapping[str, dg.AssetKey]
) -> Iterator[dg.AssetCheckResult]:
    """How each rule of a gate fared, with its first findings."""
    for judged in outcome.rules:
        rule = judged.rule
        yield dg.AssetCheckResult(
            check_name=_check_name(rule),
            asset_key=guarded[rule.guards],
            passed=judged.holds,
            severity=_severity(judged),
            metadata={
                STATEMENT: rule.statement_en,
                "规则": rule.statement_zh,
                "severity": rule.severity,
                FAILING_ROWS: judged.failed,
                "planned": judged.planned,
                "waived": judged.waived,
                "raised": judged.raised,
                "first findings": dg.MetadataValue.md(_markdown(judged.sample)),
            },
        )


def _check_name(rule: Rule) -> str:
    return rule.rule_id if rule.edition == 1 else f"{rule.rule_id}_{rule.edition}"


def _severity(judged: RuleOutcome) -> dg.AssetCheckSeverity:
    """Error where something is blocked: an edition of a rule blocks only what came in its time."""
    is_error = judged.blocking or judged.raised
    return dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN


def _markdown(findings: Iterable[Mapping[str, Any]]) -> str:
    rows = [_row(finding) for finding in findings]
    if not rows:
        return "none"
    head = ("plant", "month", "cell or row", "found", "expected")
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(finding: Mapping[str, Any]) -> tuple[str, ...]:
    cell = "!".join(filter(None, (finding["sheet"], finding["address"])))
    month = f"{finding['period']:%Y-%m}" if finding["period"] else None
    row = finding["row_key"] and f"{finding['mart']} {finding['row_key']}"
    values = (finding["plant_id"], month, cell or row, finding["found"], finding["expected"])
    return tuple(str(value or "").replace("|", "\\|").replace("\n", " ") for value in values)
