"""Which form a file is, by the layouts: by the cover of a workbook, by the headers of a CSV."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.intake.cells import Book, Sheet
from pipelines.intake.problems import Note, RejectedError, Rejection
from pipelines.layouts import Cover, Layout

LABEL_COLUMN = 1
VALUE_COLUMN = 2


@dataclass(frozen=True)
class CoverValue:
    """What a file says of itself, with its sheet and address (null where a sidecar says it)."""

    text: str
    sheet: str | None
    address: str | None


@dataclass(frozen=True)
class Recognised:
    """The layout of a file, what its cover says by field, and sheets that the layout lacks.

    `emptiness` is why a form without a filled row is rejected, unless it withdraws; else null.
    """

    layout: Layout
    cover: dict[str, CoverValue]
    notes: list[Note]
    emptiness: Rejection | None


def recognise_workbook(book: Book, layouts: tuple[Layout, ...]) -> Recognised:
    """The layout that the cover of a workbook names. Raises RejectedError when none does."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if len(sheets) < len(book.sheets):
        raise RejectedError("wrong_layout", "two sheets of one name", "sheets with different names")
    if not any(sheet.cells for sheet in book.sheets):
        raise RejectedError("empty_file", "a workbook without a filled cell", "a filled form")
    read: dict[str, CoverValue] = {}
    for layout in layouts:
        if layout.cover and layout.cover.sheet in sheets:
            cover = _read_cover(sheets[layout.cover.sheet], layout.cover)
            if _names(cover, layout):
                notes = _unknown_sheets(book, layout)
                return Recognised(layout, cover, notes, _emptiness(book, layout))
            read = read or cover
    raise RejectedError("wrong_layout", _found(book, read), _expected(layouts))


def recognise_csv(book: Book, layouts: tuple[Layout, ...]) -> Recognised:
    """The layout that knows most of the headers of a CSV. Raises RejectedError when none fits."""
    cells = book.sheets[0].cells
    if not cells:
        raise RejectedError("empty_file", "a file without a filled field", "a filled form")
    headers = {(cell.text or "").strip() for cell in cells if cell.row_number == 1}
    fitting = [layout for layout in layouts if not _missing_columns(layout, headers)]
    if not fitting:
        missing = [(_missing_columns(layout, headers), layout) for layout in layouts]
        columns, nearest = min(missing, key=lambda pair: len(pair[0]))
        raise RejectedError(
            "wrong_layout",
            f"headers {', '.join(sorted(headers)) or 'none in the first line'}",
            f"in the first line also {', '.join(columns)} ({nearest.label})",
        )
    layout = max(fitting, key=lambda layout: (_known_columns(layout, headers), layout.order))
    return Recognised(layout, {}, [], _emptiness(book, layout))


def _read_cover(sheet: Sheet, cover: Cover) -> dict[str, CoverValue]:
    fields = {text: field for field, texts in cover.labels.items() for text in texts}
    rows = {
        cell.row_number: fields[label]
        for cell in sheet.cells
        if cell.column_number == LABEL_COLUMN and (label := (cell.text or "").strip()) in fields
    }
    values: dict[str, CoverValue] = {}
    for cell in sheet.cells:
        field = rows.get(cell.row_number)
        if field and cell.column_number == VALUE_COLUMN and cell.text is not None:
            values.setdefault(field, CoverValue(cell.text, sheet.name, cell.address))
    return values


def _names(cover: dict[str, CoverValue], layout: Layout) -> bool:
    stated = [cover.get(field) for field in ("form_id", "layout_version")]
    return [value and value.text.strip() for value in stated] == [layout.form_id, layout.version]


def _emptiness(book: Book, layout: Layout) -> Rejection | None:
    """Why a form without a filled cell below its headers is rejected; null where there is one."""
    header_rows = {table.sheet: table.header_row for table in layout.tables}
    if any(
        cell.row_number > header_rows[sheet.name]
        for sheet in book.sheets
        if sheet.name in header_rows
        for cell in sheet.cells
    ):
        return None
    return Rejection(
        "empty_file",
        "no filled cell below the headers",
        f"a filled form ({layout.label}), or the kind `withdraws`",
    )


def _unknown_sheets(book: Book, layout: Layout) -> list[Note]:
    """A note for each sheet with cells that the layout does not know: its figures are not read."""
    known = {table.sheet for table in layout.tables} | set(layout.other_sheets)
    if layout.cover:
        known.add(layout.cover.sheet)
    return [
        Note(
            "unknown_sheet",
            sheet.name,
            None,
            f"a sheet named {sheet.name!r} with {len(sheet.cells)} filled cells",
            f"only the sheets of the form: {', '.join(table.sheet for table in layout.tables)}",
        )
        for sheet in book.sheets
        if sheet.cells and sheet.name not in known
    ]


def _found(book: Book, cover: dict[str, CoverValue]) -> str:
    if not cover:
        names = ", ".join(repr(sheet.name) for sheet in book.sheets)
        return f"no cover that names its form, on the sheets {names}"
    stated = [
        f"{name} {cover[field].text!r}" if field in cover else f"no {name}"
        for field, name in (("form_id", "form"), ("layout_version", "layout version"))
    ]
    return f"on the cover {' and '.join(stated)}"


def _expected(layouts: tuple[Layout, ...]) -> str:
    covers = sorted({layout.cover.sheet for layout in layouts if layout.cover})
    return (
        f"a cover sheet {' or '.join(repr(cover) for cover in covers)} naming one of "
        f"{', '.join(layout.label for layout in layouts)}; `potline template` writes one"
    )


def _missing_columns(layout: Layout, headers: set[str]) -> list[str]:
    table = layout.tables[0]
    return [
        " or ".join(table.columns[field])
        for field in table.required_columns(layout.reader)
        if not headers.intersection(table.columns[field])
    ]


def _known_columns(layout: Layout, headers: set[str]) -> int:
    return sum(bool(headers.intersection(texts)) for texts in layout.tables[0].columns.values())
