"""What a row of any other mart was made from: facts, factors and rows, with the part of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from pipelines.explain.rows import Row, dictionaries
from pipelines.explain.sources import Fact, Factor, factors_of, facts_of, number
from pipelines.messages import MESSAGES, language, say

CHINESE = "中文:"


@dataclass(frozen=True)
class Value:
    """One column of the row, with what the column holds."""

    column: str
    value: str
    description: str


@dataclass(frozen=True)
class Part:
    """One thing that the row was made from, and its role: one of the last three is filled."""

    role: str
    fact: Fact | None
    factor: Factor | None
    source_row: str | None


@dataclass(frozen=True)
class Origins:
    """One row of a mart without a calculation of its own, explained."""

    mart: str
    row_key: str
    rule: str
    values: list[Value]
    parts: list[Part]


def origins_of(connection: duckdb.DuckDBPyConnection, mart: str, row_key: str, row: Row) -> Origins:
    """What a row was made from by bridge_lineage, and the rule in words."""
    links = dictionaries(
        connection,
        """
        select * from marts.bridge_lineage
        where mart = $1 and row_key = $2
        order by role, source_mart, source_row_key, fact_id, factor_id
        """,
        [mart, row_key],
    )
    facts = facts_of(connection, [link["fact_id"] for link in links if link["fact_id"]])
    factors = factors_of(connection, [link["factor_id"] for link in links if link["factor_id"]])
    described = _descriptions(connection, mart)
    return Origins(
        mart=mart,
        row_key=row_key,
        rule=_rule(mart, described[""]),
        values=[
            Value(column, _text(value), described[column])
            for column, value in row.items()
            if value is not None
        ],
        parts=[
            Part(
                role=link["role"],
                fact=facts.get(link["fact_id"]),
                factor=factors.get(link["factor_id"]),
                source_row=_source_row(link),
            )
            for link in links
        ],
    )


def _source_row(link: Row) -> str | None:
    return f"{link['source_mart']} {link['source_row_key']}" if link["source_mart"] else None


def _rule(mart: str, description: str) -> str:
    """How the mart calculates: by name where it does, else what one of its rows is."""
    key = f"explain_rule_{mart}"
    return say(key) if key in MESSAGES else description


def _descriptions(connection: duckdb.DuckDBPyConnection, mart: str) -> dict[str, str]:
    """The descriptions of the columns of a mart, and, under '', of the mart itself."""
    rows = connection.execute(
        """
        select '' as name, comment from duckdb_tables()
        where database_name = 'lake' and schema_name = 'marts' and table_name = $1
        union all
        select column_name, comment from duckdb_columns()
        where database_name = 'lake' and schema_name = 'marts' and table_name = $1
        """,
        [mart],
    ).fetchall()
    return {name: _in_language(comment or "") for name, comment in rows}


def _in_language(description: str) -> str:
    """The half of a description that is in the user's language."""
    english, _, chinese = description.partition(CHINESE)
    return (chinese if language() == "zh" and chinese else english).strip()


def _text(value: object) -> str:
    return number(value) if isinstance(value, Decimal) else str(value)
