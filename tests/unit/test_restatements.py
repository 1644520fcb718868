"""Restatements: which values changed, and that the effects of their causes add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from command_line import Shell
from release_store import inputs, make_build, release
from restated_builds import (
    Group,
    arrive,
    group,
    numbers_of,
    prepared,
    release_of,
    submission_id,
)

from pipelines import restatements
from pipelines.delivery import deliver
from pipelines.queries import query
from pipelines.reference import read_seed
from pipelines.releases import connect, publish
from pipelines.restatements import Restatement, difference, is_restated, restate
from pipelines.restatements.effects import Rebuilder
from pipelines.restatements.rebuilding import RebuildError, State
from pipelines.rollbacks import rollback
from pipelines.settings import Settings

CORRECTED = {("AL01", "2021-01"): (4, "11.75")}
TWO = CORRECTED | {("AL01", "2021-02"): (5, "19")}
WITHDRAWN = {("AL01", "2021-02"): 6}
KNOWN = [group(), Group(TWO), Group(withdrawn=WITHDRAWN)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One release of the group."""
    settings = prepared(tmp_path)
    arrive(settings, "A1", "A2", "A3")
    release_of(settings, group())
    return settings


def restated(settings: Settings, **changes: object) -> list[Restatement]:
    """The restatements of a release of the group with some changes."""
    given = group()
    reports = changes.pop("reports", None)
    release_of(settings, replace(given, **changes, reports=given.reports | (reports or {})))
    causes = restate(settings)
    assert causes is not None
    require_sums(causes.restatements)
    return causes.restatements


def require_sums(rows: list[Restatement]) -> None:
    """Fail where the effects of a change do not add up to it."""
    values: dict[tuple[str, str, str], list[Restatement]] = {}
    for row in rows:
        values.setdefault((row.mart, row.row_key, row.column_name), []).append(row)
    for key, of_value in values.items():
        before, after = of_value[0].value_before, of_value[0].value_after
        if before is not None and after is not None:
            assert sum(row.effect or 0 for row in of_value) == after - before, key
        else:
            assert {"appeared", "vanished"} & {row.change for row in of_value}, key


def shown(rows: list[Restatement], mart: str) -> list[tuple[object, ...]]:
    return [
        (row.row_key, row.cause, row.effect, numbers_of(row.submission_id, KNOWN))
        for row in rows
        if row.mart == mart
    ]


def test_a_corrected_value_is_data_of_its_submission(settings: Settings) -> None:
    arrive(settings, "A4")
    rows = restated(settings, reports=CORRECTED)
    assert shown(rows, "fct_water") == [("plant_id=AL01|year=2021", "data", Decimal("1.25"), (4,))]
    assert {(row.cause, row.submission_id) for row in rows} == {
        ("data", submission_id(4, "AL01", "2021-01"))
    }
    assert {row.mart for row in rows} == {"fct_water", "fct_ghg_emissions", "rpt_disclosure"}
    assert "monthly_csv/4.csv" in str(rows[0].cause_detail)
    assert "replaces_all, 1, Wang, meter misread" in str(rows[0].cause_detail)


def test_each_submission_has_its_own_effect_on_a_sum(settings: Settings) -> None:
    arrive(settings, "A4", "A5")
    rows = restated(settings, reports=TWO)
    year = "plant_id=AL01|year=2021"
    assert shown(rows, "fct_water") == [
        (year, "data", Decimal("1.25"), (4,)),
        (year, "data", Decimal("-1"), (5,)),
    ]
    sums = {row for row in shown(rows, "rpt_disclosure") if "fresh_water" in str(row[0])}
    assert {(row[2], row[3]) for row in sums} == {(Decimal("1.25"), (4,)), (Decimal("-1"), (5,))}
    ratios = [row for row in shown(rows, "rpt_disclosure") if "intensity" in str(row[0])]
    assert [row[3] for row in ratios] == [(4, 5)]


def test_what_was_withdrawn_is_data_of_the_withdrawal(settings: Settings) -> None:
    arrive(settings, "A6")
    rows = restated(settings, withdrawn=WITHDRAWN)
    assert shown(rows, "fct_water") == [("plant_id=AL01|year=2021", "data", Decimal("-20"), (6,))]
    assert str(rows[0].cause_detail).startswith("monthly_csv/6.csv (replaces_all, 1, Wang")
    arrive(settings, "A7")
    again = restated(settings)
    assert {row.cause for row in again} == {"data"}
    assert numbers_of(again[0].submission_id, KNOWN) == (2,)


def test_a_correction_that_leaves_values_in_place_is_the_one_named(settings: Settings) -> None:
    arrive(settings, "A4")
    given = group()
    given.reports["AL01", "2021-02"] = (4, "21")
    left = "values ('AL01', '2021-02-01', '{}', 'monthly_csv/2.csv', 0)"
    in_place = f"insert into marts.reported {left.format(submission_id(4, 'AL01', '2021-02'))};"
    sql = given.sql().replace(
        "create table marts.fct_indicators", f"{in_place}create table marts.fct_indicators"
    )
    release(settings, "b", sql)
    causes = restate(settings)
    assert causes is not None
    assert {numbers_of(row.submission_id, [given]) for row in causes.restatements} == {(4,)}
    assert "monthly_csv/4.csv (replaces_all" in str(causes.restatements[0].cause_detail)


