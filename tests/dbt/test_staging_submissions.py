"""Staging of plants, periods, places and revisions: which file speaks for which plant and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from ledgers import Ledger, Row
from staged import CompiledStaging

pytestmark = pytest.mark.slow

SHEET = "水 Water"
WATER: Row = {"indicator_id": "total_water", "value": "1", "unit": "m3"}
BAD: Row = {"indicator_id": "fresh_water", "value": "x", "unit": "m3"}
ANNUAL = {
    "经营 Economy": [{"indicator_id": "environmental_investment", "value": "1", "unit": "元"}]
}


def send(ledger: Ledger, day: int = 5, **arrival: Any) -> str:
    """A workbook of AL01 for March 2021, received in April."""
    return ledger.workbook({SHEET: [WATER]}, received_at=datetime(2021, 4, day), **arrival)


def test_every_accepted_period_is_read(compiled_staging: CompiledStaging) -> None:
    months = [
        "2021-03",
        "2021-03-01",
        "2021/3",
        "202103",
        "2021年3月",
        "２０２１年３月",
        " 2021-03 ",
    ]
    ledger = Ledger()
    for text in months:
        ledger.workbook({SHEET: [WATER]}, period=text)
    for text in ("2020", "2020年"):
        ledger.workbook(ANNUAL, period=text, form_id="annual_return")
    assert compiled_staging.on(ledger).rows(
        "select frequency, period::varchar, count(*) from staging.stg_submissions"
        " group by all order by all"
    ) == [("month", "2021-03-01", 7), ("year", "2020-01-01", 2)]


def test_other_periods_are_unreadable_at_their_cell(compiled_staging: CompiledStaging) -> None:
    texts = ["2021", "2021-03-15", "2021-13", "21-03", "44256", "March 2021"]
    ledger = Ledger()
    for text in texts:
        ledger.workbook({SHEET: [WATER]}, period=text)
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select rule_id, sheet, address, found from staging.stg_findings order by found"
    ) == [("unreadable_period", "封面 Cover", "B6", text) for text in texts]
    assert staging.rows("select count(*) from staging.stg_facts") == [(0,)]


def test_plants_are_read_by_code_or_name_and_unknown_ones_named(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    for plant in ("al01", "赤霞电解铝厂", "AL011", None):
        ledger.workbook({SHEET: [WATER]}, plant=plant, kind="replaces_all")
    staging = compiled_staging.on(ledger)
    assert staging.rows("select plant_id from staging.stg_submissions") == [("AL01",)] * 2
    findings = dict(
        staging.rows(
            "select rule_id, expected from staging.stg_findings where rule_id like '%_plant'"
        )
    )
    assert findings == {
        "unknown_plant": "the code of a plant; nearest: AL01",
        "missing_plant": "the code of a plant",
    }


def test_what_differs_from_the_place_is_named_and_still_read(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(
        ledger,
        place_form_text="monthly_csv",
        place_plant_text="AL02",
        place_period_text="2021-04",
    )
    send(
        ledger,
        plant="AL02",
        place_form_text="monthly_workbook",
        place_plant_text="AL02",
        place_period_text="2021-03",
    )
    staging = compiled_staging.on(ledger)
    assert staging.rows("select rule_id, plant_id from staging.stg_findings order by 1") == [
        ("form_differs_from_place", "AL01"),
        ("period_differs_from_place", "AL01"),
        ("plant_differs_from_place", "AL01"),
    ]
    assert staging.rows("select count(*) from staging.stg_facts") == [(2,)]


def test_a_csv_holds_many_submissions_and_their_findings_stay_apart(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.csv([WATER, WATER | {"plant_id": "AL02"}, BAD | {"plant_id": "AL02"}])
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select plant_id, count(*) from staging.stg_facts group by all order by all"
    ) == [("AL01", 1), ("AL02", 1)]
    assert staging.rows("select rule_id, plant_id from staging.stg_findings") == [
        ("text_for_number", "AL02")
    ]


def test_a_row_of_no_known_plant_counts_against_the_only_submission_of_its_file(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.csv([WATER, BAD | {"plant_id": "ZZ99", "value": "2"}])
    staging = compiled_staging.on(ledger)
    assert staging.rows("select rule_id, plant_id, address from staging.stg_findings") == [
        ("unknown_plant", "AL01", "R3C1")
    ]


def test_a_wrong_header_of_a_file_counts_against_all_its_submissions(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.csv([WATER | {"extra": "1"}, WATER | {"plant_id": "AL02"}])
    staging = compiled_staging.on(ledger)
    assert staging.rows("select rule_id, plant_id from staging.stg_findings order by all") == [
        ("unknown_header", "AL01"),
        ("unknown_header", "AL02"),
    ]


@pytest.mark.parametrize(
    ("period", "rule_ids"),
    [
        ("2018-12", {"plant_not_active"}),
        ("2026-01", {"period_in_future"}),
        ("2022-02", {"period_in_future"}),
        ("2019-01", set()),
    ],
)
def test_a_period_outside_what_the_plant_reports_is_named(
    compiled_staging: CompiledStaging, period: str, rule_ids: set[str]
) -> None:
    ledger = Ledger()
    ledger.workbook({}, period=period)
    found = {rule_id for rule_id, _ in compiled_staging.on(ledger).findings()}
    assert found - {"no_values"} == rule_ids


def test_a_base_year_before_the_first_report_is_allowed(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    row = {"indicator_id": "base_so2_emitted", "value": "1", "unit": "t"}
    ledger.workbook(
        {"基准年 Base year": [row]}, plant="HQ01", period="2010", form_id="annual_return"
    )
    assert compiled_staging.on(ledger).findings() == set()


def test_a_second_original_is_named_whatever_the_order_of_intake(
    compiled_staging: CompiledStaging,
) -> None:
    for days in ((5, 6), (6, 5)):
        ledger = Ledger()
        arrivals = {day: send(ledger, day, path=f"in/{day}") for day in days}
        staging = compiled_staging.on(ledger)
        assert staging.rows("select rule_id, arrival_id from staging.stg_findings") == [
            ("second_original", arrivals[6])
        ]


def test_an_edit_in_place_is_no_second_original_and_counts_first(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(ledger, 7, path="in/a")
    edited = send(ledger, 6, path="in/a", path_sequence=2)
    staging = compiled_staging.on(ledger)
    assert staging.findings() == set()
    assert staging.rows("select arrival_id from staging.stg_submissions where precedence = 1") == [
        (edited,)
    ]


def test_a_replacement_needs_a_higher_revision(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    send(ledger, 5, path="in/a")
    first = send(ledger, 6, path="in/b", kind="replaces_all", revision=1)
    late = send(ledger, 7, path="in/c", kind="replaces_all", revision=1)
    last = send(ledger, 8, path="in/d", kind="replaces_all", revision=2)
    lowered = send(ledger, 9, path="in/d", kind="replaces_all", revision=0, path_sequence=2)
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select distinct arrival_id from staging.stg_findings"
        " where rule_id = 'revision_not_higher' order by all"
    ) == [(late,), (lowered,)]
    assert staging.rows(
        "select arrival_id from staging.stg_submissions order by precedence limit 3"
    ) == [(last,), (late,), (first,)]


def test_monthly_forms_replace_each_other(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    send(ledger, 5)
    csv = ledger.csv([WATER], kind="replaces_all", revision=1)
    staging = compiled_staging.on(ledger)
    assert staging.rows("select arrival_id, precedence from staging.stg_submissions order by 2")[
        0
    ] == (csv, 1)
    assert staging.findings() == set()


def test_every_filled_value_is_a_fact_or_has_a_finding(compiled_staging: CompiledStaging) -> None:
    """Conservation: nothing between a filled value cell and its fact is lost without a word."""
    rows = [
        WATER,
        BAD,
        WATER | {"indicator_id": "nonsense"},
        WATER | {"indicator_id": None},
        WATER | {"indicator_id": "other_water", "unit": "kWh"},
        {"indicator_id": "wastewater_reused", "value": "1", "unit": "m3"},
        {"indicator_id": "wastewater_reused", "value": "2", "unit": "m3"},
        {"indicator_id": "fuel_consumed", "material_id": "coal", "value": "1", "unit": "t"},
        {"indicator_id": "electricity_received_internal", "value": "1", "unit": "MWh"},
        {"indicator_id": "circulating_water", "value": ("error", "#REF!"), "unit": "m3"},
        WATER | {"plant_id": "ZZ99"},
        WATER | {"period": "soon"},
    ]
    ledger = Ledger()
    ledger.csv(rows)
    ledger.workbook({SHEET: rows[:6]}, plant="AL02")
    ledger.workbook({SHEET: rows[:2]}, plant="nowhere")
    staging = compiled_staging.on(ledger)
    [(cells, unexplained, doubly)] = staging.rows(
        """
        with values_filled as (
            select arrivals.arrival_id, cells.cell_id, cells.sheet, cells.address, cells.row_number
            from ledger.cells as cells
            join staging.stg_headers as headers using (content_id, sheet, column_number)
            join ledger.arrivals as arrivals using (content_id)
            where headers.field = 'value' and cells.row_number > headers.header_row
        ),
        explained as (
            select
                values_filled.*,
                exists (
                    select 1 from staging.stg_facts as facts
                    where facts.arrival_id = values_filled.arrival_id
                        and facts.cell_id = values_filled.cell_id
                ) as is_fact,
                exists (
                    select 1 from staging.stg_findings as findings
                    where findings.arrival_id = values_filled.arrival_id
                        and (
                            findings.sheet = '封面 Cover'
                            or contains(
                                findings.expected,
                                values_filled.sheet || '!' || values_filled.address
                            )
                            or (
                                findings.sheet = values_filled.sheet
                                and regexp_extract(findings.address, '^[A-Z]+(\\d+)', 1)::integer
                                    = values_filled.row_number
                            )
                        )
                ) as has_finding
            from values_filled
        )
        select
            count(*),
            count(*) filter (where not is_fact and not has_finding),
            count(*) filter (where is_fact and has_finding)
        from explained
        """
    )
    assert (cells, unexplained, doubly) == (20, 0, 0)
