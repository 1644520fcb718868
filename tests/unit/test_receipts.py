"""Receipts: what stands in the workbook that a plant gets back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipelines.receipts import Receipt, ReceiptFinding, ReceiptSheet, write_receipt
from pipelines.receipts.places import position, sheet_names

WATER = "水 Water"
FINDING = ReceiptFinding(
    rule_id="unreadable_number",
    severity="blocking",
    state="open",
    sheet=WATER,
    address="G5",
    found="12,3 4",
    expected="a number",
    message_en="A value is a number.",
    message_zh="数值应为数字。",
    reason_en="What is no number cannot be added.",
    reason_zh="非数字无法汇总。",
)
RECEIPT = Receipt(
    path="AR01/AR01_2021-03.xlsx",
    form_id="monthly_workbook",
    plant_id="AR01",
    period="2021-03",
    verdict="held",
    sheets=(
        ReceiptSheet(WATER, (("A3", "指标代码"), ("G3", "值"), ("G5", "12,3 4"), ("G6", "7.5"))),
    ),
    findings=(FINDING,),
)


def written(folder: Path, receipt: Receipt) -> Workbook:
    out = folder / "receipt.xlsx"
    write_receipt(out, receipt)
    assert [path.name for path in folder.iterdir()] == ["receipt.xlsx"]
    return load_workbook(out)


def with_cells(*cells: tuple[str, str]) -> Receipt:
    return replace(RECEIPT, sheets=(ReceiptSheet(WATER, cells),), findings=())


def test_a_finding_colours_its_cell_and_says_what_is_wrong_in_both_languages(
    tmp_path: Path,
) -> None:
    sheet = written(tmp_path, RECEIPT)[WATER]
    cell = sheet["G5"]
    assert cell.value == "12,3 4"
    assert cell.fill.fgColor.rgb == "FFF8CBAD"
    for text in ("unreadable_number", "数值应为数字。", "A value is a number.", "非数字无法汇总。"):
        assert text in cell.comment.text
    assert sheet["G6"].value == 7.5
    assert sheet["G6"].comment is None


def test_the_first_sheet_names_the_verdict_and_links_to_the_cell(tmp_path: Path) -> None:
    sheet = written(tmp_path, RECEIPT).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("HELD" in text and "暂缓采用" in text for text in texts)
    assert {"12,3 4", "a number", "unreadable_number"} <= set(texts)
    [link] = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert link.location == f"'{WATER}'!G5"


def test_a_finding_on_an_empty_cell_is_marked_there_and_one_on_no_cell_only_listed(
    tmp_path: Path,
) -> None:
    findings = (
        replace(FINDING, address="G9", severity="warning"),
        replace(FINDING, sheet="", address="", rule_id="unknown_sheet"),
        replace(FINDING, sheet="no such sheet", address="A1", rule_id="elsewhere"),
    )
    book = written(tmp_path, replace(RECEIPT, findings=findings))
    assert book[WATER]["G9"].comment is not None
    assert book[WATER]["G5"].comment is None
    listed = [cell.value for cell in book.worksheets[0]["B"]]
    assert {"unreadable_number", "unknown_sheet", "elsewhere"} <= set(listed)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "{=1}",
        "http://a.example",
        "007",
    ],
)
def test_text_of_a_stranger_stays_text(tmp_path: Path, text: str) -> None:
    cell = written(tmp_path, with_cells(("B2", text)))[WATER]["B2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.quotePrefix == (text[0] in "=+-@\t\r")


@pytest.mark.parametrize("text", ["<r><t>x</t></r>", "a\x00b", "\x1b[31m", "￾", "x" * 40_000])
def test_what_xml_and_excel_cannot_hold_does_not_break_the_workbook(
    tmp_path: Path, text: str
) -> None:
    findings = (replace(FINDING, found=text, message_en=text, address="B2"),)
    receipt = replace(with_cells(("B2", text)), findings=findings, path=text)
    cell = written(tmp_path, receipt)[WATER]["B2"]
    assert cell.value[0] == text[0] or cell.value.startswith("\\x")
    assert len(cell.value) < 32_767


@pytest.mark.parametrize("text", ["1e308", "-0", "NaN", "Infinity", "0.1", "12345678901234567890"])
def test_a_number_is_one_only_where_it_is_shown_as_it_was_sent(tmp_path: Path, text: str) -> None:
    value = written(tmp_path, with_cells(("B2", text)))[WATER]["B2"].value
    assert value == (0.1 if text == "0.1" else text)


def test_names_of_sheets_are_made_fit_for_excel() -> None:
    names = ["a[b]:c", "x" * 40, "X" * 40, "", "'quoted'", "回执", "history"]
    assert sheet_names(names, taken=("回执",)) == [
        "a_b__c",
        "x" * 31,
        "X" * 27 + " (2)",
        "_",
        "quoted",
        "回执 (2)",
        "history (2)",
    ]


@pytest.mark.parametrize(
    ("address", "place"),
    [("A1", (0, 0)), ("AB12", (11, 27)), ("R2C5", (1, 4)), ("XFE1", None), ("R1048577C1", None)],
)
def test_addresses_of_workbooks_and_of_csv(address: str, place: tuple[int, int] | None) -> None:
    assert position(address) == place


def test_cells_that_have_no_place_are_counted_on_the_first_sheet(tmp_path: Path) -> None:
    book = written(tmp_path, with_cells(("A1", "x"), ("R2000000C1", "y")))
    texts = [str(cell.value) for cell in book.worksheets[0]["A"]]
    assert any(text.startswith("1 cells of the file are not shown") for text in texts)


@pytest.mark.parametrize("verdict", ["accepted", "accepted_with_warnings", "held", "rejected"])
def test_every_verdict_has_its_words(tmp_path: Path, verdict: str) -> None:
    book = written(tmp_path, replace(RECEIPT, verdict=verdict))
    assert verdict.replace("_", " ").upper() in str(book.worksheets[0]["A2"].value)
