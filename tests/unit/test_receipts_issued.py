"""The receipts of a build: which are written, what is in them, and which stand as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook, load_workbook

from pipelines.builds import Build
from pipelines.receipts import IssuedReceipts, issue_receipts, issued_receipts
from pipelines.settings import PROJECT_ROOT, Settings

WATER = "水 Water"
BUILD_TABLES = """
create schema staging;
create schema reference;
create table reference.rules as
select
    'values_not_negative' as rule_id, 1 as edition, 'Mass is.' as reason_en, '质量。' as reason_zh;
create table staging.stg_arrivals as
select * from (values
    ('A1', 'AL01/march.xlsx', 'c0ffee000001', 'monthly_workbook', '1'),
    ('A2', 'group.csv', 'c0ffee000002', 'monthly_csv', '1'),
    ('A3', '../odd name?.xlsx', 'c0ffee000003', null, null)
) as arrivals (arrival_id, path, content_id, form_id, layout_version),
(select timestamp '2021-04-09 10:00:00' as received_at);
create table staging.stg_submissions as
select *, 'month' as frequency, date '2021-03-01' as period from (values
    ('S1', 'A1', 'AL01', 'monthly_workbook'),
    ('S2', 'A2', 'AL02', 'monthly_csv'),
    ('S3', 'A2', 'AL03', 'monthly_csv')
) as submissions (submission_id, arrival_id, plant_id, form_id);
create table staging.stg_readings as
select * from (values
    ('S2', 'csv', 2), ('S3', 'csv', 3)
) as readings (submission_id, sheet, row_number);
"""
LEDGER_TABLES = f"""
create table sheets as
select * from (values
    (0, 'c0ffee000001', '{WATER}'), (1, 'c0ffee000002', 'csv')
) as sheets (sheet_number, content_id, sheet);
create table cells as
select * from (values
    ('c0ffee000001', '{WATER}', 'G3', 3, 7, 'text', '本月值'),
    ('c0ffee000001', '{WATER}', 'G4', 4, 7, 'number', '-7'),
    ('c0ffee000001', '{WATER}', 'G5', 5, 7, 'text', '8'),
    ('c0ffee000002', 'csv', 'R1C1', 1, 1, 'text', 'plant_id'),
    ('c0ffee000002', 'csv', 'R2C1', 2, 1, 'text', 'AL02'),
    ('c0ffee000002', 'csv', 'R3C1', 3, 1, 'text', 'AL03')
) as cells (content_id, sheet, address, row_number, column_number, cell_type, text);
create table layout_columns as
select * from (values
    ('monthly_workbook', '1', '{WATER}', 3), ('monthly_csv', '1', 'csv', 1)
) as columns (form_id, layout_version, sheet, header_row);
"""
VERDICTS = "select * from (values {rows}) as verdicts (submission_id, verdict)"
FINDINGS = f"""
select *, 'values_not_negative' as rule_id, 1 as rule_edition, 'open' as state,
    date '2021-03-01' as period, '-7' as found, 'at least 0' as expected,
    'No value is negative.' as message_en, '数值不为负。' as message_zh
from (values
    ('N1', 'S1', 'A1', 'AL01', 'blocking', '{WATER}', 'G4', 'c0ffee000001!{WATER}!G4',
        'c0ffee000001!{WATER}!G4;c0ffee000001!{WATER}!G5'),
    ('N2', 'S2', 'A2', 'AL02', 'warning', 'csv', 'R2C1', 'c0ffee000002!csv!R2C1', null),
    ('N3', 'S3', 'A2', 'AL03', 'info', 'csv', 'R9C9', 'decade000009!csv!R9C9', null),
    ('N4', null, 'A3', null, 'blocking', null, null, null, null)
) as findings (finding_id, submission_id, arrival_id, plant_id, severity, sheet, address, cell_id,
    cell_ids)
