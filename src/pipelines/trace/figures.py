"""How the figures of the marts are made, as the reference data of a release or build says it.

`mart_figures` and `mart_figure_terms` are read here; what is recomputed by them lives in
`recompute`, what is shown of them in the modules beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from pipelines.explain.rows import dictionaries
from pipelines.messages import language
from pipelines.tables import quoted

FACT = "fact"
FACTOR = "factor"
SOURCES = {FACT: ("marts.fct_indicators", "fact_id"), FACTOR: ("marts.dim_factor", "factor_id")}
COUNTED = "1"
SCHEMAS = ("marts", "reference")
MACROS = """
create or replace temp macro constant_value(id) as (
    select cast(numerator as double) / cast(denominator as double)
    from reference.constants where constant_id = id
);
create or replace temp macro unit_value(id) as (
    select cast(factor_to_canonical as double) from reference.units where unit_id = id
);
"""


@dataclass(frozen=True)
class Term:
    """One row of `mart_figure_terms`: the links of some roles to one kind of source."""

    name: str
    roles: tuple[str, ...]
    source_mart: str
    source_column: str


@dataclass(frozen=True)
class Figure:
    """One row of `mart_figures`: how a column is made, in the rows that it is said of."""

    mart: str
    column: str
    applies_to: str
    kind: str
    expression: str
    words: str
    tolerance_per_link: Decimal
    relative_tolerance: Decimal


def figures_of(connection: duckdb.DuckDBPyConnection, mart: str | None = None) -> list[Figure]:
    """The figures of one mart or of all, in the order of the reference data."""
    rows = dictionaries(
        connection,
        "select * from reference.mart_figures where $1 is null or mart = $1",
        [mart],
    )
    return [
        Figure(
            mart=row["mart"],
            column=row["column_name"],
            applies_to=row["applies_to"] or "true",
            kind=row["kind"],
            expression=row["expression"] or "",
            words=row[f"words_{language()}"],
            tolerance_per_link=row["tolerance_per_link"] or Decimal(0),
            relative_tolerance=row["relative_tolerance"] or Decimal(0),
        )
        for row in rows
    ]


def terms_of(connection: duckdb.DuckDBPyConnection, mart: str) -> list[Term]:
    """The terms of the figures of a mart."""
    rows = dictionaries(
        connection, "select * from reference.mart_figure_terms where mart = $1", [mart]
    )
    return [
        Term(row["term"], tuple(row["roles"].split(";")), row["source_mart"], row["source_column"])
        for row in rows
    ]


def place_of(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """A mart or a table of the reference data with its schema."""
    for schema in SCHEMAS:
        place = f"{schema}.{quoted(source)}"
        if exists(connection, place):
            return place
    raise RuntimeError(f"bridge_lineage names {source}, which is no mart and no reference data")


def exists(connection: duckdb.DuckDBPyConnection, place: str) -> bool:
    """Whether a table is there; to list all tables of a release would take ten times as long."""
    try:
        connection.sql(f"from {place} limit 0")
    except duckdb.CatalogException:
        return False
    return True


def key_columns(row_key: str) -> list[str]:
    """The columns that a row key names: `plant_id=AL01|period=…` names plant_id and period."""
    return [part.partition("=")[0] for part in row_key.split("|")]


def row_key_sql(columns: list[str], relation: str = "") -> str:
    """The row key of a relation as the macro `row_key` of the dbt project writes it, in SQL."""
    place = f"{relation}." if relation else ""
    parts = [
        f"'{'|' if number else ''}{name}=', {place}{quoted(name)}"
        for number, name in enumerate(columns)
    ]
    return f"concat({', '.join(parts)})"
