"""What a gate writes down: its notes while it works, and the Parquet files it leaves.

The files are moved into place when they are whole, so that dbt never reads half of one.
"""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from pathlib import Path

import duckdb

from pipelines.builds import Build
from pipelines.quality.outcomes import GateOutcome, RuleOutcome
from pipelines.quality.rules import Rule
from pipelines.quality.sql import statement
from pipelines.quality.waivers import Waiver


def prepare(
    connection: duckdb.DuckDBPyConnection, rules: list[Rule], waivers: list[Waiver], as_of: date
) -> None:
    """Creates the tables of the gate's notes, with its rules and all waivers."""
    connection.execute(statement("tables"))
    for rule in rules:
        connection.execute(
            "insert into gate.rules values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                rule.rule_id,
                rule.edition,
                rule.kind,
                rule.gate,
                rule.stage,
                rule.severity,
                rule.holds,
                rule.statement_en,
                rule.statement_zh,
                rule.expected_en,
                rule.expected_zh,
                rule.valid_from,
            ],
        )
    for waiver in waivers:
        connection.execute(
            "insert into gate.waivers values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*astuple(waiver), waiver.expires_on < as_of],
        )
    settle_findings(connection)


# One row where something can be read, and none of the group's own forms has come.
FOREIGN_ALONE = """
    (select 1 where exists (from staging.stg_facts)) as facts
    where not exists (
        from staging.stg_submissions as submissions
        inner join reference.forms as forms on submissions.form_id = forms.form_id
        where not forms.carries_every_indicator and forms.frequency in ('month', 'year')
    )
"""


def take_history(connection: duckdb.DuckDBPyConnection) -> None:
    """Fixes which submissions later rules compare with: those that nothing holds so far."""
    connection.execute(f"create or replace table gate.history as {statement('history')}")


def settle_findings(
    connection: duckdb.DuckDBPyConnection, *, is_within_stage: bool = False
) -> None:
    """Makes findings of the broken subjects noted so far, and says what they hold.

    Within a stage only findings that may be waived need the fingerprint of their values.
    """
    connection.execute(statement("cell_values"), [is_within_stage])
    connection.execute(f"create or replace table gate.findings as {statement('findings')}")
    connection.execute(f"create or replace table gate.held as {statement('held')}")


def note_missing_subjects(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> None:
    """Notes each rule that must have something to judge and had nothing: silence is no pass.

    An inbox that holds foreign tables alone has facts of which such rules say nothing.
    """
    if _count(connection, FOREIGN_ALONE):
        return
    ran = connection.execute("select rule_id, edition from gate.runs where subjects > 0")
    judged = set(ran.fetchall())
    for rule in rules:
        if rule.requires_rows and (rule.rule_id, rule.edition) not in judged:
            connection.execute(
                """
                insert into gate.broken by name
                select ? as rule_id, ? as edition, true as is_raised, 'no rows' as finding_key,
                    ? as mart, 'nothing to judge' as found_en, '没有可供检查的数据' as found_zh
                """,
                [rule.rule_id, rule.edition, rule.guards],
            )


def is_refused(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether an open blocking finding stands."""
    return _count(connection, "gate.findings where severity = 'blocking' and state = 'open'") > 0


def write(connection: duckdb.DuckDBPyConnection, build: Build, gate: str) -> None:
    """Writes the findings and the check ledger of a gate."""
    unwritten = "found_zh, expected_zh, is_raised, holds"
    findings = f"select * exclude ({unwritten}) from gate.findings order by finding_id"
    _copy(connection, findings, build.checks / f"findings_{gate}.parquet")
    _copy(connection, statement("check_ledger"), build.checks / f"check_ledger_{gate}.parquet")


def write_verdicts(connection: duckdb.DuckDBPyConnection, build: Build) -> None:
    """Writes the verdict on every submission."""
    _copy(connection, statement("verdicts"), build.checks / "verdicts.parquet")


def outcome(connection: duckdb.DuckDBPyConnection, gate: str, rules: list[Rule]) -> GateOutcome:
    """What the gate found, rule by rule."""
    counted = connection.execute(statement("check_ledger")).fetchall()
    ledger = {(rule_id, edition): counts for rule_id, edition, _, *counts in counted}
    return GateOutcome(
        gate=gate,
        rules=tuple(RuleOutcome(rule, *ledger[rule.rule_id, rule.edition]) for rule in rules),
        findings=_count(connection, "gate.findings"),
        held_submissions=_count(connection, "gate.held"),
        refused=gate == "gate_2" and is_refused(connection),
    )


def changed_rows(executed: duckdb.DuckDBPyConnection) -> int:
    """How many rows the statement just executed inserted or deleted."""
    row = executed.fetchone()
    return int(row[0]) if row else 0


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    counted = connection.execute(f"select count(*) from {rows}").fetchone()
    return int(counted[0]) if counted else 0


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    connection.execute(f"copy ({query.rstrip()}\n) to '{part}' (format parquet)")
    part.replace(path)