def test_a_file_at_a_place_of_no_plant_is_told_too(settings: Settings) -> None:
    arrive(settings, "A5")
    rows = restated(settings, reports={("AL01", "2021-02"): (5, "19")})
    assert "monthly_csv/5.csv (replaces_all, 1, Wang, meter misread)" in str(rows[0].cause_detail)


def test_a_changed_plant_is_no_cause_for_others(settings: Settings) -> None:
    given = group()
    for version, value in enumerate(["10.5", "7"]):
        given.reports["AL01", "2021-01"] = (1, value)
        plants = (
            "create or replace table reference.plants as"
            f" select unnest(['AL01', 'CU01']) as plant_id, {version} as version"
        )
        release(settings, "b", f"{given.sql()} {plants}")
    causes = restate(settings)
    assert causes is not None
    details = {row.plant_id: row.cause_detail for row in causes.restatements}
    assert details["AL01"] == "plants AL01: version 0 → 1"
    assert details[None] == "plants AL01: version 0 → 1; plants CU01: version 0 → 1"


def test_a_line_that_came_or_went_is_said_in_short(settings: Settings) -> None:
    known = "create or replace table reference.plants as select unnest({}) as plant_id, true as is"
    given = group()
    for value, plants in (("10.5", ["AL01"]), ("7", ["AL01", "CU01"]), ("8", ["CU01"])):
        given.reports["AL01", "2021-01"] = (1, value)
        release(settings, "b", f"{given.sql()} {known.format(plants)}")
        causes = restate(settings)
    assert causes is not None
    assert causes.restatements[0].cause_detail == "plants AL01: a line that is no longer there"
    with query(settings, "select distinct cause_detail from history.fct_restatements") as found:
        assert ("plants CU01: a new line",) in found.fetchall()


def test_a_changed_factor_alone_is_the_whole_cause(settings: Settings) -> None:
    rows = restated(settings, factor="3")
    assert {row.cause for row in rows} == {"factor"}
    assert {row.mart for row in rows} == {"fct_ghg_emissions", "rpt_disclosure"}
    assert "factors FA1: value 2.000 → 3.000" in str(rows[0].cause_detail)


