"""Staging of corrections and withdrawals: what a submission reports that builds on others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from ledgers import Ledger, Row
from staged import CompiledStaging

pytestmark = pytest.mark.slow

TOTAL: Row = {"indicator_id": "total_water", "value": "10", "unit": "m3"}
FRESH: Row = {"indicator_id": "fresh_water", "value": "4", "unit": "m3"}
SHEET = "水 Water"
VALUES = """
    select facts.indicator_id, cast(facts.value as integer), arrivals.revision
    from staging.stg_facts as facts
    inner join staging.stg_submissions as submissions using (submission_id)
    inner join staging.stg_arrivals as arrivals on facts.arrival_id = arrivals.arrival_id
    where submissions.precedence = 1
    order by all
"""
FINDINGS = """
    select findings.rule_id, findings.path, findings.address
    from staging.stg_findings as findings
    inner join staging.stg_submissions as submissions using (submission_id)
    where submissions.precedence = 1
    order by all
"""


def send(ledger: Ledger, rows: list[Row], day: int = 5, **arrival: Any) -> str:
    """A CSV of AL01 for March 2021, received in April."""
    return ledger.csv(rows, received_at=datetime(2021, 4, day), **arrival)


def correct(ledger: Ledger, rows: list[Row], revision: int = 1, **arrival: Any) -> str:
    """A correction of single values, a day later for each revision."""
    stated = {"kind": "replaces_values", "revision": revision} | arrival
    return send(ledger, rows, 5 + revision, **stated)


def withdraw(ledger: Ledger, revision: int = 1, **arrival: Any) -> str:
    """A withdrawal by a workbook with nothing but its cover."""
    stated = {"kind": "withdraws", "revision": revision, "received_at": datetime(2021, 4, 9)}
    return ledger.workbook({}, **stated | arrival)


def test_given_values_take_the_place_of_others_and_new_ones_are_added(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL, FRESH])
    correct(ledger, [TOTAL | {"value": "12"}])
    circulating = {"indicator_id": "circulating_water", "value": "8", "unit": "m3"}
    correct(ledger, [circulating, FRESH | {"value": "5"}], revision=2)
    staging = compiled_staging.on(ledger)
    assert staging.rows(VALUES) == [
        ("circulating_water", 8, 2),
        ("fresh_water", 5, 2),
        ("total_water", 12, 1),
    ]
    assert staging.findings() == set()
    [received] = staging.rows(
        "select distinct facts.received_at, facts.submission_id = submissions.submission_id"
        " from staging.stg_facts as facts inner join staging.stg_submissions as submissions"
        " using (submission_id) where submissions.precedence = 1"
    )
    assert received == (datetime(2021, 4, 7), True)


def test_each_value_keeps_its_own_cell_and_path(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.workbook({SHEET: [TOTAL, FRESH]}, path="in/whole.xlsx")
    correct(ledger, [FRESH | {"value": "5"}], path="in/few.csv")
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select indicator_id, facts.path, sheet, address from staging.stg_facts as facts"
        " inner join staging.stg_submissions using (submission_id)"
        " where precedence = 1 order by all"
    ) == [
        ("fresh_water", "in/few.csv", "csv", "R2C6"),
        ("total_water", "in/whole.xlsx", SHEET, "G4"),
    ]


def test_a_replaced_entry_that_could_not_be_read_does_not_count_and_the_others_do(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    circulating = {"indicator_id": "circulating_water", "value": "y", "unit": "m3"}
    send(ledger, [TOTAL | {"value": "x"}, FRESH | {"unit": "kWh"}, circulating], path="in/0.csv")
    correct(ledger, [TOTAL, FRESH])
    staging = compiled_staging.on(ledger)
    assert staging.rows(VALUES) == [("fresh_water", 4, 1), ("total_water", 10, 1)]
    assert staging.rows(FINDINGS) == [("text_for_number", "in/0.csv", "R4C6")]


def test_a_given_value_that_cannot_be_read_leaves_none_of_before(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL, FRESH])
    correct(ledger, [TOTAL | {"value": "x"}], path="in/1.csv")
    staging = compiled_staging.on(ledger)
    assert staging.rows(VALUES) == [("fresh_water", 4, 0)]
    assert staging.rows(FINDINGS) == [("text_for_number", "in/1.csv", "R2C6")]


def test_equal_faults_in_both_files_are_two_findings(compiled_staging: CompiledStaging) -> None:
    unknown = {"indicator_id": "unheard_of", "value": "1", "unit": "m3"}
    ledger = Ledger()
    send(ledger, [unknown], path="in/0.csv")
    correct(ledger, [unknown], path="in/1.csv")
    staging = compiled_staging.on(ledger)
    assert [
        path for rule_id, path, _ in staging.rows(FINDINGS) if rule_id == "unknown_indicator"
    ] == [
        "in/0.csv",
        "in/1.csv",
    ]
    assert staging.rows(
        "select count(*) - count(distinct finding_key) from staging.stg_findings"
        " inner join staging.stg_submissions using (submission_id)"
        " where precedence = 1 and rule_id = 'unknown_indicator'"
    ) == [(0,)]


def test_an_edit_in_place_of_a_correction_takes_its_place(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL, FRESH])
    correct(ledger, [TOTAL | {"value": "12"}], path="in/c.csv", path_sequence=1)
    correct(ledger, [FRESH | {"value": "5"}], path="in/c.csv", path_sequence=2)
    assert compiled_staging.on(ledger).rows(VALUES) == [
        ("fresh_water", 5, 1),
        ("total_water", 10, 0),
    ]


def test_a_correction_of_nothing_is_named(compiled_staging: CompiledStaging) -> None:
    alone, withdrawn = Ledger(), Ledger()
    correct(alone, [TOTAL])
    send(withdrawn, [TOTAL])
    withdraw(withdrawn)
    correct(withdrawn, [TOTAL], revision=2)
    for ledger in (alone, withdrawn):
        assert ("nothing_to_replace", None) in compiled_staging.on(ledger).findings()


def test_what_is_withdrawn_is_not_reported_and_a_higher_revision_is_again(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL, FRESH])
    withdraw(ledger)
    staging = compiled_staging.on(ledger)
    assert staging.rows(VALUES) == []
    assert staging.rows("select kind from staging.stg_submissions where precedence = 1") == [
        ("withdraws",)
    ]
    assert staging.findings() == set()

    send(ledger, [TOTAL | {"value": "9"}], 12, revision=2)
    staging = compiled_staging.on(ledger)
    assert staging.rows(VALUES) == [("total_water", 9, 2)]
    assert staging.findings() == set()


def test_an_original_after_a_withdrawal_needs_a_higher_revision(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL])
    withdraw(ledger)
    send(ledger, [FRESH], 12)
    assert ("revision_not_higher", None) in compiled_staging.on(ledger).findings()


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([], {"place_plant_text": "AL01", "place_period_text": "2021-03"}),
        ([{"indicator_id": None}], {}),
        ([TOTAL | {"value": "x"}], {}),
    ],
    ids=["header alone", "rows without values", "the whole file"],
)
def test_a_form_without_a_cover_withdraws_by_its_rows_or_its_path(
    compiled_staging: CompiledStaging, rows: list[Row], place: Row
) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL])
    send(ledger, rows, 9, kind="withdraws", revision=1, **place)
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select plant_id, cast(period as varchar), kind from staging.stg_submissions"
        " where precedence = 1"
    ) == [("AL01", "2021-03-01", "withdraws")]
    assert staging.rows(VALUES) == []
    assert staging.findings() == set()


def test_a_correction_without_a_reason_is_asked_for_one(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL], reason=None)
    correct(ledger, [FRESH], reason=None)
    assert compiled_staging.on(ledger).findings() == {("reason_not_given", None)}


def test_the_same_file_at_a_second_place_is_told_and_holds_nothing(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    send(ledger, [TOTAL], path="in/a.csv", content_id="c0ffee" * 10)
    send(ledger, [TOTAL], 6, path="in/b.csv", content_id="c0ffee" * 10)
    assert compiled_staging.on(ledger).findings() == {("same_file_again", None)}
