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


def third_version() -> Layout:
    """The monthly workbook as if its values had got another header, two rows further down."""
    tables = tuple(
        replace(
            table,
            header_row=table.header_row + 2,
            columns=table.columns | {"value": ("本期值 Reported value",)},
        )
        for table in WORKBOOKS[-1].tables
    )
    return replace(WORKBOOKS[-1], version="3", tables=tables)


def filled(headers: Layout, stated: Layout) -> Recognised:
    """What a workbook is that has the headers of one version and the cover of another."""
    assert stated.cover
    cover = {"form_id": stated.form_id, "layout_version": stated.version}
    sheets = [
        sheet(
            table.sheet,
            *[("title",)] * (table.header_row - 1),
            tuple(texts[0] for texts in table.columns.values()),
            tuple("x" for _ in table.columns),
        )
        for table in headers.tables
    ]
    labels = [(stated.cover.labels[field][0], text) for field, text in cover.items()]
    book = Book([sheet(stated.cover.sheet, *labels), *sheets])
    return recognise_workbook(book, (*WORKBOOKS, third_version()))


@pytest.mark.parametrize("layout", [*WORKBOOKS, third_version()], ids=lambda one: one.version)
def test_old_and_new_workbooks_are_read_by_their_own_version(layout: Layout) -> None:
    assert filled(layout, layout).layout == layout


@pytest.mark.parametrize(
    ("headers", "stated"),
    [(WORKBOOKS[-1], third_version()), (third_version(), WORKBOOKS[-1])],
    ids=["old headers", "new headers"],
)
def test_a_cover_that_names_another_version_than_its_headers_is_refused(
    headers: Layout, stated: Layout
) -> None:
    with pytest.raises(RejectedError) as raised:
        filled(headers, stated)
    rejection = raised.value.rejection
    assert f"on the cover layout version '{stated.version}'" in rejection.found
    assert f"the headers of version '{headers.version}'" in rejection.found
    assert f"layout version '{headers.version}' on the cover" in rejection.expected
