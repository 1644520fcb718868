"""Foreign tables: shapes in which agencies publish their tables, each read by a layout alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from foreign import AS_OF, layout_of, rows, with_plants

from pipelines.checking.sandbox import Staged, staged
from pipelines.intake.cells import Book
from pipelines.intake.containers import read_workbook
from pipelines.intake.cover import recognise_workbook
from pipelines.intake.problems import RejectedError
from pipelines.layout_documents import LayoutError
from pipelines.layouts import Layout, read_layout
from pipelines.settings import Settings

LAYOUTS = """
verified:
  form_id: emissions_by_year
  reader: csv
  tables:
    - sheet: csv
      header_rows: [1]
      plant_id: {columns: [REGISTRY, INSTALLATION], joined_by: "-"}
      year: {header: true, pattern: 'VERIFIED_(\\d{4})'}
      missing: [-1, Excluded]
      material_id: {fixed: GHG}
      indicator_id: {fixed: reported_co2e_ar5}
      unit: {fixed: t}
      values:
        - columns: [VERIFIED_2020, VERIFIED_2021]
releases:
  form_id: emissions_by_year
  reader: csv
  encoding: cp1252
  tables:
    - sheet: csv
      header_rows: [1]
      plant_id: {column: Établissement, prefix: EU-}
      year: {column: Année}
      decimal: ","
      missing: [confidentiel]
      material_id: {column: Polluant}
      indicator_id: {fixed: reported_gas_mass}
      keep: [{column: Polluant, pattern: '^(?:CO2|CH4)$'}]
      values:
        - column: Quantité
          unit: {column: Unité, codes: {KGM: kg}}
facilities:
  form_id: yearly_table
  reader: csv
  tables:
    - sheet: csv
      header_rows: [1]
      plant_id: {column: Facility, prefix: AU-}
      year: {column: Reporting year, pattern: '^\\d{4}'}
      missing: [N/A]
      marks: ["*", (r)]
      leave_out: [{column: Facility, pattern: '(?i)total'}]
      indicator_id: {fixed: water_withdrawn}
      values:
        - column: Water (ML)
          unit: {header: true, pattern: '\\((\\w+)\\)'}
        - column: Water (ML) (2)
          document_id: {fixed: second}
          unit: {fixed: ML}
quarters:
  form_id: yearly_table
  reader: csv
  tables:
    - sheet: csv
      header_rows: [2]
      plant_id: {cell: R1C2, prefix: US-}
      year: {column: Quarter, pattern: '(\\d{4})'}
      document_id: {column: Quarter}
      indicator_id: {fixed: water_consumed}
      unit: {fixed: m3}
      values:
        - column: Consumed
serials:
  form_id: monthly_table
  reader: csv
  tables:
    - sheet: csv
      header_rows: [1]
      plant_id: {column: Serial site, prefix: US-}
      period: {column: Day, date_order: serial}
      document_id: {column: Day}
      indicator_id: {fixed: water_consumed}
      unit: {fixed: m3}
      values:
        - column: Consumed
sheets:
  form_id: monthly_table
  reader: xlsx
  other_sheets: [Notes]
  tables:
    - sheets: [Water 2020, Water 2021]
      header_rows: [2, 3]
      plant_id: {column: Site, prefix: AU-, filled_down: true}
      year: {sheet: true, pattern: '\\d{4}'}
      month: {header: true, pattern: '(\\w+)$'}
      unit: {cell: A1, pattern: '(\\S+)$'}
      values:
        - columns: [Taken / January, Taken / February]
          indicator_id:
            column: Site / Measure
            codes: {Withdrawn: water_withdrawn, Discharged: water_discharged}
