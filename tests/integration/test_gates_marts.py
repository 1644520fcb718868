"""Gate 2 on the marts of a small group: what refuses a release, and what only warns."""

from __future__ import annotations

from pathlib import Path

import pytest
from gate_builds import GateBuild, gate_build

from pipelines.quality import CheckRaisedError

pytestmark = pytest.mark.slow


@pytest.fixture
def build(tmp_path: Path) -> GateBuild:
    """A build in which every rule holds but those on completeness."""
    return gate_build(tmp_path)


MEASURED_NOWHERE = (
    *(f"{fuel}_emission_per_tce" for fuel in ("coal", "coke", "natural_gas", "oil")),
    *(f"{what}_emission_factor" for what in ("dolomite", "gas_fuel", "limestone", "soda_ash")),
    "anode_emission_per_aluminium",
    "cf4_per_aluminium",
)


def test_sound_marts_are_not_refused(build: GateBuild) -> None:
    outcome = build.gate_2()
    assert not outcome.refused
    assert {finding["rule_id"] for finding in build.read("findings_gate_2")} <= {
        "due_periods_accepted"
    }
    assert {each.rule.rule_id for each in outcome.rules if each.planned == 0} <= {
        "anode_above_faraday",
        "mart_waiver_still_holds",
        "clinker_emission_factor",
        "clinker_substitutes_within_process",
        "coal_emission_per_tce_filled",
        "ets_amount_is_direct",
        "solar_capacity_factor_usual",
        "training_hours_usual",
        "wind_capacity_factor_usual",
        *(f"{measured}_measured" for measured in MEASURED_NOWHERE),
    }


def test_broken_factor_is_refused_and_its_findings_are_kept(build: GateBuild) -> None:
    build.change(
        "update marts.fct_ghg_emissions set gas_mass_t = gas_mass_t * 10,"
        " emissions_tco2e = emissions_tco2e * 10 where stream_kind = 'purchased_electricity'"
    )
    assert build.gate_2().refused
    broken = {finding["rule_id"] for finding in build.read("findings_gate_2")}
    assert {"grid_emission_factor", "emissions_recompute"} <= broken


def test_an_edition_that_has_ended_or_not_begun_judges_no_marts(build: GateBuild) -> None:
    build.keep_rules("grid_emission_factor", "emissions_recompute")
    build.edit_rule("grid_emission_factor", lambda rule: {**rule, "valid_to": "2020-12-31"})
    build.edit_rule("emissions_recompute", lambda rule: {**rule, "valid_from": "2099-01-01"})
    build.change("update marts.fct_ghg_emissions set emissions_tco2e = emissions_tco2e * 10")
    outcome = build.gate_2()
    assert not outcome.refused
    assert {each.planned for each in outcome.rules} == {0}


def test_missing_column_is_refused_before_anything_else_is_judged(build: GateBuild) -> None:
    build.change("alter table marts.fct_water drop column fresh_water_m3")
    outcome = build.gate_2()
    assert outcome.refused
    [finding] = build.read("findings_gate_2")
    assert (finding["mart"], finding["finding_key"]) == ("fct_water", "fresh_water_m3")
    assert {each.rule.stage for each in outcome.rules if each.planned} == {1}


def test_rule_that_needs_rows_refuses_an_empty_mart(build: GateBuild) -> None:
    build.keep_rules("emissions_recompute")
    build.change("delete from marts.fct_ghg_emissions")
    assert build.gate_2().refused
    [finding] = build.read("findings_gate_2")
    assert finding["found"] == "nothing to judge"
    [counted] = build.read("check_ledger_gate_2")
    assert (counted["planned"], counted["raised"]) == (1, 1)


def test_foreign_tables_alone_need_no_rows_of_other_forms(build: GateBuild) -> None:
    build.keep_rules("emissions_recompute")
    build.change(
        "delete from marts.fct_ghg_emissions",
        "update staging.stg_submissions set form_id = 'monthly_table'",
    )
    assert not build.gate_2().refused
    build.change("delete from staging.stg_facts")
    assert build.gate_2().refused


def test_completeness_and_tie_out_never_refuse(build: GateBuild) -> None:
    build.keep_rules("due_periods_accepted", "published_figures_agree")
    build.change("update marts.rpt_disclosure set status = 'differs'")
    outcome = build.gate_2()
    assert not outcome.refused
    severities = {finding["severity"] for finding in build.read("findings_gate_2")}
    assert severities == {"warning"}


def test_check_that_raises_stops_the_run(build: GateBuild) -> None:
    build.keep_rules("published_figures_agree")
    build.change(
        "alter table marts.rpt_disclosure rename to figures",
        "create view marts.rpt_disclosure as"
        " select * replace (error('broken') as status) from marts.figures",
    )
    with pytest.raises(CheckRaisedError, match="published_figures_agree"):
        build.gate_2()
