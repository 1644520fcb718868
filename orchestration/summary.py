"""What a run counted: read from the files of its build, also where a gate refused."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.builds import Build
from pipelines.receipts import issued_receipts

Counts = dict[str, int]

SUBMISSIONS = """
select
    count(*) as submissions,
    count(*) filter (where verdict = 'held') as held_submissions
from read_parquet($files)
"""
FINDINGS = """
select concat(severity, '_findings') as name, count(*) as findings
from read_parquet($files)
where state = 'open'
group by severity
order by severity
"""
RULES = """
select
    count(*) as rules_planned,
    count(*) filter (where failed = 0 and raised = 0) as rules_passed
from read_parquet($files)
"""


def counts_of(build: Build) -> Counts:
    """The counts of a build by name, as far as it came: what was not reached has no count."""
    counts: Counts = {}
    verdicts = list(build.checks.glob("verdicts.parquet"))
    if verdicts:
        counts |= _named(SUBMISSIONS, verdicts) | {"facts": _facts(build.database)}
    ledgers = sorted(build.checks.glob("check_ledger_gate_*.parquet"))
    if ledgers:
        counts |= _named(RULES, ledgers)
    findings = sorted(build.checks.glob("findings_gate_*.parquet"))
    if findings:
        by_severity = dict(duckdb.execute(FINDINGS, {"files": _texts(findings)}).fetchall())
        counts |= {"findings": sum(by_severity.values())} | by_severity
    issued = issued_receipts(build)
    if issued:
        counts |= {"receipts_written": issued.written, "receipts_failed": len(issued.failed)}
    return counts


def _named(query: str, files: list[Path]) -> Counts:
    result = duckdb.execute(query, {"files": _texts(files)})
    names = [column[0] for column in result.description]
    return dict(zip(names, result.fetchall()[0], strict=True))


def _facts(database: Path) -> int:
    with duckdb.connect(str(database), read_only=True) as connection:
        return int(connection.sql("select count(*) from staging.stg_facts").fetchall()[0][0])


def _texts(files: list[Path]) -> list[str]:
    return [str(file) for file in files]
