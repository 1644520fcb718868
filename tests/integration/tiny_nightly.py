"""A nightly run over a tiny dbt project, with gates that decide as a test tells them.

Dagster, dbt, the release store and the delivery are the real ones.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration import gates, intake, receipts
from orchestration.nightly import NightlyOutcome, run_nightly
from pipelines.builds import Build
from pipelines.intake import IntakeSummary
from pipelines.quality import GateOutcome, Rule, RuleOutcome
from pipelines.receipts import IssuedReceipts
from pipelines.settings import PROJECT_ROOT, Settings

TINY_PROJECT = PROJECT_ROOT / "tests" / "fixtures" / "tiny_project"
AS_OF = date(2022, 3, 1)
BROKEN_ROWS = 12
FINDING_COLUMNS = """
    finding_id text, rule_id text, rule_edition integer, severity text, state text, plant_id text,
    period date, sheet text, address text, mart text, row_key text, found text, expected text
"""
CELLS = [("c1", "P1", "1.5"), ("c2", "P2", "2.5")]


class CheckRaisedForAllError(Exception):
    """Stands for a check that raises whatever it looks at."""


@dataclass
class TinyNightly:
    """One installation over the tiny project, and what its gates are told to find."""

    settings: Settings
    broken: set[str] = field(default_factory=set)
    raising: set[str] = field(default_factory=set)
    cells: list[tuple[str, str, str]] = field(default_factory=lambda: [*CELLS])
    told: list[tuple[str, str]] = field(default_factory=list)

    def run(self) -> NightlyOutcome:
        """One nightly run, which finds something new every time."""
        self.told.clear()
        return run_nightly(
            self.settings, AS_OF, lambda step, state: self.told.append((step, state))
        )

    def steps_done(self) -> list[str]:
        """The steps that ended well, in order."""
        return [step for step, state in self.told if state == "done"]

    def take_in(self, settings: Settings) -> IntakeSummary:
        """A ledger with the cells of a test."""
        settings.ledger.unlink(missing_ok=True)
        settings.home.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(settings.ledger)) as ledger:
            ledger.execute("create table arrivals as select 'A1' as arrival_id")
            ledger.execute("create table cells (cell_id text, plant_id text, text text)")
            ledger.executemany("insert into cells values (?, ?, ?)", self.cells)
        return IntakeSummary(1, 1, 1, 0, 1, len(self.cells))

    def run_gate(self, gate: str) -> Callable[[Settings, Build], GateOutcome]:
        def run_gate(settings: Settings, build: Build) -> GateOutcome:
            if gate in self.raising:
                raise CheckRaisedForAllError(f"{gate}: division by zero for every plant")
            judged = [outcome_of(rule, self.broken) for rule in RULES if rule.gate == gate]
            write_checks(build, gate, judged)
            refused = gate == "gate_2" and any(
                o.failed and o.rule.severity == "blocking" for o in judged
            )
            findings = sum(rule.failed for rule in judged)
            return GateOutcome(gate, tuple(judged), findings, 0, refused)

        return run_gate


def tiny_nightly(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TinyNightly:
    """A fresh installation below a folder."""
    project = folder / "project" / "dbt_project"
    shutil.copytree(TINY_PROJECT, project)
    for file in ("dbt_project.yml", "profiles.yml", "macros/schemas.sql"):
        (project / file).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT_ROOT / "dbt_project" / file, project / file)
    tiny = TinyNightly(Settings(project.parent, folder / "raw", folder / "home"))
    monkeypatch.setattr(intake, "take_in", tiny.take_in)
    monkeypatch.setattr(gates, "load_rules", lambda settings: RULES)
    monkeypatch.setattr(gates, "run_gate_1", tiny.run_gate("gate_1"))
    monkeypatch.setattr(gates, "run_gate_2", tiny.run_gate("gate_2"))
    monkeypatch.setattr(receipts, "issue_receipts", lambda *_: IssuedReceipts(1, 0, ("P2: full",)))
    monkeypatch.setattr("orchestration.nightly.whats_new", lambda settings, as_of: ["a test"])
    return tiny


def write_checks(build: Build, gate: str, judged: list[RuleOutcome]) -> None:
    """The files of a gate: each broken rule has some findings, in one cell each."""
    with duckdb.connect() as connection:
        if gate == "gate_1":
            connection.execute(
                "copy (select 'S' || i as submission_id, 'P' || i as plant_id,"
                " 'accepted' as verdict from range(1, 4) t (i))"
                f" to '{build.checks}/verdicts.parquet'"
            )
        connection.execute("create table ledger (failed bigint, raised bigint)")
        connection.execute(f"create table findings ({FINDING_COLUMNS})")
        for outcome in judged:
            connection.execute("insert into ledger values (?, ?)", [outcome.failed, outcome.raised])
            connection.execute(
                "insert into findings select 'F' || i, ?, 1, ?, 'open', 'P1', date '2021-03-01',"
                " 'water|new', 'C' || (i + 7), null, null, '7', 'less' from range(?) t (i)",
                [outcome.rule.rule_id, outcome.rule.severity, outcome.failed],
            )
        connection.execute(f"copy ledger to '{build.checks}/check_ledger_{gate}.parquet'")
        connection.execute(f"copy findings to '{build.checks}/findings_{gate}.parquet'")


def outcome_of(rule: Rule, broken: set[str]) -> RuleOutcome:
    """How a rule fared: when it is broken, many of its subjects fail."""
    failed = BROKEN_ROWS if rule.rule_id in broken else 0
    return RuleOutcome(rule, planned=20, passed=20 - failed, failed=failed, waived=0, raised=0)


def rule(rule_id: str, gate: str, severity: str, guards: str) -> Rule:
    """A rule of which only what Dagster shows is filled in."""
    return Rule(
        rule_id=rule_id,
        edition=1,
        kind="range",
        gate=gate,
        stage=1,
        severity=severity,
        holds="submission",
        guards=guards,
        requires_rows=False,
        domain="water",
        statement_en=f"{rule_id} holds.",
        statement_zh=f"{rule_id} 成立。",
        reason_en="",
        reason_zh="",
        expected_en="",
        expected_zh="",
        parameters={},
        source="a test",
        valid_from=date(2010, 1, 1),
        valid_to=None,
    )


RULES = [
    rule("value_is_positive", "gate_1", "blocking", "stg_facts"),
    rule("value_is_usual", "gate_1", "warning", "stg_facts"),
    rule("group_adds_up", "gate_2", "blocking", "fct_indicators"),
    rule("group_is_complete", "gate_2", "warning", "fct_indicators"),
]
