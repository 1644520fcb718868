"""Tables of one database copied to another: shapes, descriptions, and only what changed.

Works on two databases attached to one DuckDB connection. Which tables are copied, and when, is
decided in `releases` and `delivery`.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.store import literal

INTEGER_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")

# Links to facts lie by plant and month: the id of a fact, which nothing compresses, then stands
# near the same id in the links of other marts. Three quarters of the space of the order by mart.
LINKS_TO_FACTS = {"mart", "row_key", "plant_id", "fact_id"}
ORDER_OF_LINKS = """
    fact_id is null,
    if(fact_id is null, null, plant_id),
    if(fact_id is null, null, regexp_extract(row_key, 'period=([^|]*)')),
"""


@dataclass(frozen=True)
class Column:
    """One column: name, type and description."""

    name: str
    data_type: str
    description: str | None


@dataclass(frozen=True)
class Table:
    """One table or view of a database, with its columns in order."""

    schema: str
    name: str
    description: str | None
    columns: tuple[Column, ...]

    @property
    def shape(self) -> list[tuple[str, str]]:
        """Names and types of the columns, in order."""
        return [(column.name, column.data_type) for column in self.columns]

    @property
    def part(self) -> str:
        """The SQL expression of the year that a row is about; null for a table without years."""
        for name, data_type in self.shape:
            if name == "period" and data_type == "DATE":
                return "year(period)"
            if name == "year" and data_type in INTEGER_TYPES:
                return '"year"'
        return "null"

    @property
    def order(self) -> str:
        """The SQL list by which rows are written: the same rows are the same file."""
        columns = [quoted(name) for name, _ in self.shape]
        is_links = {name for name, _ in self.shape} >= LINKS_TO_FACTS
        return (ORDER_OF_LINKS if is_links else "") + ", ".join(columns)

    def within(self, database: str) -> str:
        """The quoted name of this table in a database."""
        return ".".join(quoted(word) for word in (database, self.schema, self.name))


def tables_of(
    connection: duckdb.DuckDBPyConnection, database: str, *schemas: str
) -> dict[tuple[str, str], Table]:
    """Every table and view of some schemas of a database, by schema and name."""
    descriptions = connection.execute(
        """
        select schema_name, table_name, comment from duckdb_tables() where database_name = $1
        union all
        select schema_name, view_name, comment from duckdb_views() where database_name = $1
        """,
        [database],
    ).fetchall()
    rows = connection.execute(
        """
        select schema_name, table_name, column_name, data_type, comment
        from duckdb_columns()
        where database_name = $1 and list_contains($2, schema_name)
        order by schema_name, table_name, column_index
        """,
        [database, list(schemas)],
    ).fetchall()
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, *column in rows:
        columns.setdefault((schema, table), []).append(Column(*column))
    described = {(schema, name): comment for schema, name, comment in descriptions}
    return {
        key: Table(*key, description=described[key], columns=tuple(of_table))
        for key, of_table in columns.items()
    }


def bring_up_to_date(
    connection: duckdb.DuckDBPyConnection,
    database: str,
    table: Table,
    copies: str,
    copy: Table | None,
) -> int:
    """The number of rows that were written so that the copy holds what the table holds.

    A copy of the same shape keeps its identity: only the years whose rows differ are deleted and
    inserted anew. A copy of another shape is dropped and made anew.
    """
    if copy is None or copy.shape != table.shape:
        if copy:
            connection.execute(f"drop table {copy.within(copies)}")
        create(connection, table, copies)
        copy = None
    written = 0
    for part in _changed_parts(connection, table, table.within(database), table.within(copies)):
        written += _rewrite(connection, table, database, copies, part)
    describe(connection, table, copies, copy)
    return written


def create(connection: duckdb.DuckDBPyConnection, table: Table, database: str) -> None:
    """Create an empty table in a database, without descriptions."""
    columns = ", ".join(f"{quoted(name)} {data_type}" for name, data_type in table.shape)
    connection.execute(f"create table {table.within(database)} ({columns})")


def describe(
    connection: duckdb.DuckDBPyConnection, table: Table, copies: str, copy: Table | None
) -> None:
    """Give a copy the descriptions of its table, where they differ."""
    place = table.within(copies)
    if table.description != (copy.description if copy else None):
        connection.execute(f"comment on table {place} is {_text(table.description)}")
    known = {column.name: column.description for column in copy.columns} if copy else {}
    for column in table.columns:
        if column.description != known.get(column.name):
            connection.execute(
                f"comment on column {place}.{quoted(column.name)} is {_text(column.description)}"
            )


def _changed_parts(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str, copy: str
) -> list[int | None]:
    """The years in which table and copy differ; equal counts and no row too many mean equal."""
    source_counts = _count_by_part(connection, table, source)
    copy_counts = _count_by_part(connection, table, copy)
    changed = []
    for part in source_counts.keys() | copy_counts.keys():
        rows = _rows_of(table, part)
        if (
            source_counts.get(part) != copy_counts.get(part)
            or connection.execute(
                f"select 1 from (from {source} {rows} except all from {copy} {rows}) limit 1"
            ).fetchone()
        ):
            changed.append(part)
    return sorted(changed, key=lambda part: (part is None, part))


def _count_by_part(
    connection: duckdb.DuckDBPyConnection, table: Table, place: str
) -> dict[int | None, int]:
    counts = connection.execute(f"select {table.part}, count(*) from {place} group by all")
    return dict(counts.fetchall())


def _rows_of(table: Table, part: int | None) -> str:
    """The SQL condition for the rows of one year."""
    return f"where {table.part} is not distinct from {'null' if part is None else part}"


def _rewrite(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    database: str,
    copies: str,
    part: int | None,
) -> int:
    rows = _rows_of(table, part)
    connection.execute(f"delete from {table.within(copies)} {rows}")
    inserted = connection.execute(
        f"insert into {table.within(copies)} from {table.within(database)} {rows} "
        f"order by {table.order}"
    ).fetchone()
    return int(inserted[0]) if inserted else 0


def _text(description: str | None) -> str:
    return "null" if description is None else literal(description)


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
