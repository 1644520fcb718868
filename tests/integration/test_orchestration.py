"""The nightly run as a whole: what stops the release, what does not, and what Dagster shows."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg
import pytest
from tiny_nightly import AS_OF, BROKEN_ROWS, CELLS, TinyNightly, tiny_nightly

from orchestration.definitions import definitions_of
from orchestration.instance import open_instance
from orchestration.job import AS_OF_TAG, NIGHTLY
from orchestration.nightly import BrokenRule, NightlyOutcome
from pipelines.releases import list_releases

pytestmark = pytest.mark.slow

STEPS = ["intake", "staging", "gate 1", "marts", "gate 2", "release", "deliver"]
AFTERWARDS = {"receipts", "restatements", "retention"}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNightly]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield tiny_nightly(tmp_path_factory.mktemp("tiny"), monkeypatch)


@pytest.fixture
def tiny(installation: TinyNightly) -> TinyNightly:
    """The installation with sound data and gates that find nothing."""
    installation.cells = [*CELLS]
    installation.broken, installation.raising = set(), set()
    return installation


@pytest.fixture(scope="module")
def released(installation: TinyNightly) -> NightlyOutcome:
    """A run in which a blocking rule of gate 1 and a warning of gate 2 are broken."""
    installation.broken = {"value_is_positive", "group_is_complete"}
    return installation.run()


def run_unreleased(tiny: TinyNightly) -> NightlyOutcome:
    """A run that must leave the release and its delivery unexecuted."""
    before = list_releases(tiny.settings)
    outcome = tiny.run()
    assert list_releases(tiny.settings) == before
    assert not {"release", "deliver"} & {step for step, _ in tiny.told}
    return outcome


def test_a_run_passes_all_steps_and_tells_what_it_counted(released: NightlyOutcome) -> None:
    assert (released.status, released.message) == ("released", "a test")
    steps = [step for step, _ in released.steps]
    assert (steps[: len(STEPS)], set(steps[len(STEPS) :])) == (STEPS, AFTERWARDS)
    assert released.counts["new_arrivals"] == 1
    assert released.counts["facts"] == len(CELLS)
    assert (released.counts["rules_planned"], released.counts["rules_passed"]) == (4, 2)
    assert released.counts["blocking_findings"] == BROKEN_ROWS
    assert released.counts["findings"] == 2 * BROKEN_ROWS


def test_the_run_is_seen_in_the_ui(released: NightlyOutcome, tiny: TinyNightly) -> None:
    with open_instance(tiny.settings) as instance:
        run = instance.get_run_by_id(str(released.run_id))
        assert run is not None
        assert run.job_name == NIGHTLY
        assert run.status is dg.DagsterRunStatus.SUCCESS
        assert run.tags[AS_OF_TAG] == AS_OF.isoformat()
        for key in (["ledger", "cells"], ["staging", "stg_facts"], ["checks", "verdicts"]):
            event = instance.get_latest_materialization_event(dg.AssetKey(key))
            assert event is not None and event.run_id == released.run_id


def test_a_broken_rule_shows_its_statement_and_first_rows(
    released: NightlyOutcome, tiny: TinyNightly
) -> None:
    with open_instance(tiny.settings) as instance:
        record = instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(dg.AssetKey(["staging", "stg_facts"]), "value_is_positive"), limit=1
        )[0]
    assert record.event is not None and record.event.dagster_event is not None
    check = record.event.dagster_event.asset_check_evaluation_data
    table = str(check.metadata["first findings"].value)
    assert not check.passed
    assert check.severity is dg.AssetCheckSeverity.ERROR
    assert check.metadata["statement"].value == "value_is_positive holds."
    assert check.metadata["failing rows"].value == BROKEN_ROWS
    assert len(table.splitlines()) == 2 + 10
    assert "| P1 | 2021-03 | water\\|new!C7 |" in table


def test_columns_know_what_they_are_made_from(released: NightlyOutcome, tiny: TinyNightly) -> None:
    with open_instance(tiny.settings) as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey(["marts", "fct_indicators"]))
    assert event is not None and event.asset_materialization is not None
    lineage = event.asset_materialization.metadata["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    [origin] = lineage.deps_by_column["value"]
    assert origin.asset_key == dg.AssetKey(["intermediate", "int_facts__accepted"])
    assert origin.column_name == "value"


def test_a_failing_dbt_test_in_staging_leaves_the_release_unexecuted(tiny: TinyNightly) -> None:
    tiny.cells = [("c1", "P1", "1.5"), ("c1", "P2", "2.5")]
    outcome = run_unreleased(tiny)
    assert outcome.status == "failed"
    assert "unique_stg_facts_fact_id" in outcome.message
    assert tiny.steps_done() == ["intake"]


def test_a_failing_dbt_test_of_a_mart_leaves_the_release_unexecuted(tiny: TinyNightly) -> None:
    tiny.cells = [*CELLS, ("c3", "P3", "1")]
    outcome = run_unreleased(tiny)
    assert outcome.status == "failed"
    assert "relationships_fct_indicators_plant_id" in outcome.message
    assert tiny.steps_done() == ["intake", "staging", "gate 1", "receipts"]


def test_a_failing_blocking_rule_at_gate_2_leaves_the_release_unexecuted(
    tiny: TinyNightly,
) -> None:
    tiny.broken = {"group_adds_up"}
    outcome = run_unreleased(tiny)
    assert outcome.status == "refused"
    assert outcome.message == "1 blocking rules of gate 2 are broken."
    assert tiny.steps_done()[-2:] == ["gate 2", "receipts"]
    assert outcome.refused_by == (BrokenRule("group_adds_up", "group_adds_up holds.", BROKEN_ROWS),)


def test_a_check_that_raises_for_all_at_gate_2_leaves_the_release_unexecuted(
    tiny: TinyNightly,
) -> None:
    tiny.raising = {"gate_2"}
    outcome = run_unreleased(tiny)
    assert outcome.status == "failed"
    assert "division by zero for every plant" in outcome.message


def test_a_check_that_raises_for_all_at_gate_1_leaves_the_marts_unexecuted(
    tiny: TinyNightly,
) -> None:
    killed = run_left_as_running(tiny)
    tiny.raising = {"gate_1"}
    outcome = run_unreleased(tiny)
    assert outcome.status == "failed"
    assert "division by zero for every plant" in outcome.message
    assert tiny.steps_done() == ["intake", "staging"]
    with open_instance(tiny.settings) as instance:
        run = instance.get_run_by_id(killed)
    assert run is not None and run.status is dg.DagsterRunStatus.FAILURE


def run_left_as_running(tiny: TinyNightly) -> str:
    """The id of a run whose process was killed: nobody said that it ended."""
    with open_instance(tiny.settings) as instance:
        job = definitions_of(tiny.settings).resolve_job_def(NIGHTLY)
        run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    return run.run_id


def test_lineage_leads_from_raw_files_to_the_delivery(tiny: TinyNightly) -> None:
    graph = definitions_of(tiny.settings).resolve_asset_graph()
    reached = {"raw_submissions"}
    for key in graph.toposorted_asset_keys:
        if {parent.to_user_string() for parent in graph.get(key).parent_keys} & reached:
            reached.add(key.to_user_string())
    assert {
        "ledger/cells",
        "staging/stg_facts",
        "checks/verdicts",
        "marts/fct_indicators",
    } <= reached
    assert {"release", "delivery"} <= reached