def test_two_causes_are_separated_by_building_what_lies_between(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[State] = []

    def rebuild(rebuilder: Rebuilder, state: State) -> Path:
        states.append(state)
        given = group()
        return make_build(
            settings, "between", replace(given, reports=given.reports | TWO).sql()
        ).database

    monkeypatch.setattr(Rebuilder, "rebuild", rebuild)
    arrive(settings, "A4", "A5")
    rows = restated(settings, reports=TWO, factor="3")
    assert [state.seeds for state in states] == [{"factors": "before"}]
    assert states[0].arrivals == ("A1", "A2", "A3", "A4", "A5")
    emissions = {row[1:] for row in shown(rows, "fct_ghg_emissions") if "AL01" in str(row[0])}
    assert emissions == {
        ("data", Decimal("2.5"), (4,)),
        ("data", Decimal("-2"), (5,)),
        ("factor", Decimal("30.75"), ()),
    }
    assert shown(rows, "fct_ghg_emissions")[-1][1:] == ("factor", Decimal("5"), ())


def test_a_date_that_passed_is_named(settings: Settings) -> None:
    plants = "create or replace table reference.plants as select 'AL01' as plant_id, {} as valid_to"
    given = group()
    for day, value in ((date(2021, 9, 30), "10.5"), (date(2021, 10, 1), "7")):
        given.reports["AL01", "2021-01"] = (1, value)
        build = make_build(settings, "b", given.sql() + plants.format("date '2021-09-30'"))
        publish(settings, build, replace(inputs(settings), as_of=day))
    causes = restate(settings)
    assert causes is not None
    assert {(row.cause, row.cause_detail) for row in causes.restatements} == {
        ("as_of", "2021-09-30 → 2021-10-01; plants AL01: valid_to 2021-09-30")
    }


def test_other_code_is_the_rest(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings.project / "constraints.txt").write_text("another==1\n")

    def rebuild(rebuilder: Rebuilder, state: State) -> Path:
        given = group()
        given.reports[("CU01", "2021-01")] = (3, "6")
        return make_build(settings, "between", given.sql()).database

    monkeypatch.setattr(Rebuilder, "rebuild", rebuild)
    arrive(settings, "A4")
    rows = restated(settings, reports={("CU01", "2021-01"): (3, "6"), **CORRECTED})
    water = {row[:3] for row in shown(rows, "fct_water")}
    assert water == {
        ("plant_id=AL01|year=2021", "data", Decimal("1.25")),
        ("plant_id=CU01|year=2021", "correction of code", Decimal("1")),
    }


def test_what_the_code_cannot_build_is_not_separable(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rebuild(rebuilder: Rebuilder, state: State) -> Path:
        raise RebuildError("dbt does not know the column")

    monkeypatch.setattr(Rebuilder, "rebuild", rebuild)
    arrive(settings, "A4")
    rows = restated(settings, reports=CORRECTED, factor="3")
    assert {row.cause for row in rows} == {"not separable"}
    assert {row.cause_detail for row in rows} == {"dbt does not know the column"}


def test_values_that_appear_and_vanish_have_no_effect(settings: Settings) -> None:
    arrive(settings, "A4")
    rows = restated(settings, reports={("ZN01", "2021-01"): (4, "7")})
    new = [row for row in rows if row.plant_id == "ZN01" and row.mart == "fct_water"]
    assert [(row.change, row.value_before, row.effect) for row in new] == [("appeared", None, None)]
    release_of(settings, group())
    causes = restate(settings)
    assert causes is not None
    gone = [row for row in causes.restatements if row.plant_id == "ZN01"]
    assert {(row.change, row.value_after, row.effect) for row in gone} == {("vanished", None, None)}


def test_a_rollback_is_its_own_cause(settings: Settings) -> None:
    restated(settings, factor="3")
    rollback(settings, "R00001", "wang", "wrong factor")
    causes = restate(settings)
    assert causes is not None
    require_sums(causes.restatements)
    assert {row.cause for row in causes.restatements} == {"rollback"}
    assert "wang: wrong factor" in str(causes.restatements[0].cause_detail)


def test_it_is_kept_once_and_outlives_and_is_delivered(settings: Settings) -> None:
    assert is_restated(settings)
    restated(settings, factor="3")
    assert is_restated(settings) and restate(settings) is None
    with query(settings, "select count(*) from history.fct_restatements") as found:
        (count,) = found.fetchall()[0]
    deliver(settings)
    with duckdb.connect(str(settings.marts_file), read_only=True) as delivered:
        rows = delivered.execute("select count(*) from history.fct_restatements").fetchall()
    assert rows == [(count,)] and count > 0
    with connect(settings, "R00001") as first:
        assert not first.execute("show all tables").fetchdf().query("schema == 'history'").size


def test_a_failure_leaves_history_and_release_as_they_were(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_of(settings, Group(group().reports, "3"))

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(restatements, "sign", fail)
        with pytest.raises(OSError, match="disk full"):
            restate(settings)
    assert not is_restated(settings)
    assert restate(settings) is not None


def test_a_release_whose_run_was_killed_before_its_restatements_is_made_up_for(
    settings: Settings,
) -> None:
    release_of(settings, Group(group().reports, "3"))
    release_of(settings, Group(group().reports, "4"))
    assert not is_restated(settings)
    restate(settings)
    assert is_restated(settings)
    told = "select distinct release_before, release_after, cause from history.fct_restatements"
    with query(settings, f"{told} order by all") as found:
        assert found.fetchall() == [
            ("R00001", "R00002", "factor"),
            ("R00002", "R00003", "factor"),
        ]


def test_diff_shows_rows_values_and_causes(
    settings: Settings, potline_on: Callable[[Settings], Shell]
) -> None:
    potline = potline_on(settings)
    arrive(settings, "A4")
    restated(settings, reports=CORRECTED)
    out = potline("diff", "R00001", "R00002").out
    assert "plant_id=AL01|year=2021" in out and "Wang" in out and "1.250000" in out
    assert "nothing changed" in potline("diff", "R00001", "R00001").out
    document = json.loads(potline("diff", "R00001", "R00002", "--json").out)
    assert document["comparison"]["changed_values"] == len(document["restatements"])
    backwards = json.loads(potline("diff", "R00002", "R00001", "--json").out)
    assert {row["effect"] for row in backwards["restatements"]} >= {"-1.250000"}
    quick = json.loads(potline("diff", "R00001", "R00002", "--no-causes", "--json").out)
    assert quick["restatements"] is None
    assert {"mart": "fct_water", "added": 0, "removed": 0, "changed": 1} in quick["marts"]


def test_a_release_says_which_edition_of_a_rule_judged_it(tmp_path: Path) -> None:
    settings = prepared(tmp_path)
    ledger = "create table marts.fct_check_ledger as select 'water_identity' as rule_id"
    for edition in (1, 2):
        release(settings, "b", f"{ledger}, {edition} as rule_edition")
    found = difference(settings, "R00001", "R00002", with_causes=False)
    assert found.editions == ["water_identity 1 → 2"]
    with connect(settings, "R00001") as first:
        assert first.execute("select rule_edition from fct_check_ledger").fetchall() == [(1,)]


def test_every_table_of_reference_data_has_a_cause() -> None:
    """A new seed needs a line in restatement_causes.csv."""
    real = Settings.from_environment()
    listed = [row["seed"] for row in read_seed(real, "restatement_causes")]
    assert {path.stem for path in real.seeds.glob("*.csv")} - set(listed) == set()
    assert len(set(listed)) == len(listed)
