"""Gate 1 on a small group: what it holds, what it uses instead, and what it says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gate_builds import GateBuild, gate_build

from pipelines.quality.judging import CheckRaisedError, CountsDifferError, Judge
from pipelines.quality.records import prepare
from pipelines.quality.rules import load_rules
from pipelines.quality.schema import SchemaMissingError, UnknownNoteError
from pipelines.quality.workspace import open_build

pytestmark = pytest.mark.slow
MARCH = "S-AL01-month-2021-03-01"


@pytest.fixture
def build(tmp_path: Path) -> GateBuild:
    """A build in which every rule holds but those on completeness."""
    return gate_build(tmp_path)


def facts_in(build: GateBuild) -> int:
    with open_build(build.settings, build.build) as connection:
        return len(connection.execute("select * from staging.stg_facts").fetchall())


def value_of(plant: str, indicator: str, value: str, period: str = "2021-03-01") -> str:
    return (
        f"update staging.stg_facts set value = {value}, reported_text = '{value}'"
        f" where plant_id = '{plant}' and indicator_id = '{indicator}'"
        f" and period = '{period}' and frequency = 'month'"
    )


def second_revision(submission_id: str) -> list[str]:
    """A submission gets a second revision, which counts first and is equal to it."""
    return [
        "update staging.stg_submissions set precedence = 2"
        f" where submission_id = '{submission_id}'",
        "insert into staging.stg_submissions select * replace ('R2' as submission_id,"
        " 'A-R2' as arrival_id, 1 as precedence, 'r2.csv' as path) from staging.stg_submissions"
        f" where submission_id = '{submission_id}'",
        "insert into staging.stg_arrivals select 'A-R2', 'r2.csv', timestamp '2021-05-01'",
        "insert into staging.stg_facts select * replace ('R2' as submission_id, 'A-R2' as"
        " arrival_id, 'R2' || fact_id as fact_id, replace(cell_id, 'c0ffee', 'decade') as cell_id)"
        f" from staging.stg_facts where submission_id = '{submission_id}'",
    ]


def test_whole_gate_counts_every_subject_once(build: GateBuild) -> None:
    outcomes = build.gate_1()
    assert build.held() == []
    for row in build.read("check_ledger_gate_1"):
        assert row["planned"] == row["passed"] + row["failed"] + row["waived"] + row["raised"]
    assert outcomes["values_not_negative"].planned == facts_in(build)
    assert all(row["is_used"] for row in build.read("verdicts"))


def test_circulating_above_total_water_is_held_and_the_revision_before_is_used(
    build: GateBuild,
) -> None:
    build.keep_rules("circulating_water_within_total")
    build.change(
        *second_revision(MARCH),
        "update staging.stg_facts set value = 31360000"
        " where submission_id = 'R2' and indicator_id = 'circulating_water'",
        "update staging.stg_facts set value = 30010000"
        " where submission_id = 'R2' and indicator_id = 'total_water'",
    )
    build.gate_1()
    assert build.held() == ["R2"]
    month = "plant_id = 'AL01' and period = '2021-03-01' and frequency = 'month'"
    [used] = build.read("verdicts", f"is_used and {month}")
    assert used["submission_id"] == MARCH
    [finding] = build.read("findings_gate_1")
    assert finding["found"] == "circulating water 31,360,000 m3 > total water use 30,010,000 m3"
    assert finding["expected"] == "at most 30,010,000 m3"
    assert finding["message_en"].startswith("Circulating water is never above total water. Found:")
    assert "循环用水量 31,360,000 m3 > 总用水量 30,010,000 m3" in finding["message_zh"]
    assert (finding["path"], finding["sheet"]) == ("r2.csv", "water")
    assert finding["address"] == "AL01.2021-03-01.circulating_water."
    assert finding["cell_ids"].split(";")[0] == finding["cell_id"]
    assert len(finding["cell_ids"].split(";")) == 2


@pytest.mark.parametrize("period", ["2021-01-01", "2021-07-01", "2021-12-01"])
def test_one_value_1000_times_too_high_holds_exactly_that_month(
    build: GateBuild, period: str
) -> None:
    build.keep_rules(
        "unit_slip_100",
        "unit_slip_1000",
        "unit_slip_10000",
        "near_its_peers",
        "near_many_peers",
        "output_months_and_year",
        "not_copied_from_month_before",
    )
    build.change(value_of("AL01", "product_output", "value * 1000", period))
    build.gate_1()
    assert build.held() == [f"S-AL01-month-{period}"]
    blocking = build.read(
        "findings_gate_1", "severity = 'blocking' and rule_id <> 'near_many_peers'"
    )
    assert [finding["rule_id"] for finding in blocking] == ["unit_slip_1000"]


def test_too_few_other_months_are_not_judged(build: GateBuild) -> None:
    build.keep_rules("unit_slip_1000")
    build.change(
        "delete from staging.stg_facts where period > '2021-04-01'",
        "delete from staging.stg_submissions where period > '2021-04-01'",
        value_of("AL01", "product_output", "value * 1000"),
    )
    assert build.gate_1()["unit_slip_1000"].planned == 0
    assert build.held() == []


def test_broken_chain_of_stocks_holds_the_later_month_alone(build: GateBuild) -> None:
    build.keep_rules("general_waste_stock_continues", "general_waste_balance")
    for stock in ("opening", "closing"):
        build.change(value_of("AL01", f"general_waste_{stock}_stock", "12"))
    build.gate_1()
    assert build.held() == [MARCH]


def test_stage_2_compares_with_what_passed_stage_1(build: GateBuild) -> None:
    build.keep_rules("circulating_water_within_total", "general_waste_stock_continues")
    build.change(
        value_of("AL01", "circulating_water", "9999"),
        value_of("AL01", "general_waste_closing_stock", "99"),
    )
    build.gate_1()
    assert build.held() == [MARCH], "April is not judged against a March that is held"


def test_annual_return_that_differs_from_its_months_is_held(build: GateBuild) -> None:
    build.keep_rules("output_months_and_year")
    build.change(value_of("AL01", "product_output", "200"))
    build.gate_1()
    assert build.held() == ["S-AL01-year-2021-01-01"]


def test_3000_failing_rows_are_3000_findings(build: GateBuild) -> None:
    build.keep_rules("values_not_negative")
    build.change(
        "insert into staging.stg_facts select stg_facts.* replace ('N' || i as fact_id,"
        " -1 as value, 'c0ffee!water!A' || i as cell_id)"
        " from staging.stg_facts, range(3000) as rows (i)"
        f" where submission_id = '{MARCH}' and indicator_id = 'fresh_water'"
    )
    assert build.gate_1()["values_not_negative"].failed == 3000
    findings = build.read("findings_gate_1")
    assert len(findings) == len({finding["finding_id"] for finding in findings}) == 3000


WAIVED = "circulating_water_within_total"


def waive(build: GateBuild, finding: dict[str, Any], **changes: str) -> None:
    """A line in waivers.csv for one finding."""
    waiver = {
        "waiver_id": "W1",
        "rule_id": finding["rule_id"],
        "plant_id": finding["plant_id"],
        "period_from": str(finding["period"]),
        "period_to": str(finding["period"]),
        "fingerprint": finding["fingerprint"],
        "found": finding["found"],
        "reason": "the meter was exchanged",
        "granted_by": "the group's water officer",
        "granted_on": "2021-05-01",
        "expires_on": "2022-06-01",
    }
    build.add_line("waivers", **waiver | changes)


def waived_build(build: GateBuild) -> dict[str, Any]:
    """A build with one wrong value and the rules on it and on waivers; its one finding."""
    build.keep_rules(WAIVED, "waiver_still_holds")
    build.change(value_of("AL01", "circulating_water", "9999"))
    build.gate_1()
    [finding] = build.read("findings_gate_1")
    return finding


def test_waived_finding_holds_nothing_until_the_waiver_expires(build: GateBuild) -> None:
    waive(build, waived_build(build))
    outcomes = build.gate_1()
    assert (outcomes[WAIVED].failed, outcomes[WAIVED].waived, build.held()) == (0, 1, [])
    assert (outcomes["waiver_still_holds"].planned, outcomes["waiver_still_holds"].failed) == (1, 0)
    [finding] = build.read("findings_gate_1")
    assert (finding["state"], finding["severity"]) == ("waived", "blocking")
    assert finding["waiver_id"] == "W1"

    path = build.settings.seeds / "waivers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2022-06-01", "2022-05-31"))
    outcome = build.gate_1()[WAIVED]
    assert (outcome.failed, outcome.waived, build.held()) == (1, 0, [MARCH])
    [told] = build.read("findings_gate_1", "rule_id = 'waiver_still_holds'")
    assert "W1" in told["found"] and "expired on 2022-05-31" in told["found"]


def test_waiver_holds_for_its_values_alone_and_says_which_changed(build: GateBuild) -> None:
    given_for = waived_build(build)
    waive(build, given_for)
    build.change(value_of("AL01", "circulating_water", "8888"))
    outcome = build.gate_1()[WAIVED]
    assert (outcome.failed, outcome.waived, build.held()) == (1, 0, [MARCH])
    [told] = build.read("findings_gate_1", "rule_id = 'waiver_still_holds'")
    assert given_for["found"] in told["found"] and "8,888" in told["found"]

    build.change(value_of("AL01", "circulating_water", "9999"))
    assert (build.gate_1()[WAIVED].waived, build.held()) == (1, [])


def test_the_same_values_sent_again_in_another_file_keep_their_waiver(build: GateBuild) -> None:
    waive(build, waived_build(build))
    build.change(
        "update staging.stg_facts set cell_id = 'another' || cell_id, fact_id = 'F' || fact_id"
    )
    assert build.gate_1()[WAIVED].waived == 1


def test_edition_warns_before_it_is_in_force_and_is_silent_after(build: GateBuild) -> None:
    rule_id = "circulating_water_within_total"
    build.keep_rules(rule_id)
    build.edit_rule(rule_id, lambda row: {**row, "valid_to": "2021-06-30"})
    [first] = build.rows("rules")
    build.add_line("rules", **{**first, "edition": "2", "valid_from": "2021-07-01", "valid_to": ""})
    build.change(
        value_of("AL01", "circulating_water", "9999", "2021-03-01"),
        value_of("AL01", "circulating_water", "9999", "2021-08-01"),
    )
    build.gate_1()
    judged = {
        (finding["period"].month, finding["rule_edition"]): finding["severity"]
        for finding in build.read("findings_gate_1")
    }
    assert judged == {(3, 1): "blocking", (3, 2): "warning", (8, 2): "blocking"}


def test_a_date_of_sending_before_the_period_frees_from_no_rule(build: GateBuild) -> None:
    build.keep_rules("circulating_water_within_total")
    build.change(
        value_of("AL01", "circulating_water", "9999"),
        "update staging.stg_submissions set received_at = timestamp '2001-01-01 00:00:00'",
        "update staging.stg_facts set received_at = timestamp '2001-01-01 00:00:00'",
    )
    build.gate_1()
    assert {finding["severity"] for finding in build.read("findings_gate_1")} == {"blocking"}


def raising(condition: str) -> list[str]:
    """The values of some facts raise when they are read."""
    return [
        "alter table staging.stg_facts rename to every_fact",
        "create view staging.stg_facts as select * replace (cast(case when"
        f" {condition} then error('broken cell') else value end as decimal(19, 6)) as value)"
        " from staging.every_fact",
    ]


def test_check_that_raises_on_one_plant_holds_that_plant(build: GateBuild) -> None:
    build.keep_rules("circulating_water_within_total", "smelter_power_usual")
    build.change(
        *raising("plant_id = 'AR01' and indicator_id = 'total_water'"),
        "insert into staging.every_fact select * replace ('X' as fact_id, 'circulating_water' as"
        " indicator_id) from staging.every_fact where plant_id = 'AR01' and"
        " indicator_id = 'total_water'",
    )
    outcome = build.gate_1()["circulating_water_within_total"]
    assert (outcome.passed, outcome.failed, outcome.raised) == (12, 0, 12)
    held = [row for row in build.read("verdicts") if row["verdict"] == "held"]
    assert {row["plant_id"] for row in held} == {"AR01"}
    assert len(held) == 12
    finding = build.read("findings_gate_1")[0]
    assert (finding["severity"], finding["state"]) == ("blocking", "open")
    assert "raised an error" in finding["found"] and "broken cell" in finding["found"]


def test_check_that_raises_for_every_plant_stops(build: GateBuild) -> None:
    build.keep_rules("values_not_negative")
    build.change(*raising("value is not null"))
    with pytest.raises(CheckRaisedError, match="values_not_negative.*raises for every plant"):
        build.gate_1()


def test_finding_of_reading_without_a_rule_is_an_error(build: GateBuild) -> None:
    build.change(
        "insert into staging.stg_findings (rule_id, arrival_id) values ('smudged_ink', 'A1')"
    )
    with pytest.raises(UnknownNoteError, match="smudged_ink"):
        build.gate_1()


def test_finding_about_a_file_holds_it_only_when_it_is_of_one_plant(build: GateBuild) -> None:
    build.keep_rules("unknown_plant")
    build.change(
        "update staging.stg_submissions set arrival_id = 'both' where plant_id in ('CE01', 'MG01')"
        " and period = '2021-03-01'",
        "update staging.stg_submissions set arrival_id = 'alone' where plant_id = 'AR01'"
        " and period = '2021-03-01'",
        "insert into staging.stg_arrivals values ('both', 'both.csv', now()),"
        " ('alone', 'alone.csv', now()), ('nobody', 'nobody.csv', now())",
        "insert into staging.stg_findings (rule_id, arrival_id, finding_key, found, expected)"
        " select 'unknown_plant', arrival_id, 'A2', 'XX01', 'a plant'"
        " from (values ('both'), ('alone'), ('nobody')) as files (arrival_id)",
    )
    build.gate_1()
    assert build.held() == ["S-AR01-month-2021-03-01"]
    assert len(build.read("findings_gate_1")) == 3


def test_missing_column_is_named(build: GateBuild) -> None:
    build.keep_rules("values_not_negative")
    build.change("alter table staging.stg_facts drop column unit")
    with pytest.raises(SchemaMissingError, match=r"staging\.stg_facts\.unit"):
        build.gate_1()


def test_counts_that_differ_stop_the_gate(build: GateBuild) -> None:
    class Miscounter:
        def count(self, query: str) -> tuple[int, int]:
            return 10, 2

    build.keep_rules("circulating_water_within_total")
    build.change(value_of("AL01", "circulating_water", "9999"))
    [rule] = load_rules(build.settings)
    with open_build(build.settings, build.build) as connection:
        prepare(connection, [rule], [], build.build.as_of)
        judge = Judge(connection, Miscounter(), build.build.as_of, ["AL01"])
        with pytest.raises(CountsDifferError, match="counted 2 failing rows.*returned 1"):
            judge.judge(rule)


def test_rule_of_a_known_kind_is_one_line(build: GateBuild) -> None:
    build.keep_rules("circulating_water_within_total")
    [known] = build.rows("rules")
    build.add_line(
        "rules",
        **{
            **known,
            "rule_id": "other_water_within_fresh",
            "statement_en": "Other water is never above fresh water.",
            "parameters": '{"left": ["other_water"], "right": ["fresh_water"]}',
        },
    )
    build.change(value_of("AL01", "other_water", "101"))
    assert build.gate_1()["other_water_within_fresh"].failed == 1
    assert build.held() == [MARCH]


def test_same_build_gives_the_same_findings(build: GateBuild) -> None:
    build.keep_rules("circulating_water_within_total")
    build.change(value_of("AL01", "circulating_water", "9999"))
    build.gate_1()
    first = build.read("findings_gate_1"), build.read("verdicts")
    build.gate_1()
    assert first == (build.read("findings_gate_1"), build.read("verdicts"))
