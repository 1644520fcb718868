"""Grades of data quality: read as stated beside a value, or else the usual one of the indicator."""

from __future__ import annotations

from datetime import datetime

import pytest
from ledgers import Ledger, Row
from staged import CompiledStaging

pytestmark = pytest.mark.slow

WATER_SHEET = "水 Water"
GRADES_AS_WRITTEN = {
    "measured_calibrated": "measured_calibrated",
    "实测值": "measured",
    " Calculated from RECORDS ": "calculated",
    "缺省": "default",
    "估算值": "estimated",
    "gap-filled": "filled",
    "": "measured",
    "certain": "measured",
}
WATER = {"value": "1", "unit": "m3"}


def water(indicator_id: str, grade: str | None = None) -> Row:
    return WATER | {"indicator_id": indicator_id, "data_quality": grade}


def test_a_grade_is_read_as_stated_and_what_is_not_understood_is_named(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    for month, text in enumerate(GRADES_AS_WRITTEN, start=1):
        rows = [water("fresh_water", text)]
        sent = datetime(2021, month + 1, 5)
        ledger.workbook({WATER_SHEET: rows}, period=f"2021-{month:02}", received_at=sent)
    staging = compiled_staging.on(ledger)
    assert staging.rows("select data_quality from staging.stg_facts order by period") == [
        (grade,) for grade in GRADES_AS_WRITTEN.values()
    ]
    assert staging.rows(
        "select rule_id, sheet, address, found from staging.stg_findings"
        " where expected like '%used until then: measured'"
    ) == [("unknown_data_quality", WATER_SHEET, "J4", "certain")]
    assert staging.findings() == {("unknown_data_quality", "J4")}


def test_a_file_without_the_column_has_the_usual_grades_and_no_finding(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.csv([WATER | {"indicator_id": name} for name in ("fresh_water", "total_water")])
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select indicator_id, data_quality from staging.stg_facts order by indicator_id"
    ) == [("fresh_water", "measured"), ("total_water", "calculated")]
    assert staging.findings() == set()
