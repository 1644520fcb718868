"""Queries of people over one release: read-only, and unable to touch any other file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import duckdb
import pyarrow.parquet

from pipelines import releases
from pipelines.csv_text import csv_text
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.settings import Settings
from pipelines.store import literal

READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
# PIVOT is a query, and arrives as the creation of a temporary type and a select.
PIVOT = [duckdb.StatementType.CREATE, duckdb.StatementType.SELECT]
ROWS_AT_A_TIME = 10_000


class BadQueryError(PotlineError):
    """The database did not understand a query, or it is not one that reads."""

    def __init__(self, error: object) -> None:
        what = str(error).split("\n\n")[0].replace("\n", " ")
        super().__init__(say("bad_query", error=what))


@contextmanager
def query(
    settings: Settings, sql: str, release_id: str | None = None
) -> Iterator[duckdb.DuckDBPyRelation]:
    """The result of one query over a release, not yet fetched. Raises BadQueryError."""
    with releases.connect(settings, release_id) as connection:
        _lock_down(connection, settings)
        try:
            statements = [statement.type for statement in connection.extract_statements(sql)]
            if statements != PIVOT and (len(statements) != 1 or statements[0] not in READING):
                raise BadQueryError(say("not_a_query"))
            yield connection.sql(sql)
        except duckdb.Error as error:
            raise BadQueryError(error) from error


def text_rows(relation: duckdb.DuckDBPyRelation) -> Iterator[tuple[str | None, ...]]:
    """The rows of a result with every value as DuckDB's own text: decimals are exact."""
    texts = relation.project("columns(*)::varchar")
    while rows := texts.fetchmany(ROWS_AT_A_TIME):
        yield from rows


def write_csv(relation: duckdb.DuckDBPyRelation, file: TextIO) -> None:
    """Write a result as CSV with a header; null is an empty field, no text runs as a formula."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([csv_text(name) for name in relation.columns])
    for row in text_rows(relation):
        writer.writerow([None if value is None else csv_text(value) for value in row])


def write_json(relation: duckdb.DuckDBPyRelation, file: TextIO) -> None:
    """Write a result as a JSON array of objects; decimals keep all their digits."""
    names = [name.replace('"', '""') for name in relation.columns]
    values = ", ".join(f'"{name}" := "{name}"' for name in names)
    objects = relation.project(f"to_json(struct_pack({values}))::varchar")
    separator = "["
    while rows := objects.fetchmany(ROWS_AT_A_TIME):
        for (text,) in rows:
            file.write(f"{separator}{text}")
            separator = ",\n"
    file.write("]\n" if separator != "[" else "[]\n")


def write_parquet(relation: duckdb.DuckDBPyRelation, path: Path) -> None:
    """Write a result as one Parquet file with the types of its columns."""
    batches = relation.to_arrow_reader(ROWS_AT_A_TIME)
    with pyarrow.parquet.ParquetWriter(path, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _lock_down(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Let the connection open no file but those of the release, for as long as it lives."""
    connection.execute(f"set allowed_directories = [{literal(f'{settings.releases}/')}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
