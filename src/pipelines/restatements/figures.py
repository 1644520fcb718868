"""Published values as they are compared: rows of `rpt_disclosure`, and plant-years of other marts.

Which columns of which marts are compared, and what a compared value is named by, is reference data
(`restated_values.csv`). A state is the marts as some inputs make them; states are numbered in the
order in which the inputs change, 0 being the release before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.tables import quoted

# A compared value is the sum of its parts: one for each month, or one alone without a period.
PARTS = """
    create table parts (
        state integer, mart varchar, row_key varchar, plant_id varchar, period date,
        column_name varchar, value decimal(38, 6)
    )
"""
FIGURES = """
    create view figures as
    select
        state, mart, row_key, any_value(plant_id) as plant_id, column_name,
        cast(sum(value) as decimal(38, 6)) as value
    from parts
    group by state, mart, row_key, column_name
"""


@dataclass(frozen=True)
class ComparedColumn:
    """One line of `restated_values.csv`."""

    mart: str
    column_name: str
    grain: str
    key_columns: tuple[str, ...]

    def parts_of(self, place: str, state: int) -> str:
        """The query of its parts in a mart at a place, for a state."""
        is_plant_year = self.grain == "plant_year"
        period = "period" if is_plant_year else "null"
        plant = "plant_id" if "plant_id" in self.key_columns else "null"
        return f"""
            select
                {state}, '{self.mart}', {self._row_key()}, {plant}, {period},
                '{self.column_name}', cast(sum({quoted(self.column_name)}) as decimal(38, 6))
            from {place}
            group by all
        """

    def _row_key(self) -> str:
        """The key as `bridge_lineage` writes keys: `plant_id=AL01|year=2021`."""
        words = []
        for place, name in enumerate(self.key_columns):
            value = "year(period)" if self.grain == "plant_year" and name == "year" else name
            words.append(f"'{'|' if place else ''}{name}=', {value}")
        return f"concat({', '.join(words)})"


def compared_columns(settings: Settings) -> list[ComparedColumn]:
    """What is compared, as `restated_values.csv` says."""
    return [
        ComparedColumn(
            row["mart"], row["column_name"], row["grain"], tuple(row["key_columns"].split(";"))
        )
        for row in read_seed(settings, "restated_values")
    ]


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables that hold the values of all states."""
    connection.execute(PARTS)
    connection.execute(FIGURES)


def take_values(
    connection: duckdb.DuckDBPyConnection,
    columns: Iterable[ComparedColumn],
    database: str,
    state: int,
) -> None:
    """Note the values of a state from the marts of an attached database.

    A mart or column that the database does not have leaves no values: it was not published.
    """
    present = {
        (mart, name)
        for mart, name in connection.execute(
            """
            select table_name, column_name from duckdb_columns()
            where database_name = $1 and schema_name = 'marts'
            """,
            [database],
        ).fetchall()
    }
    for column in columns:
        if (column.mart, column.column_name) in present:
            place = f"{database}.marts.{quoted(column.mart)}"
            connection.execute(f"insert into parts {column.parts_of(place, state)}")


def keep_changed(connection: duckdb.DuckDBPyConnection, last: int) -> int:
    """The number of values that differ between state 0 and the last one; the others are dropped."""
    connection.execute(
        f"""
        create or replace table changed as
        select
            mart,
            row_key,
            column_name,
            coalesce(earlier.plant_id, later.plant_id) as plant_id,
            earlier.value as value_before,
            later.value as value_after
        from (from figures where state = 0) as earlier
        full join (from figures where state = {last}) as later using (mart, row_key, column_name)
        where earlier.value is distinct from later.value
        """
    )
    connection.execute(
        "delete from parts where (mart, row_key, column_name) not in "
        "(select (mart, row_key, column_name) from changed)"
    )
    (count,) = connection.execute("select count(*) from changed").fetchall()[0]
    return int(count)
