"""Which form a file is: by the cover of a workbook, by the headers of a CSV or foreign table."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile

from pipelines.foreign_tables import HEADERS_JOINED_BY
from pipelines.intake.cells import Book, Cell, Sheet, column_letters
from pipelines.intake.problems import Note, RejectedError, Rejection
from pipelines.layouts import Cover, Layout, Table

LABEL_COLUMN = 1
VALUE_COLUMN = 2
# Fields whose place is told though nothing stands there.
PLACED_FIELDS = ("plant_id", "period")


@dataclass(frozen=True)
class CoverValue:
    """What a file says of itself, empty where the cell is, with its sheet and address.

    Sheet and address are null where a sidecar says it.
    """

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
                _require_own_version(book, layout, layouts)
                notes = _unknown_sheets(book, layout)
                return Recognised(layout, cover, notes, _emptiness(book, layout))
            read = read or cover
    fitting = [layout for layout in layouts if not layout.cover and not _lacking(book, layout)]
    if fitting and not read:
        layout = _best(fitting, book)
        return Recognised(layout, {}, _unknown_sheets(book, layout), _emptiness(book, layout))
    foreign = tuple(layout for layout in layouts if layout.foreign and _has_sheet(book, layout))
    if foreign and not read:
        raise _misfit(book, foreign)
    raise RejectedError("wrong_layout", _found(book, read), _expected(layouts))


def recognise_csv(book: Book, layouts: tuple[Layout, ...]) -> Recognised:
    """The layout that knows most of the headers of a CSV.

    Raises RejectedError when none fits, or several fit equally.
    """
    cells = book.sheets[0].cells
    if not cells:
        raise RejectedError("empty_file", "a file without a filled field", "a filled form")
    fitting = [layout for layout in layouts if not _lacking(book, layout)]
    if not fitting:
        raise _misfit(book, layouts)
    layout = _best(fitting, book)
    return Recognised(layout, {}, [], _emptiness(book, layout))


def _misfit(book: Book, layouts: tuple[Layout, ...]) -> RejectedError:
    """Why no layout fits a table: the headers found, and those that the nearest one lacks."""
    nearest = min(layouts, key=lambda layout: len(_lacking(book, layout)))
    sheets = {sheet.name: sheet for sheet in book.sheets}
    table = next(table for table in nearest.tables if table.sheet in sheets)
    headers = [text for text in header_texts(sheets[table.sheet], table) if text]
    place = f"in line {table.header_row}"
    where = f" on the sheet {table.sheet!r}" if nearest.reader == "xlsx" else ""
    return RejectedError(
        "wrong_layout",
        f"headers {', '.join(headers) or 'none'} {place}{where}",
        f"{place} also {', '.join(_lacking(book, nearest))} ({nearest.label})",
    )


def _has_sheet(book: Book, layout: Layout) -> bool:
    names = {sheet.name for sheet in book.sheets}
    return any(table.sheet in names for table in layout.tables)


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
    for row_number, field in rows.items():
        if field in PLACED_FIELDS:
            address = f"{column_letters(VALUE_COLUMN)}{row_number}"
            values.setdefault(field, CoverValue("", sheet.name, address))
    return values


def _names(cover: dict[str, CoverValue], layout: Layout) -> bool:
    stated = [cover.get(field) for field in ("form_id", "layout_version")]
    return [value and value.text.strip() for value in stated] == [layout.form_id, layout.version]


def _require_own_version(book: Book, layout: Layout, layouts: tuple[Layout, ...]) -> None:
    """Raise RejectedError for headers that are wholly those of another version than the cover's."""
    lacking = _lacking(book, layout)
    versions = [one for one in layouts if one.form_id == layout.form_id and one != layout]
    others = [one for one in versions if lacking and not _lacking(book, one)]
    if others:
        raise RejectedError(
            "wrong_layout",
            f"on the cover layout version {layout.version!r}, on the sheets the headers of version"
            f" {others[-1].version!r}; of version {layout.version!r} there lacks {lacking[0]}",
            f"layout version {others[-1].version!r} on the cover, where the form was changed there;"
            f" or a form of version {layout.version!r}, as `potline template` writes it",
        )


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
    if not covers:
        sheets = ", ".join(repr(table.sheet) for layout in layouts for table in layout.tables)
        return f"a workbook with {sheets}, as {', '.join(layout.label for layout in layouts)} has"
    return (
        f"a cover sheet {' or '.join(repr(cover) for cover in covers)} naming one of "
        f"{', '.join(layout.label for layout in layouts)}; `potline template` writes one"
    )


