"""What the xlsx reader makes of cells, sheets and containers, as several programs write them."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from bad_files import (
    cells_of,
    damaged,
    encrypted_zip,
    password_protected,
    raw_workbook,
    truncated,
    workbook,
)

from pipelines.intake import cells, package
from pipelines.intake.cells import column_letters, column_number, number_text
from pipelines.intake.containers import read_workbook
from pipelines.intake.number_formats import date_text, is_date_format
from pipelines.intake.problems import RejectedError
from pipelines.settings import PROJECT_ROOT

WORKBOOKS = PROJECT_ROOT / "tests" / "fixtures" / "workbooks"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(path: Path, sheet_data: str, **parts: str) -> dict[str, tuple[str, str | None]]:
    book = read_workbook(raw_workbook(path / "raw.xlsx", sheet_data, **parts))
    return cells_of(book.sheets[0].cells)


def rejection_of(path: Path) -> str:
    with pytest.raises(RejectedError) as caught:
        read_workbook(path)
    assert caught.value.rejection.found
    assert caught.value.rejection.expected
    return caught.value.rejection.rule_id


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("91001.70600000001", "91001.706"),
        ("1.1000000000000001", "1.1"),
        ("100", "100"),
        ("100.0", "100"),
        ("1E-5", "0.00001"),
        ("-0.000012345", "-0.000012345"),
        ("123456789012345", "123456789012345"),
        ("1e15", "1e15"),
        ("1e308", "1e308"),
        ("1E+308", "1E+308"),
        ("NaN", "NaN"),
        ("-1.5E+3", "-1500"),
    ],
)
def test_numbers_are_plain_text_of_fifteen_digits(stored: str, text: str) -> None:
    assert number_text(stored) == text


@pytest.mark.parametrize("stored", ["1_000", "１２", "12,5", "", "abc"])
def test_what_is_no_number_is_not_made_one(stored: str) -> None:
    assert number_text(stored) is None


def test_columns_are_numbered_from_a_to_xfd() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]
    assert [column_number(letters) for letters in ("XFE", "", "a", "A1")] == [None] * 4
    assert [column_letters(number) for number in (1, 26, 27, 16384)] == ["A", "Z", "AA", "XFD"]


def test_every_type_of_cell_is_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>100</v></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#DIV/0!</v></c>'
        '<c r="E1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>'
        '<c r="F1" t="str"><f>A1</f><v>text</v></c><c r="G1" t="d"><v>2021-03-01</v></c></row>',
    )
    assert found == {
        "A1": ("text", "shared"),
        "B1": ("number", "100"),
        "C1": ("boolean", "TRUE"),
        "D1": ("error", "#DIV/0!"),
        "E1": ("text", "inline"),
        "F1": ("text", "text"),
        "G1": ("text", "2021-03-01"),
    }


def test_a_formula_without_a_value_is_told_and_an_empty_text_is_empty(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<row r="1"><c r="A1"><f>B1*2</f></c><c r="B1"><f>1</f><v></v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" s="1"/><c r="E1"><v></v></c></row>',
    )
    assert found == {"A1": ("formula_without_value", None), "B1": ("formula_without_value", None)}


def test_formulas_are_kept_beside_their_values(tmp_path: Path) -> None:
    path = raw_workbook(
        tmp_path / "f.xlsx",
        '<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c><c r="B1"><v>2</v></c></row>',
    )
    (sheet,) = read_workbook(path).sheets
    assert [(cell.text, cell.formula) for cell in sheet.cells] == [("4", "B1*2"), ("2", None)]


def test_cells_and_rows_without_address_follow_the_one_before(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"
        '<row><c r="B7"><v>5</v></c><c><v>6</v></c></row><row><c><v>7</v></c></row>',
    )
    assert {address: text for address, (_, text) in found.items()} == {
        "A1": "1",
        "C1": "3",
        "A2": "4",
        "B7": "5",
        "C7": "6",
        "A8": "7",
    }


def test_phonetic_guides_are_no_text(tmp_path: Path) -> None:
    shared = (
        f'<sst xmlns="{MAIN}"><si><r><t>工</t></r><r><t xml:space="preserve">厂 </t></r>'
        '<rPh sb="0" eb="1"><t>こう</t></rPh></si></sst>'
    )
    inline = "<is><t>值</t><rPh><t>ち</t></rPh></is>"
    found = read(
        tmp_path,
        f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr">{inline}</c></row>',
        shared=shared,
    )
    assert found == {"A1": ("text", "工厂 "), "B1": ("text", "值")}


def test_stored_characters_are_the_characters_they_stand_for(tmp_path: Path) -> None:
    text = "a_x000D_b _x005F_x0041_ _xD83D_ _x0001_"
    found = read(tmp_path, f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>')
    assert found["A1"] == ("text", "a\rb _x0041_ _xD83D_ \x01")


def test_elements_with_a_prefix_are_read(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert read(tmp_path, "", sheet=sheet) == {"B2": ("number", "7")}


def test_elements_are_told_apart_by_namespace_whatever_their_prefix(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f'<row r="1"><x:c xmlns:x="{MAIN}" r="A1"><x:v>7</x:v></x:c></row>'
        '<row r="2" xmlns="urn:other"><c r="A2"><v>8</v></c></row>'
        '<row r="3" xmlns=""><c r="A3"><v>9</v></c></row>',
    )
    assert found == {"A1": ("number", "7")}


def test_what_has_no_height_or_width_is_hidden(tmp_path: Path) -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" width="0" customWidth="1"/></cols>'
        '<sheetData><row r="1" ht="15"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2" ht="0" customHeight="1"><c r="A2"><v>3</v></c></row></sheetData></worksheet>'
    )
    book = read_workbook(raw_workbook(tmp_path / "raw.xlsx", "", sheet=sheet))
    hidden = {cell.address: cell.is_hidden for cell in book.sheets[0].cells}
    assert hidden == {"A1": False, "B1": True, "A2": True}


def test_a_number_too_small_to_be_held_is_not_zero() -> None:
    assert [number_text(text) for text in ("1e-400", "0e-400", "0.00")] == ["1e-400", "0", "0"]


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "../xl/worksheets/Sheet1.xml"])
def test_targets_may_be_absolute_or_relative(tmp_path: Path, target: str) -> None:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kinds}/worksheet" Target="{target}"/></Relationships>'
    )
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert read(tmp_path, row, relationships=relationships) == {"A1": ("number", "1")}


def test_hidden_sheets_rows_and_columns_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "h.xlsx") as book:
        shown, hidden = book.add_worksheet("shown"), book.add_worksheet("hidden")
        hidden.hide()
        for sheet in (shown, hidden):
            for row in range(2):
                sheet.write_row(row, 0, [1, 2, 3])
        shown.set_row(1, None, None, {"hidden": True})
        shown.set_column(1, 1, None, None, {"hidden": True})
    first, second = read_workbook(tmp_path / "h.xlsx").sheets
    assert [cell.address for cell in first.cells if not cell.is_hidden] == ["A1", "C1"]
    assert all(cell.is_hidden for cell in second.cells)


@pytest.mark.parametrize(
    ("format_id", "code", "is_date"),
    [
        (14, None, True),
        (31, None, True),
        (57, None, True),
        (0, None, False),
        (4, None, False),
        (164, 'yyyy"年"m"月"', True),
        (164, "[$-804]yyyy/m/d;@", True),
        (164, "[h]:mm", True),
        (164, '#,##0.00"吨 dry"', False),
        (164, "[Red]0.00;[<1]0.0", False),
        (164, r"0.0\d", False),
        (164, "_(* #,##0_)", False),
        (164, "0.00E+00", False),
        (164, "G/通用格式", False),
        (14, "0.00", False),
    ],
)
def test_number_formats_that_are_dates(format_id: int, code: str | None, is_date: bool) -> None:
    assert is_date_format(format_id, code) is is_date


@pytest.mark.parametrize(
    ("serial", "is_1904", "text"),
    [
        (44256, False, "2021-03-01"),
        (44256.5, False, "2021-03-01T12:00:00"),
        (42794, True, "2021-03-01"),
        (1, False, "1900-01-01"),
        (61, False, "1900-03-01"),
        (0.25, False, "06:00:00"),
        (-1, False, None),
        (3_000_000, False, None),
        (3_000_000, True, None),
    ],
)
def test_dates_of_serial_numbers(serial: float, is_1904: bool, text: str | None) -> None:
    assert date_text(serial, is_1904) == text


def test_a_number_shown_as_a_date_is_its_date(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm"}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, datetime(2021, 3, 1))
        sheet.write(0, 1, 44256)
    found = cells_of(read_workbook(path).sheets[0].cells)
    assert found == {"A1": ("text", "2021-03-01"), "B1": ("number", "44256")}


def test_a_number_shown_in_per_cent_is_what_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, code in enumerate(("0.00%", "0%", '0.0"%"', "General")):
            sheet.write(0, column, 0.9957, book.add_format({"num_format": code}))
    found = cells_of(read_workbook(path).sheets[0].cells)
    assert list(found.values()) == [("text", "99.57%")] * 2 + [("number", "0.9957")] * 2


def test_what_openpyxl_writes_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["007", 0.1 + 0.2, True, "=1/0", " "])
    book.save(tmp_path / "o.xlsx")
    assert cells_of(read_workbook(tmp_path / "o.xlsx").sheets[0].cells) == {
        "A1": ("text", "007"),
        "B1": ("number", "0.3"),
        "C1": ("boolean", "TRUE"),
        "D1": ("formula_without_value", None),
        "E1": ("text", " "),
    }


def test_what_libreoffice_writes_is_read() -> None:
    book = read_workbook(WORKBOOKS / "libreoffice.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["封面 Cover", "水 Water", "隐藏"]
    water = {cell.address: cell for cell in book.sheets[1].cells}
    assert (water["C5"].text, water["C5"].formula) == ("182003.412", "C4*2")
    assert (water["C6"].cell_type, water["C6"].text) == ("error", "#DIV/0!")
    assert (water["A6"].text, water["A7"].is_hidden, "C9" in water) == ("007", True, False)
    assert cells_of(book.sheets[0].cells)["B4"] == ("text", "2021-03-01")


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_older_formats_are_read_and_noted(ending: str) -> None:
    book = read_workbook(WORKBOOKS / f"libreoffice.{ending}")
    assert [note.rule_id for note in book.notes] == ["legacy_format"]
    assert cells_of(book.sheets[0].cells)["B4"] == ("text", "2021-03-01")
    assert cells_of(book.sheets[1].cells)["C4"] == ("number", "91001.706")


def test_damaged_and_protected_files_are_told_apart(tmp_path: Path) -> None:
    assert rejection_of(truncated(tmp_path / "t.xlsx")) == "truncated_file"
    assert rejection_of(damaged(tmp_path / "d.xlsx")) == "truncated_file"
    assert rejection_of(password_protected(tmp_path / "p.xlsx")) == "password_protected"
    assert rejection_of(encrypted_zip(tmp_path / "e.xlsx")) == "password_protected"


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.4", b"<html><table>", b"\x00" * 600])
def test_other_files_are_no_workbooks(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert rejection_of(path) == "not_a_workbook"


def test_a_broken_compound_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes((WORKBOOKS / "libreoffice.xls").read_bytes()[:2000])
    assert rejection_of(path) == "not_a_workbook"


def test_a_zip_without_a_workbook_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert rejection_of(tmp_path / "z.xlsx") == "not_a_workbook"


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>',
        "<worksheet><sheetData>",
        "not XML",
    ],
)
def test_xml_that_no_spreadsheet_program_writes_is_refused(tmp_path: Path, sheet: str) -> None:
    assert rejection_of(raw_workbook(tmp_path / "x.xlsx", "", sheet=sheet)) == "not_a_workbook"


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        '<row r="1"><c r="A2000000"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    ],
)
def test_cells_that_cannot_be_are_refused(tmp_path: Path, row: str) -> None:
    assert rejection_of(raw_workbook(tmp_path / "x.xlsx", row)) == "not_a_workbook"


def test_a_file_that_unzips_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "big.xlsx")
    monkeypatch.setattr(package, "MAX_UNZIPPED_BYTES", 1000)
    assert rejection_of(path) == "too_large"


def test_a_file_with_too_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "big.xlsx")
    monkeypatch.setattr(cells, "MAX_CELLS", 10)
    assert rejection_of(path) == "too_large"
