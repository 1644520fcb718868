"""Staging of waste manifests: each row is a fact of its own, with its number, day and licence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from ledgers import Ledger
from staged import CompiledStaging, Staging

pytestmark = pytest.mark.slow

MONTHS = {
    "2022-01-15": date(2022, 1, 15),
    "2022/1/5": date(2022, 1, 5),
    "20220115": date(2022, 1, 15),
    "2022年1月15日": date(2022, 1, 15),
    "２０２２-01-15": date(2022, 1, 15),
    "2022-01-15 08:30": date(2022, 1, 15),
    "2022-01": None,
}
NO_DAYS = ["2022-01-32", "2022-13-01", "2022031", "soon", "2022"]


def findings(staging: Staging) -> set[tuple[str, str | None]]:
    """What is found in the files, whether or not the plant owed reports for the month."""
    return {found for found in staging.findings() if found[0] != "plant_not_active"}


def test_manifests_of_one_month_and_waste_do_not_collide(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    arrival_id = ledger.manifests(
        [{}, {"document_id": "M-2", "period": "2022-01-20", "value": "5000", "unit": "kg"}]
    )
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select arrival_id, plant_id, period::varchar, frequency, indicator_id, material_id,"
        " document_id, value, unit, address from staging.stg_facts order by document_id"
    ) == [
        (arrival_id, "AL01", "2022-01-01", "event", "hazardous_waste_manifested", "321-023-48",
         number, Decimal(value), "t", address)
        for number, value, address in [("M-1", "30.000000", "R2C5"), ("M-2", "5.000000", "R3C5")]
    ]  # fmt: skip
    assert staging.rows("select count(*) from staging.stg_submissions") == [(1,)]
    assert findings(staging) == set()
    assert staging.rows(
        "select manifest_number, transferred_on, licence_id, split_part(licence_cell_id, '!', 3),"
        " treatment_id from staging.stg_manifests order by manifest_number"
    ) == [
        ("M-1", date(2022, 1, 15), "DEMO-HW-0001", "R2C7", "R5"),
        ("M-2", date(2022, 1, 20), "DEMO-HW-0001", "R3C7", "R5"),
    ]


def test_a_manifest_given_twice_is_no_fact(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.manifests([{}, {}, {"material_id": "321-024-48"}])
    staging = compiled_staging.on(ledger)
    assert findings(staging) == {("duplicate_fact", "R3C5")}
    assert staging.rows("select material_id from staging.stg_facts") == [("321-024-48",)]


def test_days_are_read_and_belong_to_their_month(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.manifests(
        [{"period": text, "document_id": f"M-{place}"} for place, text in enumerate(MONTHS)]
    )
    staging = compiled_staging.on(ledger)
    assert findings(staging) == set()
    assert staging.rows("select distinct period::varchar from staging.stg_facts") == [
        ("2022-01-01",)
    ]
    assert staging.rows(
        "select transferred_on from staging.stg_manifests order by manifest_number"
    ) == [(day,) for day in MONTHS.values()]


def test_what_is_no_day_is_found_at_its_cell(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.manifests([{"period": text} for text in NO_DAYS])
    staging = compiled_staging.on(ledger)
    assert findings(staging) == {
        ("unreadable_period", f"R{row}C2") for row in range(2, 2 + len(NO_DAYS))
    }


def test_what_a_manifest_lacks_is_found_in_its_row(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.manifests(
        [
            {"document_id": None},
            {"document_id": "M-2", "licence_id": None},
            {"document_id": "M-3", "treatment_id": None},
            {"document_id": "M-4", "treatment_id": "R99"},
            {"document_id": "M-5", "material_id": "red_mud"},
            {"document_id": "M-6", "value": None},
        ]
    )
    staging = compiled_staging.on(ledger)
    assert findings(staging) == {
        ("missing_document_number", "R2C3"),
        ("missing_licence", "R3C7"),
        ("missing_treatment", "R4C8"),
        ("unknown_treatment", "R5C8"),
        ("unknown_material", "R6C4"),
    }


def test_manifests_never_replace_the_report_of_the_month(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    report = ledger.csv(
        [
            {
                "indicator_id": "hazardous_waste_transferred_out",
                "material_id": "321-023-48",
                "value": "30",
                "unit": "t",
                "period": "2022-01",
            }
        ],
        path="in/report",
        received_at=datetime(2022, 2, 5),
    )
    manifests = ledger.manifests([{}], path="in/manifests")
    staging = compiled_staging.on(ledger)
    assert findings(staging) == set()
    assert set(staging.rows("select arrival_id, precedence from staging.stg_submissions")) == {
        (report, 1),
        (manifests, 1),
    }


def test_how_a_pollutant_was_determined_is_known_by_code_or_name(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.csv(
        [
            {"indicator_id": f"{gas}_emitted", "value": "1", "unit": "t", "method_id": method}
            for gas, method in [
                ("so2", "自动监测"),
                ("nox", "Mass balance"),
                ("smoke_dust", "guess"),
            ]
        ]
    )
    staging = compiled_staging.on(ledger)
    assert findings(staging) == {("unknown_determination_method", "R4C8")}
    assert staging.rows(
        "select code from staging.stg_code_matches where kind = 'method_id' order by all"
    ) == [("continuous_monitoring",), ("mass_balance",), (None,)]
