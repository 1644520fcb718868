"""The ledger: arrivals and cells in one DuckDB file, a cache of the archive that SQL can read.

Nothing is in it that the archive and the layouts do not say: a ledger that is missing, damaged or
of an older shape is made anew. It is written in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.errors import PotlineError
from pipelines.foreign_ledger import FOREIGN_LEDGER_TABLES
from pipelines.intake.batches import Batch
from pipelines.intake.contents import Content
from pipelines.intake.cover import CoverValue
from pipelines.intake.problems import Note, Rejection

TABLES = {
    "arrivals": """
        arrival_id varchar, path varchar, path_sequence integer, content_id varchar,
        sidecar_content_id varchar, size_bytes bigint, form_id varchar, layout_version varchar,
        reader varchar, kind varchar, revision integer, sender varchar, contact varchar,
        reason varchar, received_at timestamp, cover_plant_text varchar,
        cover_plant_name_text varchar, cover_period_text varchar, cover_plant_cell varchar,
        cover_period_cell varchar, place_form_text varchar, place_plant_text varchar,
        place_period_text varchar, state varchar,
        rejection_rule_id varchar, rejection_found varchar, rejection_expected varchar
    """,
    "arrival_notes": """
        arrival_id varchar, rule_id varchar, sheet varchar, address varchar, found varchar,
        expected varchar
    """,
    "sheets": """
        sheet_number integer, content_id varchar, sheet varchar
    """,
    "sheet_cells": """
        sheet_number integer, address varchar, row_number integer, column_number integer,
        cell_type varchar, text varchar, formula varchar, is_hidden boolean
    """,
    "layout_columns": """
        form_id varchar, layout_version varchar, sheet varchar, header_row integer,
        header_text varchar, field varchar, domain varchar, indicator_id varchar
    """,
    **FOREIGN_LEDGER_TABLES,
    "contents": """
        content_id varchar, reader varchar, parsed_by varchar, form_id varchar,
        layout_version varchar, state varchar, rejection_rule_id varchar, rejection_found varchar,
        rejection_expected varchar, cell_count bigint, cover varchar, notes varchar
    """,
}
# Cells point to their sheet by number: writing the long names of contents and cells once a cell
# would double the time of intake.
CELLS = """
    create view cells as
    select
        sheets.content_id,
        left(sheets.content_id, 12) || '!' || sheets.sheet || '!' || sheet_cells.address as cell_id,
        sheets.sheet,
        sheet_cells.address,
        sheet_cells.row_number,
        sheet_cells.column_number,
        sheet_cells.cell_type,
        sheet_cells.text,
        sheet_cells.formula,
        sheet_cells.is_hidden
    from sheet_cells
    inner join sheets on sheet_cells.sheet_number = sheets.sheet_number