"""
CSV = {
    "verified": (
        "REGISTRY,INSTALLATION,VERIFIED_2020,VERIFIED_2021\nAT,7,1000,-1\nAT,8,Excluded,0\n"
    ),
    "releases": (
        "Établissement;Année;Polluant;Quantité;Unité\n"
        "1;2020;CO2;1.234.567.000,5;KGM\n1;2020;CH4;12345,75;KGM\n"
        "1;2021;CO2;confidentiel;KGM\n1;2021;NOx;5;KGM\n2;2021;CO2;12.34,5;KGM\n"
    ),
    "facilities": (
        "Reporting year,Facility,Water (ML),Water (ML)\n"
        '2019-20,1,"1,234.5*",2\n2020-21,1,N/A,1.5 (r)*\n2020-21,Corporate Total,9,9\n'
        "2020-21,,3,\n"
    ),
    "quarters": "Site,1\nQuarter,Consumed\n2020 Q1,10\nQ2 2020,-2.5e1\n",
    "serials": "Serial site,Day,Consumed\n1,43831,1\n1,43861.75,2\n1,43862,4\n1,soon,8\n",
}
PLANTS = ("AT-7", "AT-8", "EU-1", "EU-2", "AU-1", "AU-2", "US-1")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_plants(tmp_path_factory.mktemp("project"), *PLANTS)


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for year in (2020, 2021):
        sheet = book.create_sheet(f"Water {year}")
        for line in [
            ["Water of all sites in ML"],
            ["Site", None, "Taken", None],
            [None, "Measure", "January", "February"],
            ["1", "Withdrawn", 1, 2],
            [None, "Discharged", 3, None],
            [],
            ["2", "Withdrawn", year, 5],
        ]:
            sheet.append(line)
    path = folder / "sheets.xlsx"
    book.save(path)
    return path


def layouts(folder: Path) -> dict[str, Layout]:
    described: dict[str, dict[str, Any]] = yaml.safe_load(LAYOUTS)
    return {
        name: layout_of(folder, document | {"version": name})
        for name, document in described.items()
    }


@pytest.fixture(scope="module")
def tables(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    folder = tmp_path_factory.mktemp("tables")
    files = [workbook(folder)]
    for name, text in CSV.items():
        file = folder / f"{name}.csv"
        file.write_bytes(text.encode("cp1252" if name == "releases" else "utf-8"))
        files.append(file)
    with staged(settings, files, AS_OF, tuple(layouts(folder).values())) as sandbox:
        yield sandbox


def facts(tables: Staged, version: str, columns: str) -> list[tuple[Any, ...]]:
    return rows(
        tables,
        f"select {columns} from staging.stg_facts as facts"
        " inner join staging.stg_arrivals as arrivals on facts.arrival_id = arrivals.arrival_id"
        f" where arrivals.layout_version = '{version}' order by all",
    )


def findings(tables: Staged, version: str) -> list[tuple[Any, ...]]:
    return rows(
        tables,
        "select findings.rule_id, findings.address, findings.found"
        " from staging.stg_findings as findings"
        " inner join staging.stg_arrivals as arrivals on findings.arrival_id = arrivals.arrival_id"
        f" where arrivals.layout_version = '{version}' order by all",
    )


def test_years_in_longer_headers(tables: Staged) -> None:
    assert facts(tables, "verified", "facts.plant_id, period, value, address") == [
        ("AT-7", date(2020, 1, 1), Decimal(1000), "R2C3"),
        ("AT-8", date(2021, 1, 1), Decimal(0), "R3C4"),
    ]


def test_decimal_commas_in_a_stated_encoding(tables: Staged) -> None:
    columns = "facts.plant_id, material_id, value, half_unit, reported_text"
    assert facts(tables, "releases", columns) == [
        ("EU-1", "CH4", Decimal("12.345750"), Decimal("0.000005"), "12345,75"),
        ("EU-1", "CO2", Decimal("1234567.0005"), Decimal("0.00005"), "1.234.567.000,5"),
    ]
    assert findings(tables, "releases") == [
        ("ambiguous_number", "R6C4", "12.34,5"),
        ("number_corrected", "R2C4", "1.234.567.000,5"),
        ("set_aside_by_layout", "R4C4", "1 cells with a text for a missing value"),
        ("set_aside_by_layout", "R5C4", "1 values in rows that the layout leaves out"),
    ]


def test_marks_fiscal_years_and_equal_headers(tables: Staged) -> None:
    assert facts(tables, "facilities", "period, document_id, value, reported_text") == [
        (date(2019, 1, 1), "", Decimal(1234500), "1,234.5*"),
        (date(2019, 1, 1), "second", Decimal(2000), "2"),
        (date(2020, 1, 1), "second", Decimal(1500), "1.5 (r)*"),
    ]
    assert findings(tables, "facilities") == [
        ("missing_plant", "R5C3", ""),
        ("number_corrected", "R2C3", "1,234.5*"),
        ("set_aside_by_layout", "R2C3", "1 values with a mark that the layout takes off"),
        ("set_aside_by_layout", "R3C3", "1 cells with a text for a missing value"),
        ("set_aside_by_layout", "R3C4", "1 values with a mark that the layout takes off"),
        ("set_aside_by_layout", "R4C3", "1 values in rows that the layout leaves out"),
        ("set_aside_by_layout", "R4C4", "1 values in rows that the layout leaves out"),
    ]


def test_quarters_are_parts_of_a_year_and_a_title_names_the_plant(tables: Staged) -> None:
    assert facts(tables, "quarters", "facts.plant_id, period, document_id, value") == [
        ("US-1", date(2020, 1, 1), "2020 Q1", Decimal(10)),
        ("US-1", date(2020, 1, 1), "Q2 2020", Decimal(-25)),
    ]


def test_days_by_number(tables: Staged) -> None:
    assert facts(tables, "serials", "period, value") == [
        (date(2020, 1, 1), Decimal(1)),
        (date(2020, 1, 1), Decimal(2)),
        (date(2020, 2, 1), Decimal(4)),
    ]
    assert findings(tables, "serials") == [("unreadable_period", "R5C2", "soon")]


def test_one_sheet_a_year_with_merged_cells_and_a_unit_in_the_title(tables: Staged) -> None:
    columns = "facts.plant_id, period, indicator_id, value, sheet, address"
    read = facts(tables, "sheets", columns)
    assert len(read) == 10
    assert [one for one in read if one[2] == "water_discharged"] == [
        ("AU-1", date(year, 1, 1), "water_discharged", Decimal(3000), f"Water {year}", "C5")
        for year in (2020, 2021)
    ]
    assert findings(tables, "sheets") == []
    plant_cells = rows(
        tables,
        "select distinct plant_address from staging.stg_foreign_entries"
        " where sheet = 'Water 2020' and row_number = 5",
    )
    assert plant_cells == [("A4",)]


def recognised(path: Path, *of_layouts: Layout) -> str:
    book: Book = read_workbook(path)
    with pytest.raises(RejectedError) as raised:
        recognise_workbook(book, of_layouts)
    return str(raised.value)


def test_a_workbook_that_does_not_fit_is_told_its_headers_and_the_nearest(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    document = yaml.safe_load(LAYOUTS)["sheets"] | {"version": "sheets-2"}
    document["tables"][0]["values"][0]["columns"] = ["Taken / January", "Taken / Febuary"]
    problem = recognised(path, layout_of(tmp_path, document))
    assert "headers site, site / measure, taken / january" in problem
    assert "Taken / Febuary (nearest: taken / february)" in problem
    assert "on the sheet 'Water 2020'" in problem


def test_a_workbook_without_the_sheet_is_told_the_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    document = yaml.safe_load(LAYOUTS)["sheets"] | {"version": "sheets-2"}
    document["tables"][0] = document["tables"][0] | {"sheets": ["Data"]}
    problem = recognised(path, layout_of(tmp_path, document))
    assert "expected a workbook with 'Data', as monthly_table version sheets-2 has" in problem


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("year", {"column": "a", "pattern": "("}, "pattern '\\('"),
        ("year", {"column": "a", "pattern": r"(?=\d)"}, "at most one group, and nothing like"),
        ("year", {"column": "a", "pattern": r"(\d)(\d)"}, "at most one group"),
        ("year", {"cell": "12"}, "expected B2, or R2C2 of a CSV"),
        ("year", {"fixed": 2020, "filled_down": True}, "filled_down is for a column"),
        ("decimal", ";", "decimal is ';'"),
        ("sheets", ["a"], "expected either sheet, or sheets"),
        ("keep", [{"column": "a", "values": ["b"], "pattern": "c"}], "either values or pattern"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    tmp_path: Path, key: str, value: Any, problem: str
) -> None:
    document = yaml.safe_load(LAYOUTS)["quarters"] | {"version": "quarters-2"}
    document["tables"][0] |= {key: value}
    with pytest.raises(LayoutError, match=problem):
        layout_of(tmp_path, document)


def test_an_encoding_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a-1.yml"
    document = yaml.safe_load(LAYOUTS)["quarters"] | {"version": "a-1", "encoding": "hex"}
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    with pytest.raises(LayoutError, match="encoding 'hex' is not known"):
        read_layout(path)
