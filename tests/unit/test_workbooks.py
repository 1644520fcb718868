"""The writer of workbooks: what it writes can be read back; the same entries, the same bytes."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipelines.layouts import Layout, load_layouts
from pipelines.settings import Settings
from pipelines.workbooks import Entry, WorkbookError, WorkbookWriter

SETTINGS = Settings.from_environment()
COVER: dict[str, str | int] = {"plant_id": "AL01", "period": "2021-03", "revision": 2}
COAL = Entry("fuel_consumed", "吨", Decimal("91001.706"), "bituminous_coal")
POWER = Entry("electricity_received_internal", "万千瓦时", Decimal("12.5"), "", "PP01")


def layout(form_id: str) -> Layout:
    return next(found for found in load_layouts(SETTINGS) if found.form_id == form_id)


def write(path: Path, *entries: Entry, with_help: bool = False) -> Path:
    writer = WorkbookWriter(SETTINGS)
    writer.write(path, layout("monthly_workbook"), COVER, entries, with_help)
    return path


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name).decode("utf-8", errors="replace")
            for name in archive.namelist()
        }


def test_entries_stand_on_the_sheet_of_their_domain(tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(write(tmp_path / "book.xlsx", COAL, POWER))
    rows = book.get_sheet_by_name("能源 Energy").to_python()
    columns = layout("monthly_workbook").tables[1].columns
    assert rows[2] == [texts[0] for field, texts in columns.items() if field != "data_quality"]
    assert rows[3][:3] == ["fuel_consumed", "燃料消费量 Fuel consumed", "bituminous_coal"]
    assert rows[3][4:7] == ["", "吨", 91001.706]
    assert rows[4][4:7] == ["PP01", "万千瓦时", 12.5]


def test_a_stated_grade_adds_its_column_behind_the_others(tmp_path: Path) -> None:
    graded = replace(COAL, data_quality="estimated")
    book = CalamineWorkbook.from_path(write(tmp_path / "book.xlsx", graded, POWER))
    rows = book.get_sheet_by_name("能源 Energy").to_python()
    assert [row[-1] for row in rows[2:5]] == ["数据质量 Data quality", "estimated", ""]
    assert len(book.get_sheet_by_name("水 Water").to_python()[2]) == len(rows[2]) - 1


def test_all_sheets_of_the_layout_are_there_even_when_empty(tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(write(tmp_path / "book.xlsx", COAL))
    tables = [table.sheet for table in layout("monthly_workbook").tables]
    assert book.sheet_names == ["封面 Cover", *tables]


def test_cover_has_a_label_and_a_value_for_each_field(tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(write(tmp_path / "book.xlsx"))
    cover = {str(row[0]): row[1] for row in book.get_sheet_by_name("封面 Cover").to_python()}
    assert cover["工厂代码 Plant code"] == "AL01"
    assert cover["报告期 Period"] == "2021-03"
    assert cover["版次 Revision"] == 2


def test_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.xlsx", COAL), write(tmp_path / "two.xlsx", COAL)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_help_adds_explanations_and_lists_of_units(tmp_path: Path) -> None:
    blank = Entry("fuel_consumed", "吨", None, "bituminous_coal")
    helped = parts(write(tmp_path / "helped.xlsx", blank, with_help=True))
    plain = parts(write(tmp_path / "plain.xlsx", blank))
    assert any("dataValidation" in text and "万立方米" in text for text in helped.values())
    assert any("dataValidation" in text and "实测值" in text for text in helped.values())
    assert any(name.startswith("xl/comments") for name in helped)
    assert not any("dataValidation" in text for text in plain.values())
    assert not any(name.startswith("xl/comments") for name in plain)


def test_every_indicator_can_be_written_with_help(tmp_path: Path) -> None:
    writer = WorkbookWriter(SETTINGS)
    for form_id in ("monthly_workbook", "annual_return"):
        form = layout(form_id)
        domains = {domain for table in form.tables for domain in table.domains}
        entries = [
            Entry(row["indicator_id"], row["canonical_unit"], None)
            for row in writer.indicators.values()
            if row["domain"] in domains
        ]
        writer.write(tmp_path / f"{form_id}.xlsx", form, COVER, entries, with_help=True)
        assert len(entries) > 10


def test_unknown_indicator_is_an_error_with_its_code(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="fuel_burnt"):
        write(tmp_path / "book.xlsx", Entry("fuel_burnt", "吨", Decimal(1)))


def test_indicator_of_another_form_is_an_error_with_its_domain(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="no sheet for economy"):
        write(tmp_path / "book.xlsx", Entry("operating_revenue", "万元", Decimal(1)))


def test_a_form_without_cover_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="not a workbook form"):
        WorkbookWriter(SETTINGS).write(tmp_path / "x.xlsx", layout("monthly_csv"), COVER, [])
