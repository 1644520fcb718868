"""Batches: parsed contents as the ledger takes them, their cells in one Arrow table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
import pyarrow as pa

from pipelines.intake.cells import Book, Cells
from pipelines.intake.contents import Content

Parsed = tuple[Content, Book]

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
class Batch:
    """Some contents, the sheets of those that could be read (content and name), and their cells.

    The columns of `cells` are CELL_SCHEMA; `sheet_number` is the place in `sheets`, from 0.
    """

    contents: list[Content]
    sheets: list[tuple[str, str]]
    cells: pa.Table


def batch_of(parsed: Sequence[Parsed]) -> Batch:
    """Some contents as one batch."""
    sheets = [(content.content_id, sheet) for content, book in parsed for sheet in book.sheets]
    return Batch(
        contents=[content for content, _ in parsed],
        sheets=[(content_id, sheet.name) for content_id, sheet in sheets],
        cells=_cell_table([sheet.cells for _, sheet in sheets]),
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
