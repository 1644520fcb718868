"""Versions of layouts: a file is read by the one it was made for, however the form moved on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.intake.cells import Book, Cells, Sheet
from pipelines.intake.cover import Recognised, recognise_csv, recognise_workbook
from pipelines.intake.problems import RejectedError
from pipelines.layouts import Layout, load_layouts
from pipelines.settings import Settings

LAYOUTS = load_layouts(Settings.from_environment())
[MONTHLY_CSV] = [layout for layout in LAYOUTS if layout.form_id == "monthly_csv"]
WORKBOOKS = tuple(layout for layout in LAYOUTS if layout.form_id == "monthly_workbook")


def sheet(name: str, *lines: tuple[str, ...]) -> Sheet:
    cells = Cells()
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            cells.add(f"R{row}C{column}", row, column, "text", text, None, False)
    return Sheet(name, cells)


def second_version() -> Layout:
    """The monthly CSV as if its columns had been renamed, and one added."""
    table = MONTHLY_CSV.tables[0]
    columns = table.columns | {"plant_id": ("site",), "note": ("remark",)}
    return replace(MONTHLY_CSV, version="2", tables=(replace(table, columns=columns),))


def of_headers(*headers: str) -> Recognised:
    book = Book([sheet("csv", headers, tuple("x" for _ in headers))])
    return recognise_csv(book, (MONTHLY_CSV, second_version()))


def of_cover(version: str, name: str) -> Recognised:
    cover = WORKBOOKS[0].cover
    assert cover
    stated = {"form_id": "monthly_workbook", "layout_version": version}
    lines = [(cover.labels[field][0], text) for field, text in stated.items()]
    table = WORKBOOKS[0].tables[0]
    filled = [("x",)] * (table.header_row + 1)
    return recognise_workbook(Book([sheet(name, *lines), sheet(table.sheet, *filled)]), WORKBOOKS)


def test_a_csv_is_read_by_the_version_of_its_headers() -> None:
    old = of_headers("plant_id", "period", "indicator_id", "value", "unit")
    new = of_headers("site", "period", "indicator_id", "value", "unit")
    assert (old.layout.version, new.layout.version) == ("1", "2")


def test_a_csv_of_no_version_is_told_what_is_missing() -> None:
    with pytest.raises(RejectedError, match="plant_id or 工厂代码.*version 1"):
        of_headers("factory", "period", "indicator_id", "value", "unit")


@pytest.mark.parametrize("layout", WORKBOOKS, ids=lambda layout: layout.version)
def test_a_workbook_is_read_by_the_version_on_its_cover(layout: Layout) -> None:
    assert layout.cover
    assert of_cover(layout.version, layout.cover.sheet).layout == layout


def test_an_unknown_version_is_told_the_known_ones() -> None:
    assert WORKBOOKS[0].cover
    with pytest.raises(RejectedError, match="layout version '9'") as raised:
        of_cover("9", WORKBOOKS[0].cover.sheet)
    assert all(layout.label in raised.value.rejection.expected for layout in WORKBOOKS)
