"""The two gates of a build: what each judges, in which order, and what it writes.

Gate 1 judges every submission in three stages and says which are used; gate 2 judges the marts and
says whether the release is refused. Both leave Parquet files in the checks folder of the build.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.builds import Build
from pipelines.quality import records
from pipelines.quality.judging import Judge
from pipelines.quality.outcomes import GateOutcome
from pipelines.quality.rules import Rule, load_rules
from pipelines.quality.schema import require_known_notes, require_schema
from pipelines.quality.waivers import load_waivers
from pipelines.quality.workspace import open_build
from pipelines.settings import Settings

STAGES = (1, 2, 3, 4)


def run_gate_1(settings: Settings, build: Build) -> GateOutcome:
    """Judges every submission anew and writes verdicts, findings and check ledger.

    Stage 1 sees one submission and the reference data; stage 2 compares with the median of the
    plant's other periods, stage 3 with single other periods, each with those that nothing holds
    so far; stage 4 looks at what the others found. Raises CheckRaisedError when a rule raises for
    every plant.
    """
    with _gate(settings, build, "gate_1") as (connection, judge, rules):
        require_known_notes(connection, rules)
        require_schema(connection, rules)
        for stage in STAGES:
            records.take_history(connection)
            judge.judge_all(rule for rule in rules if rule.stage == stage)
            records.settle_findings(connection)
        records.take_history(connection)
        (build.checks / "findings_gate_2.parquet").unlink(missing_ok=True)
        (build.checks / "check_ledger_gate_2.parquet").unlink(missing_ok=True)
        records.write(connection, build, "gate_1")
        records.write_verdicts(connection, build)
        return records.outcome(connection, "gate_1", rules)


def run_gate_2(settings: Settings, build: Build) -> GateOutcome:
    """Judges the marts and writes findings and check ledger; refused when a finding blocks.

    Stage 1 looks whether the marts have their columns; only when they do, the later stages judge
    what stands in them. Marts have no day of arrival: the editions in force at the as-of date
    judge them. Raises CheckRaisedError when a rule raises.
    """
    with _gate(settings, build, "gate_2") as (connection, judge, rules):
        in_force = [rule for rule in rules if rule.is_in_force(build.as_of)]
        for stage in STAGES:
            of_stage = [rule for rule in in_force if rule.stage == stage]
            for rule in of_stage:
                judge.judge(rule)
            records.note_missing_subjects(connection, of_stage)
            records.settle_findings(connection)
            if records.is_refused(connection):
                break
        records.write(connection, build, "gate_2")
        return records.outcome(connection, "gate_2", rules)


@contextmanager
def _gate(
    settings: Settings, build: Build, gate: str
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Judge, list[Rule]]]:
    """A build opened for one gate: the connection, the judge and the rules of the gate."""
    rules = load_rules(settings)
    waivers = load_waivers(settings, rules)
    of_gate = [rule for rule in rules if rule.gate == gate]
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    from pipelines.quality.expectations import expectations_on

    with open_build(settings, build) as connection, expectations_on(connection) as expectations:
        records.prepare(connection, of_gate, waivers, build.as_of)
        plants = connection.execute("select distinct plant_id from staging.stg_submissions")
        plant_ids = [plant_id for (plant_id,) in plants.fetchall()]
        yield connection, Judge(connection, expectations, build.as_of, plant_ids), of_gate
