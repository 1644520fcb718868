"""Contents parsed: from the bytes of one file to its form, its cover and its cells.

A content is parsed alone, knowing nothing of where it lay or when it came; by `parsers` in a
process of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipelines.intake.cells import Book, Cells
from pipelines.intake.containers import read_workbook
from pipelines.intake.cover import CoverValue, Recognised, recognise_csv, recognise_workbook
from pipelines.intake.delimited import is_unicode, read_delimited
from pipelines.intake.limits import MAX_FORM_ROWS, MAX_SHEET_NAME, MAX_TEXT_OF_ALL_CELLS
from pipelines.intake.oddities import notes_of_cells
from pipelines.intake.package import SAVE_ANEW
from pipelines.intake.problems import Note, RejectedError, Rejection, shortened
from pipelines.layouts import Layout

# Raise it with every change that gives other cells or another form for the same bytes.
PARSER_VERSION = 3

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods")
CSV_ENDINGS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Job:
    """One content to parse: where its bytes are, and by which reader."""

    content_id: str
    reader: str
    path: Path


@dataclass(frozen=True)
class Content:
    """What one content is, or why it cannot be read; `cover` by field, empty for CSV.

    A rejection with a form is that of a form without a filled row.
    """

    content_id: str
    reader: str
    form_id: str | None = None
    layout_version: str | None = None
    cover: dict[str, CoverValue] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    rejection: Rejection | None = None
    cell_count: int = 0

    @property
    def is_empty_form(self) -> bool:
        """Whether all that is wrong is that no row is filled, as is right where it withdraws."""
        return self.rejection is not None and self.form_id is not None


def reader_of(name: str) -> str | None:
    """`xlsx` or `csv` by the ending of a file's name; null for an ending that no form has."""
    ending = Path(name).suffix.lower()
    if ending in WORKBOOK_ENDINGS:
        return "xlsx"
    return "csv" if ending in CSV_ENDINGS else None


def parse(job: Job, layouts: tuple[Layout, ...]) -> tuple[Content, Book]:
    """One content and its sheets; a content of no known form has a rejection and no sheets.

    Raises MemoryError. A file that nobody vouches for is parsed by `parsers`, never here.
    """
    try:
        book, recognised = _read(job, layouts)
    except RejectedError as error:
        return Content(job.content_id, job.reader, rejection=error.rejection), Book([])
    except MemoryError:
        raise
    except Exception as error:
        rejection = unreadable(job, repr(error))
        return Content(job.content_id, job.reader, rejection=rejection), Book([])
    if too_long := _too_many_rows(book, recognised.layout):
        return Content(job.content_id, job.reader, rejection=too_long), Book([])
    content = Content(
        job.content_id,
        job.reader,
        form_id=recognised.layout.form_id,
        layout_version=recognised.layout.version,
        cover=recognised.cover,
        notes=[*book.notes, *notes_of_cells(book), *recognised.notes],
        rejection=recognised.emptiness,
        cell_count=sum(len(sheet.cells) for sheet in book.sheets),
    )
    return content, book


def unreadable(job: Job, why: str) -> Rejection:
    """The rejection of a content that made its reader fail."""
    rule_id = "not_a_workbook" if job.reader == "xlsx" else "wrong_layout"
    return Rejection(rule_id, shortened(f"a file that cannot be read ({why})"), SAVE_ANEW)


def _too_many_rows(book: Book, layout: Layout) -> Rejection | None:
    """The rejection of a form with more rows than one is judged by; null for foreign tables."""
    rows = sum(_filled_rows(sheet.cells) for sheet in book.sheets)
    if layout.foreign or rows <= MAX_FORM_ROWS:
        return None
    expected = f"at most {MAX_FORM_ROWS:,} in a file; send several files"
    return Rejection("too_large", f"{rows:,} filled rows", expected)


def _filled_rows(cells: Cells) -> int:
    texts = zip(cells.row_number, cells.text, strict=True)
    return len({row for row, text in texts if text is None or not text.isspace()})


def _require_small(book: Book) -> None:
    """Raise RejectedError for more text than all cells of a form can hold together."""
    for sheet in book.sheets:
        if len(sheet.name) > MAX_SHEET_NAME:
            found = f"a sheet whose name has {len(sheet.name):,} characters"
            raise RejectedError("too_large", found, f"at most {MAX_SHEET_NAME} characters")
    columns = (cells for sheet in book.sheets for cells in (sheet.cells.text, sheet.cells.formula))
    size = sum(len(text) for texts in columns for text in texts if text)
    if size > MAX_TEXT_OF_ALL_CELLS:
        raise RejectedError(
            "too_large",
            f"{size:,} characters in all cells together",
            f"at most {MAX_TEXT_OF_ALL_CELLS:,}; a file of one form",
        )


def _read(job: Job, layouts: tuple[Layout, ...]) -> tuple[Book, Recognised]:
    if not job.path.stat().st_size:
        raise RejectedError("empty_file", "a file of zero bytes", "a filled form")
    candidates = tuple(layout for layout in layouts if layout.reader == job.reader)
    if job.reader == "xlsx":
        book = read_workbook(job.path)
        _require_small(book)
        return book, recognise_workbook(book, candidates)
    if not is_unicode(job.path):
        for encoding in {layout.encoding: None for layout in candidates if layout.encoding}:
            of_encoding = tuple(one for one in candidates if one.encoding == encoding)
            try:
                return _read_csv(job.path, of_encoding, encoding)
            except RejectedError:
                continue
    return _read_csv(job.path, candidates, None)


def _read_csv(
    path: Path, layouts: tuple[Layout, ...], encoding: str | None
) -> tuple[Book, Recognised]:
    book = read_delimited(path, _header_texts(layouts), encoding)
    _require_small(book)
    return book, recognise_csv(book, layouts)


def _header_texts(layouts: tuple[Layout, ...]) -> frozenset[str]:
    known = [text for layout in layouts for table in layout.tables for text in table.header_texts]
    return frozenset(known)
