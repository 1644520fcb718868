"""What the ledger says of one cell: its text, the arrivals of its file, and what stands around it.

The ledger is only read, and not needed for a cell that a release has used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches

import duckdb

from pipelines.errors import PotlineError
from pipelines.explain.rows import NoSuchRowError, dictionaries
from pipelines.messages import say
from pipelines.settings import Settings

BY_CONTENT = re.compile(r"(?P<content>[0-9a-f]{12})!(?P<sheet>.+)!(?P<address>[^!]+)")
BY_PATH = re.compile(r"(?P<path>.+?\.\w+)!(?P<sheet>.+)!(?P<address>[^!]+)")
NAMES_SHOWN = 5


@dataclass(frozen=True)
class Arrival:
    """One arrival of the file that holds the cell, the newest first."""

    arrival_id: str
    path: str
    received_at: datetime
    plant: str | None
    period: str | None
    state: str
    rejection: str | None


@dataclass(frozen=True)
class StoredCell:
    """A cell as the ledger has it, with the text at the head of its column and those of its row."""

    cell_id: str
    sheet: str
    address: str
    row_number: int | None
    text: str | None
    column_header: str | None
    is_above_rows: bool
    arrivals: list[Arrival]
    row_texts: list[str] = field(default_factory=list)


@contextmanager
def _reading(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    if not settings.ledger.exists():
        raise NoSuchRowError(say("trace_no_ledger", path=settings.ledger))
    try:
        connection = duckdb.connect(settings.ledger, read_only=True)
    except duckdb.IOException as error:
        raise PotlineError(say("trace_ledger_busy", path=settings.ledger)) from error
    with connection:
        yield connection


def cell_id_of(settings: Settings, name: str) -> str:
    """The id of a cell that is named by its id, or by file, sheet and address.

    A file stands for its newest arrival. Raises NoSuchRowError.
    """
    if BY_CONTENT.fullmatch(name):
        return name
    named = BY_PATH.fullmatch(name)
    if named is None:
        raise NoSuchRowError(say("trace_not_a_cell", cell=name))
    with _reading(settings) as connection:
        found = connection.execute(
            "select content_id from arrivals where path = $1 order by path_sequence desc limit 1",
            [named["path"]],
        ).fetchone()
        if found is None:
            known = connection.execute("select distinct path from arrivals").fetchall()
            near = get_close_matches(named["path"], [path for (path,) in known], n=NAMES_SHOWN)
            raise NoSuchRowError(
                say("trace_no_file", path=named["path"], near=", ".join(near) or "-")
            )
    return f"{found[0][:12]}!{named['sheet']}!{named['address']}"


def stored_cell(settings: Settings, cell_id: str) -> StoredCell:
    """What the ledger has of a cell. Raises NoSuchRowError where no arrival has its file."""
    content, _, place = cell_id.partition("!")
    sheet, _, address = place.rpartition("!")
    with _reading(settings) as connection:
        arrivals = _arrivals(connection, content)
        if not arrivals:
            raise NoSuchRowError(say("trace_no_content", content=content))
        found = dictionaries(
            connection,
            """
            select content_id, row_number, column_number, coalesce(text, formula) as text
            from cells where starts_with(content_id, $1) and sheet = $2 and address = $3
            """,
            [content, sheet, address],
        )
        if not found:
            return StoredCell(cell_id, sheet, address, None, None, None, False, arrivals)
        header, header_row = _header(connection, content, sheet, found[0]["column_number"])
        texts = connection.execute(
            """
            select distinct trim(text) from cells
            where starts_with(content_id, $1) and sheet = $2 and row_number = $3
                and text is not null
            """,
            [content, sheet, found[0]["row_number"]],
        ).fetchall()
    return StoredCell(
        cell_id=cell_id,
        sheet=sheet,
        address=address,
        row_number=found[0]["row_number"],
        text=found[0]["text"],
        column_header=header,
        is_above_rows=header_row is None or found[0]["row_number"] <= header_row,
        arrivals=arrivals,
        row_texts=[text for (text,) in texts],
    )


def _arrivals(connection: duckdb.DuckDBPyConnection, content: str) -> list[Arrival]:
    rows = dictionaries(
        connection,
        """
        select
            arrival_id, path, received_at,
            coalesce(cover_plant_text, place_plant_text) as plant,
            coalesce(cover_period_text, place_period_text) as period,
            state,
            concat_ws(': ', rejection_rule_id, rejection_found) as rejection
        from arrivals where starts_with(content_id, $1)
        order by received_at desc, path_sequence desc
        """,
        [content],
    )
    return [Arrival(**{**row, "rejection": row["rejection"] or None}) for row in rows]


def _header(
    connection: duckdb.DuckDBPyConnection, content: str, sheet: str, column: int
) -> tuple[str | None, int | None]:
    """The text at the head of a column, and the row of the heads; nulls outside of tables."""
    row = connection.execute(
        """
        with heads as (
            select form_id, layout_version, sheet, header_row from layout_columns
            union
            select form_id, layout_version, sheet, header_row from foreign_tables
        )
        select max(heads.header_row)
        from heads
        inner join arrivals
            on heads.form_id = arrivals.form_id
            and heads.layout_version = arrivals.layout_version
        where starts_with(arrivals.content_id, $1) and heads.sheet = $2
        """,
        [content, sheet],
    ).fetchone()
    if row is None or row[0] is None:
        return None, None
    head = connection.execute(
        """
        select text from cells
        where starts_with(content_id, $1) and sheet = $2 and row_number = $3
            and column_number = $4
        """,
        [content, sheet, row[0], column],
    ).fetchone()
    return (head[0] if head else None), row[0]
