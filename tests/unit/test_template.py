"""Templates: what a plant is given to fill in, and that what it fills in is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from demo_files import ALL, DUE, PLANTS, SETTINGS, rows_of
from filled_templates import blank, column, demo_file, fill, history_from
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.checking import check_files
from pipelines.errors import PotlineError
from pipelines.reference import read_seed
from pipelines.template import History, TemplateError, request_of, write_template

AS_OF = date(2026, 1, 1)
NOTHING = History()
VALUE, CHECK = "本月值 Value of the month", "检查 Check"
# The second month that each plant reports, so that the first is what was reported before.
MONTHS = {plant: DUE[plant][1] for plant in ALL}
YEARS = {plant: "2021" for plant in ALL[::3] if "2021-12" in DUE[plant]}


@pytest.fixture(scope="module")
def refinery(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The template of an alumina refinery that reported the month before."""
    before = history_from(rows_of(demo_file("AR01", "2021-02")))
    path, _ = blank(tmp_path_factory.mktemp("template"), "AR01", "2021-03", before)
    return load_workbook(path)


def line_of(sheet: Worksheet, indicator_id: str, material_id: str = "") -> int:
    return next(
        row[0].row
        for row in sheet.iter_rows(min_row=4)
        if row[0].value == indicator_id and material_id in {"", row[2].value}
    )


@pytest.mark.slow
def test_every_template_that_is_filled_in_is_read_without_a_finding(tmp_path: Path) -> None:
    filled = {}
    for plant_id, period in [*MONTHS.items(), *YEARS.items()]:
        earlier = DUE[plant_id][0] if period != "2021" else "2020"
        before = history_from(rows_of(demo_file(plant_id, earlier)))
        path, request = blank(tmp_path, plant_id, period, before)
        rows = rows_of(demo_file(plant_id, period))
        fill(path, request, rows)
        filled[path] = len(rows)
    checked = check_files(SETTINGS, list(filled), AS_OF)
    assert len(checked.files) == len(MONTHS) + len(YEARS) > 25
    for file in checked.files:
        assert [(f.rule_id, f.sheet, f.address, f.found_en) for f in file.findings] == []
        assert (file.verdict, file.values) == ("accepted", filled[file.path])


def test_an_empty_template_reports_nothing_and_no_zero(tmp_path: Path) -> None:
    path, _ = blank(tmp_path, "AL01", "2021-03", NOTHING)
    [file] = check_files(SETTINGS, [path], AS_OF, tmp_path / "receipt.xlsx").files
    assert (file.plant_id, file.values) == ("AL01", 0)
    found = {finding.rule_id for finding in file.findings}
    assert found == {"no_values", "required_indicators_reported"}
    returned = load_workbook(tmp_path / "receipt.xlsx").sheetnames
    assert returned[:2] == ["回执 Receipt", "封面 Cover"]
    assert not {"填报说明 Instructions", "清单 Lists", "计算 Calculation"} & {*returned}


def test_only_indicators_of_the_industry_and_period_are_asked_for(refinery: Workbook) -> None:
    known = {row["indicator_id"]: row for row in read_seed(SETTINGS, "indicators")}
    asked = {row[0].value for sheet in refinery for row in sheet.iter_rows(min_row=4)} & set(known)
    for indicator_id, row in known.items():
        industries = row["industry_ids"].split(";")
        concerns = PLANTS["AR01"]["industry_id"] in industries or industries == ["*"]
        is_in_form = "monthly_workbook" in row["form_ids"].split(";")
        is_in_force = row["valid_from"] <= "2021-03-31"
        assert (indicator_id in asked) == (concerns and is_in_form and is_in_force), indicator_id


def test_what_was_reported_before_stands_beside_in_the_same_unit(refinery: Workbook) -> None:
    sheet = refinery["能源 Energy"]
    line = line_of(sheet, "fuel_consumed", "bituminous_coal")
    before = {row[:2]: row for row in rows_of(demo_file("AR01", "2021-02"))}
    *_, unit, value = before["fuel_consumed", "bituminous_coal"]
    assert sheet.cell(line, column(sheet, "单位 Unit")).value == "10^4 t"
    assert unit in {"10^4 t", "万吨"}
    shown = sheet.cell(line, column(sheet, "上月值 Value of the month before")).value
    assert Decimal(f"{shown:.15g}") == value
    assert sheet.cell(line, column(sheet, VALUE)).value is None


def test_only_entry_cells_can_be_changed_and_no_password_is_needed(refinery: Workbook) -> None:
    for sheet in refinery:
        if sheet.sheet_state == "visible":
            assert sheet.protection.sheet
            assert sheet.protection.password is None
    sheet = refinery["水 Water"]
    free = {
        header.value
        for header, cell in zip(sheet[3], sheet[4], strict=True)
        if not cell.protection.locked
    }
    assert {"单位 Unit", VALUE, "备注 Note"} <= free
    assert not {"指标代码 Indicator code", "指标名称 Indicator", CHECK} & free


def test_units_and_materials_are_offered_and_rows_explained(refinery: Workbook) -> None:
    sheet = refinery["能源 Energy"]
    line = line_of(sheet, "fuel_consumed", "bituminous_coal")
    unit = sheet.cell(line, column(sheet, "单位 Unit")).coordinate
    lists = [rule for rule in sheet.data_validations.dataValidation if unit in rule.sqref]
    assert "10^4 t" in lists[0].formula1
    comment = sheet.cell(line, 2).comment
    assert "燃料消费量" in comment.text and "Fuel consumed" in comment.text


def test_the_layout_version_is_hidden_in_the_file_and_stands_on_the_cover(
    refinery: Workbook,
) -> None:
    [hidden] = [one for one in refinery.custom_doc_props.props if one.name == "potline_layout"]
    assert hidden.value == "monthly_workbook 2"
    states = [sheet.sheet_state for sheet in refinery]
    assert states.count("veryHidden") == 2
    assert "2" in {cell.value for cell in refinery["封面 Cover"]["B"]}


@pytest.mark.parametrize(
    ("plant_id", "period", "said"),
    [
        ("AL99", "2021-03", "'AL0"),
        ("AL01", "2021-13", "2021-03"),
        ("AL01", "March", "2021-03"),
        ("AL01", "1999-03", "2001"),
        ("AL01", "2026-01", "2025-12-31"),
    ],
)
def test_what_cannot_be_asked_for_is_said_with_a_way_out(
    plant_id: str, period: str, said: str
) -> None:
    with pytest.raises(TemplateError, match=said):
        request_of(SETTINGS, plant_id, period)


def test_a_template_is_a_workbook(tmp_path: Path) -> None:
    request = request_of(SETTINGS, "AL01", "2021-03")
    with pytest.raises(PotlineError, match=".xlsx"):
        write_template(SETTINGS, request, NOTHING, tmp_path / "form.ods")
    with pytest.raises(PotlineError, match="no folder"):
        write_template(SETTINGS, request, NOTHING, tmp_path / "none" / "form.xlsx")
    assert list(tmp_path.iterdir()) == []