def header_texts(sheet: Sheet, table: Table) -> list[str]:
    """The headers of a table, in plain characters; those of a foreign table also in one case."""
    above = takewhile(lambda cell: cell.row_number <= table.header_row, sheet.cells)
    if not table.foreign:
        return [(cell.text or "").strip() for cell in above if cell.row_number == table.header_row]
    return _joined_headers(above, table.foreign.header_rows)


def _joined_headers(cells: Iterable[Cell], header_rows: tuple[int, ...]) -> list[str]:
    """The headers by column; those of several rows joined, a merged one standing for each column.

    The same is done in SQL by stg_foreign_headers.
    """
    rows: dict[int, dict[int, str]] = {row: {} for row in header_rows}
    for cell in cells:
        if cell.row_number in rows and cell.text:
            rows[cell.row_number][cell.column_number] = header_key(cell.text)
    width = max((column for row in rows.values() for column in row), default=0)
    headers = []
    last: dict[int, str] = {}
    for column in range(1, width + 1):
        last |= {row: rows[row][column] for row in header_rows[:-1] if column in rows[row]}
        bottom = rows[header_rows[-1]].get(column, "")
        headers.append(HEADERS_JOINED_BY.join(text for text in (*last.values(), bottom) if text))
    return _told_apart(headers)


def _told_apart(headers: list[str]) -> list[str]:
    """The headers, the second of two equal ones with its number: `amount`, `amount (2)`."""
    counts: Counter[str] = Counter()
    distinct = []
    for header in headers:
        counts[header] += 1
        count = counts[header]
        distinct.append(f"{header} ({count})" if header and count > 1 else header)
    return distinct


def header_key(text: str) -> str:
    """What the headers of a foreign table are compared by: plain, single blanks, lower case."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).lower()


def _best(fitting: list[Layout], book: Book) -> Layout:
    """The layout that knows most headers, of a form the newest. Raises RejectedError for a tie."""
    counts = {layout.label: _known_columns(book, layout) for layout in fitting}
    most = max(counts.values())
    best = [layout for layout in fitting if counts[layout.label] == most]
    if len({layout.form_id for layout in best}) > 1 or any(
        layout.tables[0].foreign for layout in best[1:]
    ):
        names = ", ".join(layout.label for layout in best)
        raise RejectedError(
            "wrong_layout",
            f"a table that several layouts fit equally: {names}",
            "one layout; name a column in one of them that the other table does not have",
        )
    return max(best, key=lambda layout: layout.order)


def _lacking(book: Book, layout: Layout) -> list[str]:
    """The headers, and sheets, without which a file is not of a layout."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    lacking: list[str] = []
    for table in layout.tables:
        if table.sheet not in sheets:
            lacking.append(f"a sheet {table.sheet!r}")
            continue
        headers = header_texts(sheets[table.sheet], table)
        if table.foreign:
            named = table.foreign.named_columns
            lacking += [
                _nearest(text, headers) for text in named if header_key(text) not in headers
            ]
        else:
            lacking += [
                " or ".join(table.columns[field])
                for field in table.required_columns(layout.reader)
                if not set(headers).intersection(table.columns[field])
            ]
    return lacking


def _nearest(text: str, headers: list[str]) -> str:
    """A header that is lacking, with the one that is most like it."""
    near = get_close_matches(header_key(text), headers, 1)
    return f"{text} (nearest: {near[0]})" if near else text


def _known_columns(book: Book, layout: Layout) -> int:
    sheets = {sheet.name: sheet for sheet in book.sheets}
    return sum(
        len(table.foreign.named_columns)
        if table.foreign
        else sum(
            bool(set(texts).intersection(header_texts(sheets[table.sheet], table)))
            for texts in table.columns.values()
        )
        for table in layout.tables
    )
