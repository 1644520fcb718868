"""Contents parsed: from the bytes of one file to its form, its cover and its cells.

A content is parsed alone, knowing nothing of where it lay or when it came. Many are parsed by
several processes; their cells travel as Arrow tables.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy
import pyarrow as pa

from pipelines.intake.cells import Book, Cells
from pipelines.intake.containers import read_workbook
from pipelines.intake.cover import CoverValue, Recognised, recognise_csv, recognise_workbook
from pipelines.intake.delimited import read_delimited
from pipelines.intake.package import SAVE_ANEW
from pipelines.intake.problems import Note, RejectedError, Rejection, shortened
from pipelines.layouts import Layout

# Raise it with every change that gives other cells or another form for the same bytes.
PARSER_VERSION = 1

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods")
CSV_ENDINGS = (".csv", ".tsv", ".txt")

# Starting two processes takes as long as parsing some 20 workbooks.
FEW_CONTENTS = 20
PROCESSES = 2
BATCH_SIZE = 16
BATCHES_AHEAD = 6

CELL_SCHEMA = pa.schema(
    [
        ("sheet_number", pa.int32()),
        ("address", pa.string()),
        ("row_number", pa.int32()),
        ("column_number", pa.int32()),
        ("cell_type", pa.string()),
        ("text", pa.string()),
        ("formula", pa.string()),
        ("is_hidden", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Job:
    """One content to parse: where its bytes are, and by which reader."""

    content_id: str
    reader: str
    path: Path


@dataclass(frozen=True)
class Content:
    """What one content is, or why it cannot be read; `cover` by field, empty for CSV."""

    content_id: str
    reader: str
    form_id: str | None = None
    layout_version: str | None = None
    cover: dict[str, CoverValue] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    rejection: Rejection | None = None
    cell_count: int = 0


@dataclass(frozen=True)
class Batch:
    """Some contents, the sheets of those that could be read (content and name), and their cells.

    The columns of `cells` are CELL_SCHEMA; `sheet_number` is the place in `sheets`, from 0.
    """

    contents: list[Content]
    sheets: list[tuple[str, str]]
    cells: pa.Table


def reader_of(name: str) -> str | None:
    """`xlsx` or `csv` by the ending of a file's name; null for an ending that no form has."""
    ending = Path(name).suffix.lower()
    if ending in WORKBOOK_ENDINGS:
        return "xlsx"
    return "csv" if ending in CSV_ENDINGS else None


class Parsers:
    """Parses contents: few of them here, many in processes that live as long as the block."""

    def __init__(self, layouts: tuple[Layout, ...]) -> None:
        self._layouts = layouts
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Parsers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def expect(self, count: int) -> None:
        """Start the processes where so many contents are worth it; it takes them a while."""
        if count > FEW_CONTENTS and not self._pool:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(PROCESSES, mp_context=context)
            for _ in range(PROCESSES):
                self._pool.submit(parse_batch, (), self._layouts)

    def parse_all(self, jobs: Sequence[Job]) -> Iterator[Batch]:
        """Every content parsed, in the order of the jobs, batch by batch."""
        self.expect(len(jobs))
        starts = range(0, len(jobs), BATCH_SIZE)
        batches = (jobs[start : start + BATCH_SIZE] for start in starts)
        if not self._pool:
            yield from (parse_batch(batch, self._layouts) for batch in batches)
            return
        ahead: deque[Future[Batch]] = deque()
        for batch in batches:
            ahead.append(self._pool.submit(parse_batch, batch, self._layouts))
            if len(ahead) > BATCHES_AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def parse_batch(jobs: Sequence[Job], layouts: tuple[Layout, ...]) -> Batch:
    """Some contents parsed, one after the other."""
    parsed = [parse(job, layouts) for job in jobs]
    sheets = [(content.content_id, sheet) for content, book in parsed for sheet in book.sheets]
    return Batch(
        contents=[content for content, _ in parsed],
        sheets=[(content_id, sheet.name) for content_id, sheet in sheets],
        cells=_cell_table([sheet.cells for _, sheet in sheets]),
    )


def parse(job: Job, layouts: tuple[Layout, ...]) -> tuple[Content, Book]:
    """One content and its sheets; a content that cannot be read has a rejection and no sheets."""
    try:
        book, recognised = _read(job, layouts)
    except RejectedError as error:
        return Content(job.content_id, job.reader, rejection=error.rejection), Book([])
    except Exception as error:
        rule_id = "not_a_workbook" if job.reader == "xlsx" else "wrong_layout"
        found = shortened(f"a file that cannot be read ({error!r})")
        rejection = Rejection(rule_id, found, SAVE_ANEW)
        return Content(job.content_id, job.reader, rejection=rejection), Book([])
    content = Content(
        job.content_id,
        job.reader,
        form_id=recognised.layout.form_id,
        layout_version=recognised.layout.version,
        cover=recognised.cover,
        notes=[*book.notes, *recognised.notes],
        cell_count=sum(len(sheet.cells) for sheet in book.sheets),
    )
    return content, book


def _read(job: Job, layouts: tuple[Layout, ...]) -> tuple[Book, Recognised]:
    if not job.path.stat().st_size:
        raise RejectedError("empty_file", "a file of zero bytes", "a filled form")
    candidates = tuple(layout for layout in layouts if layout.reader == job.reader)
    if job.reader == "xlsx":
        book = read_workbook(job.path)
        return book, recognise_workbook(book, candidates)
    book = read_delimited(job.path, _header_texts(candidates))
    return book, recognise_csv(book, candidates)


def _header_texts(layouts: tuple[Layout, ...]) -> frozenset[str]:
    return frozenset(
        text
        for layout in layouts
        for table in layout.tables
        for texts in table.columns.values()
        for text in texts
    )


def _cell_table(sheets: Sequence[Cells]) -> pa.Table:
    """The cells of some sheets, columns as CELL_SCHEMA."""
    lengths = [len(cells) for cells in sheets]
    numbers = numpy.repeat(numpy.arange(len(sheets), dtype=numpy.int32), lengths)
    columns = [pa.array(numbers)]
    for column in list(CELL_SCHEMA)[len(columns) :]:
        values: list[object] = []
        for cells in sheets:
            values.extend(getattr(cells, column.name))
        columns.append(pa.array(values, column.type))
    return pa.table(columns, schema=CELL_SCHEMA)
