"""Delimited text (CSV): every filled field as a cell, encoding and delimiter found out."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pipelines.intake.cells import Book, Cells, Sheet, require_few
from pipelines.intake.containers import OLE_START, ZIP_START
from pipelines.intake.limits import MAX_COLUMN, MAX_TEXT_LENGTH
from pipelines.intake.problems import RejectedError
from pipelines.layouts import CSV_SHEET

DELIMITERS = (",", ";", "\t", "|")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
ENCODINGS_WITHOUT_MARK = ("utf-8", "gb18030")

# Where every second byte at the start is zero, the text is UTF-16 without its mark.
PROBE_BYTES = 64

# Titles and remarks above the headers of a table take a few lines.
HEADER_LINES = 50


def read_delimited(path: Path, header_texts: frozenset[str], encoding: str | None = None) -> Book:
    """The table of a CSV file as one sheet. Raises RejectedError when it cannot be read.

    The delimiter is the one that makes most of the known header texts appear in one of the first
    lines: titles may stand above the headers. The encoding is found out where none is given.
    """
    content = path.read_bytes()
    if content.startswith((ZIP_START, OLE_START)):
        raise RejectedError(
            "unknown_file_type",
            "a workbook or zip file under the name of a CSV file",
            "the same file with the ending that its program gave it, such as .xlsx",
        )
    text = _decode(content, (encoding,)) if encoding else decode(content)
    delimiter = _delimiter(text, header_texts)
    cells = Cells()
    for row_number, fields in enumerate(_records(text, delimiter), start=1):
        _add_row(cells, row_number, fields)
        require_few(len(cells))
    return Book([Sheet(CSV_SHEET, cells)])


def is_unicode(path: Path) -> bool:
    """Whether a file says by its bytes that it is Unicode: a byte order mark, or valid UTF-8."""
    content = path.read_bytes()
    if any(content.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def decode(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else GB18030; else RejectedError."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content[len(mark) :], (encoding,))
    if b"\0" in content[:PROBE_BYTES]:
        raise RejectedError(
            "unreadable_encoding",
            "zero bytes at the start, as in UTF-16 without its byte order mark",
            "UTF-8 or GB18030; choose `CSV UTF-8` when saving",
        )
    return _decode(content, ENCODINGS_WITHOUT_MARK)


def _decode(content: bytes, encodings: tuple[str, ...]) -> str:
    problems = []
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            problems.append(f"{encoding} fails at byte {error.start + 1}")
    raise RejectedError(
        "unreadable_encoding",
        f"text in an unknown encoding ({'; '.join(problems)})",
        "UTF-8 or GB18030; choose `CSV UTF-8` when saving",
    )


def _delimiter(text: str, header_texts: frozenset[str]) -> str:
    lines = [line.strip("\r\n") for line in islice(io.StringIO(text), HEADER_LINES)]

    def known_headers(delimiter: str) -> tuple[int, int]:
        rows = [line.split(delimiter) for line in lines] or [[""]]
        known = max(sum(field.strip(' "') in header_texts for field in row) for row in rows)
        return known, max(len(row) for row in rows)

    return max(DELIMITERS, key=known_headers)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_TEXT_LENGTH)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        if "field limit" in str(error):
            raise RejectedError(
                "too_large",
                f"more than {MAX_TEXT_LENGTH:,} characters in one field of line {reader.line_num}",
                f"at most {MAX_TEXT_LENGTH:,} characters in a field; a quote may not be closed",
            ) from error
        is_cut = "unexpected end" in str(error)
        raise RejectedError(
            "truncated_file" if is_cut else "wrong_layout",
            f"line {reader.line_num}: {error}",
            "fields with quotes closed and doubled inside; send the whole file again",
        ) from error


def _add_row(cells: Cells, row_number: int, fields: list[str]) -> None:
    if len(fields) > MAX_COLUMN:
        raise RejectedError(
            "too_large",
            f"{len(fields):,} fields in line {row_number}",
            f"at most {MAX_COLUMN:,} fields, as a sheet has columns",
        )
    for column_number, field in enumerate(fields, start=1):
        if field:
            address = f"R{row_number}C{column_number}"
            cells.add(address, row_number, column_number, "text", field, None, False)