"""
OF_CONTENTS = {
    "sheet_cells": """
        sheet_number in (select sheet_number from sheets where list_contains($1, content_id))
    """,
    "sheets": "list_contains($1, content_id)",
    "contents": "list_contains($1, content_id)",
}
SHAPE = json.dumps([TABLES, CELLS])

# The other cores are busy parsing; a second thread would only take time from them.
WRITING_THREADS = 1

Key = tuple[str, str]
Rows = list[dict[str, object]]


class Ledger:
    """An open ledger, inside its transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def contents(self) -> dict[Key, Content]:
        """The contents in the ledger, by content and reader."""
        rows = self._connection.execute(
            """
            select content_id, reader, form_id, layout_version, cover, notes, rejection_rule_id,
                rejection_found, rejection_expected, cell_count
            from contents
            """
        ).fetchall()
        return {(row[0], row[1]): _content(*row) for row in rows}

    def forget_others(self, needed: set[Key], parsed_by: dict[str, str]) -> None:
        """Remove what is not needed, or was parsed by another parser or other layouts.

        `parsed_by` is the version of parser and layouts by reader. What took too long is removed
        too: a busy machine may have been the cause, and the next intake asks again.
        """
        rows = self._connection.execute(
            "select content_id, reader, parsed_by, rejection_rule_id from contents"
        )
        outdated = [
            content_id
            for content_id, reader, version, rule_id in rows.fetchall()
            if (content_id, reader) not in needed
            or version != parsed_by[reader]
            or rule_id == "took_too_long"
        ]
        for table in ("sheet_cells", "sheets", "contents"):
            self._connection.execute(f"delete from {table} where {OF_CONTENTS[table]}", [outdated])

    def add(self, batch: Batch, parsed_by: dict[str, str]) -> None:
        """Add contents and their cells."""
        rows = [_content_row(content, parsed_by[content.reader]) for content in batch.contents]
        self._insert("contents", rows)
        found = self._connection.execute("select coalesce(max(sheet_number), -1) from sheets")
        first = found.fetchall()[0][0] + 1
        sheets: Rows = [
            {"sheet_number": number, "content_id": content_id, "sheet": sheet}
            for number, (content_id, sheet) in enumerate(batch.sheets, start=first)
        ]
        self._insert("sheets", sheets)
        self._connection.register("batch", batch.cells)
        self._connection.execute(
            """
            insert into sheet_cells by name
            select * replace (sheet_number + $1 as sheet_number) from batch
            """,
            [first],
        )
        self._connection.unregister("batch")

    def replace(self, table: str, rows: Rows) -> None:
        """Put these rows in place of all rows of a table."""
        self._connection.execute(f"delete from {table}")
        self._insert(table, rows)

    def _insert(self, table: str, rows: Rows) -> None:
        if rows:
            self._connection.register("inserted", pa.Table.from_pylist(rows))
            self._connection.execute(f"insert into {table} by name select * from inserted")
            self._connection.unregister("inserted")


@contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """The ledger in a transaction: all that is done in the block is kept, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _connect(path) as connection:
        is_current = _has_shape(connection)
    if not is_current:
        discard_ledger(path)
    with _connect(path) as connection:
        connection.begin()
        if not is_current:
            _make_tables(connection)
        yield Ledger(connection)
        connection.commit()


def discard_ledger(path: Path) -> None:
    """Remove a ledger that cannot be used; the next one is made from the archive."""
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(path, config={"threads": WRITING_THREADS})
    except duckdb.Error as error:
        if "lock" in str(error).lower() or isinstance(error, duckdb.ConnectionException):
            raise PotlineError(
                f"{path} is open in another program; close that and run again ({error})"
            ) from error
        raise


def _has_shape(connection: duckdb.DuckDBPyConnection) -> bool:
    try:
        found = connection.execute("select shape from ledger_shape").fetchall()
    except duckdb.CatalogException:
        return False
    return found == [(SHAPE,)]


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    for table, columns in TABLES.items():
        connection.execute(f"create table {table} ({columns})")
    connection.execute(CELLS)
    connection.execute("create table ledger_shape as select $1 as shape", [SHAPE])


def _content_row(content: Content, parsed_by: str) -> dict[str, object]:
    rejection = content.rejection
    return {
        "content_id": content.content_id,
        "reader": content.reader,
        "parsed_by": parsed_by,
        "form_id": content.form_id,
        "layout_version": content.layout_version,
        "state": "rejected" if rejection else "read",
        "rejection_rule_id": rejection.rule_id if rejection else None,
        "rejection_found": rejection.found if rejection else None,
        "rejection_expected": rejection.expected if rejection else None,
        "cell_count": content.cell_count,
        "cover": json.dumps({name: asdict(value) for name, value in content.cover.items()}),
        "notes": json.dumps([asdict(note) for note in content.notes]),
    }


def _content(
    content_id: str,
    reader: str,
    form_id: str | None,
    layout_version: str | None,
    cover: str,
    notes: str,
    rule_id: str | None,
    found: str | None,
    expected: str | None,
    cell_count: int,
) -> Content:
    rejection = Rejection(rule_id, found or "", expected or "") if rule_id else None
    return Content(
        content_id=content_id,
        reader=reader,
        form_id=form_id,
        layout_version=layout_version,
        cover={name: CoverValue(**value) for name, value in json.loads(cover).items()},
        notes=[Note(**note) for note in json.loads(notes)],
        rejection=rejection,
        cell_count=cell_count,
    )
