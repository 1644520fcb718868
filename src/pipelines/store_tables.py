"""The tables that the release store keeps beside marts and reference data: shapes and writing.

Their rows belong to the store as a whole, not to one release: releases, locks, bars, history.
Every function takes a connection on which the store is attached as `lake`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from pipelines.store import literal
from pipelines.tables import Table, create, describe, quoted, tables_of


def columns_of(connection: duckdb.DuckDBPyConnection, table: Table) -> set[str]:
    """The columns that a table has in this store; none where it is not there yet."""
    try:
        columns = connection.execute(f"describe {table.within('lake')}").fetchall()
    except duckdb.CatalogException:
        return set()
    return {name for name, *_ in columns}


def rows_of(connection: duckdb.DuckDBPyConnection, table: Table) -> list[tuple[Any, ...]]:
    """All rows of a table, unordered; null in columns that came after the store was made."""
    present = columns_of(connection, table)
    if not present:
        return []
    columns = ", ".join(
        quoted(name) if name in present else f"null as {quoted(name)}" for name, _ in table.shape
    )
    return connection.execute(f"select {columns} from {table.within('lake')}").fetchall()


def make_ready(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create a table with its descriptions, or give an older one the columns that came since."""
    present = columns_of(connection, table)
    if not present:
        connection.execute(f"create schema if not exists lake.{table.schema}")
        create(connection, table, "lake")
        describe(connection, table, "lake", None)
        return
    place = table.within("lake")
    for column in table.columns:
        if column.name not in present:
            connection.execute(
                f"alter table {place} add column {quoted(column.name)} {column.data_type}"
            )
            connection.execute(
                f"comment on column {place}.{quoted(column.name)} is "
                f"{literal(column.description or '')}"
            )


def replace_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Put these rows in place of all rows of a small table: one file, whatever it was before."""
    make_ready(connection, table)
    names = ", ".join(quoted(name) for name, _ in table.shape)
    shape = ", ".join(f"{quoted(name)} {data_type}" for name, data_type in table.shape)
    connection.execute(f"create or replace temp table new_rows ({shape})")
    if rows:
        places = ", ".join(["(" + ", ".join(["?"] * len(table.columns)) + ")"] * len(rows))
        values = [value for row in rows for value in row]
        connection.execute(f"insert into new_rows values {places}", values)
    connection.execute(f"delete from {table.within('lake')}")
    connection.execute(f"insert into {table.within('lake')} ({names}) from new_rows order by all")
    connection.execute("drop table new_rows")


def merge_files(connection: duckdb.DuckDBPyConnection, most: int) -> list[str]:
    """The tables of `meta` and `history` that lay in more files than that, now each in one."""
    names = connection.execute(
        """
        select tables.table_name
        from __ducklake_metadata_lake.ducklake_data_file as files
        inner join __ducklake_metadata_lake.ducklake_table as tables using (table_id)
        inner join __ducklake_metadata_lake.ducklake_schema as schemas using (schema_id)
        where
            files.end_snapshot is null
            and tables.end_snapshot is null
            and schemas.schema_name in ('meta', 'history')
        group by tables.table_name
        having count(*) > $1
        """,
        [most],
    ).fetchall()
    merged = [name for (name,) in names]
    if not merged:
        return []
    for key, table in tables_of(connection, "lake", "meta", "history").items():
        if key[1] in merged:
            place = table.within("lake")
            connection.execute(f"create or replace temp table merged_rows as from {place}")
            connection.execute(f"delete from {place}")
            connection.execute(f"insert into {place} from merged_rows order by all")
            connection.execute("drop table merged_rows")
    return merged


def sign(connection: duckdb.DuckDBPyConnection, release_id: str) -> None:
    """Write into the commit message which release's marts the store holds after this commit.

    By the message a release finds its snapshot: the newest with its id.
    """
    connection.execute(f"call lake.set_commit_message('potline', {literal(release_id)})")
