"""Rules as asset checks: what Dagster says of a rule before a run, and of its outcome after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import dagster as dg
import duckdb

from pipelines.builds import Build
from pipelines.quality.rules import Rule, load_rules
from pipelines.settings import Settings

EXAMPLES = 10
EXAMPLE_COLUMNS = ("plant", "month", "cell", "found", "expected")


def rules_of_gate(settings: Settings, gate: str) -> list[Rule]:
    """The rules and editions that one gate judges."""
    return [rule for rule in load_rules(settings) if rule.gate == gate]


def check_specs(
    rules: list[Rule], guarded: Mapping[str, dg.AssetKey], blocking: bool
) -> list[dg.AssetCheckSpec]:
    """A check for each rule on the asset that it guards; where `blocking`, blocking rules block."""
    return [
        dg.AssetCheckSpec(
            _check_name(rule),
            asset=guarded[rule.guards],
            description=f"{rule.statement_en}\n\n{rule.statement_zh}",
            blocking=blocking and rule.severity == "blocking",
            metadata={"severity": rule.severity, "kind": rule.kind, "source": rule.source},
        )
        for rule in rules
    ]


def check_results(
    rules: list[Rule], guarded: Mapping[str, dg.AssetKey], build: Build, gate: str
) -> Iterator[dg.AssetCheckResult]:
    """What each rule found in a build, with its first findings."""
    ledger = _ledger(build.checks / f"check_ledger_{gate}.parquet")
    findings = build.checks / f"findings_{gate}.parquet"
    for rule in rules:
        planned, failed, raised = ledger[rule.rule_id, rule.edition]
        failing_rows, examples = _findings(findings, rule)
        yield dg.AssetCheckResult(
            check_name=_check_name(rule),
            asset_key=guarded[rule.guards],
            passed=not failed and not raised,
            severity=_severity(rule),
            metadata={
                "statement": rule.statement_en,
                "规则": rule.statement_zh,
                "severity": rule.severity,
                "planned": planned,
                "raised": raised,
                "failing rows": failing_rows,
                "first findings": dg.MetadataValue.md(_markdown(examples)),
            },
        )


def _check_name(rule: Rule) -> str:
    return rule.rule_id if rule.edition == 1 else f"{rule.rule_id}_{rule.edition}"


def _severity(rule: Rule) -> dg.AssetCheckSeverity:
    is_blocking = rule.severity == "blocking"
    return dg.AssetCheckSeverity.ERROR if is_blocking else dg.AssetCheckSeverity.WARN


def _ledger(path: Path) -> dict[tuple[str, int], tuple[int, int, int]]:
    rows = duckdb.execute(
        "select rule_id, rule_edition, planned, failed, raised from read_parquet($path)",
        {"path": str(path)},
    ).fetchall()
    return {(rule_id, edition): (*counts,) for rule_id, edition, *counts in rows}


def _findings(path: Path, rule: Rule) -> tuple[int, list[tuple[str | None, ...]]]:
    """How many open findings a rule has, and the first of them."""
    rows = duckdb.execute(
        """
        select
            coalesce(plant_id, ''),
            coalesce(strftime(period, '%Y-%m'), ''),
            coalesce(cell_id, row_key, path, ''),
            coalesce(found, ''),
            coalesce(expected, '')
        from read_parquet($path)
        where rule_id = $rule_id and rule_edition = $edition and state = 'open'
        order by plant_id, period, finding_id
        """,
        {"path": str(path), "rule_id": rule.rule_id, "edition": rule.edition},
    )
    examples = rows.fetchmany(EXAMPLES)
    return len(examples) + len(rows.fetchall()), examples


def _markdown(rows: list[tuple[str | None, ...]]) -> str:
    if not rows:
        return "none"
    lines = [EXAMPLE_COLUMNS, ("---",) * len(EXAMPLE_COLUMNS), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")