"""
PLACES = {
    "AL01/2021-03/monthly_workbook_S1.xlsx",
    "AL02/2021-03/monthly_csv_S2.xlsx",
    "AL03/2021-03/monthly_csv_S3.xlsx",
    "_files/group_A2.xlsx",
    "_files/odd_name__A3.xlsx",
}


class Judged:
    """A build with three submissions, one file of two of them and one file that is rejected."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(PROJECT_ROOT, home / "raw", home)
        self.build = Build("B1", date(2021, 5, 1), home / "build.duckdb", home / "checks")
        self.build.checks.mkdir()
        tables_of = {self.build.database: BUILD_TABLES, self.settings.ledger: LEDGER_TABLES}
        for path, tables in tables_of.items():
            with duckdb.connect(str(path)) as connection:
                connection.execute(tables)
        self.judge("held", "accepted_with_warnings", "accepted")

    def judge(self, *verdicts: str) -> None:
        rows = ", ".join(f"('S{n}', '{verdict}')" for n, verdict in enumerate(verdicts, start=1))
        self.copy(VERDICTS.format(rows=rows), "verdicts")
        self.copy(FINDINGS, "findings_gate_1")

    def copy(self, query: str, name: str) -> None:
        path = self.build.checks / f"{name}.parquet"
        duckdb.execute(f"copy ({query}) to '{path}' (format parquet)")

    def issue(self) -> IssuedReceipts:
        return issue_receipts(self.settings, self.build)

    def receipts(self) -> dict[str, Workbook]:
        folder = self.settings.receipts
        return {str(p.relative_to(folder)): load_workbook(p) for p in folder.rglob("*.xlsx")}


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    return Judged(tmp_path)


def test_every_submission_and_every_odd_file_gets_a_receipt(judged: Judged) -> None:
    assert judged.issue() == IssuedReceipts(written=5, unchanged=0, failed=())
    assert judged.receipts().keys() == PLACES
    assert issued_receipts(judged.build) == IssuedReceipts(5, 0, ())


def test_findings_stand_at_the_cells_of_the_file_and_colour_all_that_they_rest_on(
    judged: Judged,
) -> None:
    judged.issue()
    sheet = judged.receipts()["AL01/2021-03/monthly_workbook_S1.xlsx"][WATER]
    assert sheet["G4"].value == -7
    assert sheet["G5"].value == "8"
    assert "质量。" in sheet["G4"].comment.text
    assert sheet["G5"].comment is None
    assert sheet["G5"].fill.fgColor.rgb == sheet["G4"].fill.fgColor.rgb != "00000000"


def test_a_submission_repeats_its_own_rows_of_a_file_and_the_file_has_all(judged: Judged) -> None:
    judged.issue()
    receipts = judged.receipts()
    sheet = receipts["AL02/2021-03/monthly_csv_S2.xlsx"]["csv"]
    assert [sheet[f"A{row}"].value for row in (1, 2, 3)] == ["plant_id", "AL02", None]
    whole = receipts["_files/group_A2.xlsx"]
    assert [whole["csv"][f"A{row}"].value for row in (1, 2, 3)] == ["plant_id", "AL02", "AL03"]
    texts = {cell.value for row in whole.worksheets[0].iter_rows() for cell in row}
    assert {"S2", "S3", "AL02", "AL03"} <= texts


def test_a_place_in_another_file_is_not_marked_in_this_one(judged: Judged) -> None:
    judged.issue()
    sheet = judged.receipts()["AL03/2021-03/monthly_csv_S3.xlsx"]["csv"]
    assert sheet["I9"].comment is None


def test_only_what_differs_is_written_again(judged: Judged) -> None:
    judged.issue()
    assert judged.issue() == IssuedReceipts(written=0, unchanged=5, failed=())
    judged.judge("held", "held", "accepted")
    (judged.settings.receipts / "AL03/2021-03/monthly_csv_S3.xlsx").unlink()
    assert judged.issue() == IssuedReceipts(written=3, unchanged=2, failed=())


def test_a_receipt_that_cannot_be_written_is_named_and_tried_again(judged: Judged) -> None:
    judged.settings.receipts.mkdir()
    (judged.settings.receipts / "AL01").write_text("a file where a folder should be")
    issued = judged.issue()
    assert issued.written == 4
    assert issued.failed[0].startswith("AL01/2021-03/monthly_workbook_S1.xlsx: ")
    (judged.settings.receipts / "AL01").unlink()
    assert judged.issue() == IssuedReceipts(written=1, unchanged=4, failed=())
