"""Rules as asset checks: what Dagster says of a rule before a run, and of its outcome after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from pipelines.builds import Build
from pipelines.quality import GateOutcome, Rule, RuleOutcome

Finding = dict[str, Any]
BLOCKING = "blocking"
EXAMPLES = 10
FIRST_FINDINGS = """
select
    rule_id, rule_edition, severity, plant_id, period, sheet, address, mart, row_key,
    found, expected
from read_parquet($path)
where state = 'open'
qualify row_number() over (
    partition by rule_id, rule_edition
    order by (severity = 'blocking') desc, plant_id, period, finding_id
) <= $limit
order by rule_id, rule_edition, (severity = 'blocking') desc, plant_id, period, finding_id
"""
FAILING_ROWS = "failing rows"
STATEMENT = "statement"
# What Markdown would take for a link, a picture, a tag or a line of the table.
MARKUP = re.compile(r"[\\`*_\[\]<>|~]")


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
    outcome: GateOutcome, build: Build, guarded: Mapping[str, dg.AssetKey]
) -> Iterator[dg.AssetCheckResult]:
    """How each rule of a gate fared in a build, with its first findings."""
    findings = _first_findings(build.checks / f"findings_{outcome.gate}.parquet")
    for judged in outcome.rules:
        rule = judged.rule
        first = findings.get((rule.rule_id, rule.edition), [])
        yield dg.AssetCheckResult(
            check_name=_check_name(rule),
            asset_key=guarded[rule.guards],
            passed=not judged.failed and not judged.raised,
            severity=_severity(judged, first),
            metadata={
                STATEMENT: rule.statement_en,
                "规则": rule.statement_zh,
                "severity": rule.severity,
                FAILING_ROWS: judged.failed,
                "planned": judged.planned,
                "waived": judged.waived,
                "raised": judged.raised,
                "first findings": dg.MetadataValue.md(_markdown(first)),
            },
        )


def _check_name(rule: Rule) -> str:
    return rule.rule_id if rule.edition == 1 else f"{rule.rule_id}_{rule.edition}"


def _first_findings(path: Path) -> dict[tuple[str, int], list[Finding]]:
    """The first open findings of each rule and edition, the blocking ones first."""
    found = duckdb.execute(FIRST_FINDINGS, {"path": str(path), "limit": EXAMPLES})
    columns = [column[0] for column in found.description]
    first: dict[tuple[str, int], list[Finding]] = {}
    for row in found.fetchall():
        finding = dict(zip(columns, row, strict=True))
        first.setdefault((finding["rule_id"], finding["rule_edition"]), []).append(finding)
    return first


def _severity(judged: RuleOutcome, first: list[Finding]) -> dg.AssetCheckSeverity:
    """Error where something is blocked: an edition of a rule blocks only what came in its time."""
    is_error = judged.raised or any(finding["severity"] == BLOCKING for finding in first)
    return dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN


def _markdown(findings: list[Finding]) -> str:
    rows = [_row(finding) for finding in findings]
    if not rows:
        return "none"
    head = ("plant", "month", "cell or row", "found", "expected")
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(finding: Finding) -> tuple[str, ...]:
    cell = "!".join(filter(None, (finding["sheet"], finding["address"])))
    month = f"{finding['period']:%Y-%m}" if finding["period"] else None
    row = finding["row_key"] and f"{finding['mart']} {finding['row_key']}"
    values = (finding["plant_id"], month, cell or row, finding["found"], finding["expected"])
    return tuple(MARKUP.sub(r"\\\g<0>", " ".join(str(value or "").split())) for value in values)
