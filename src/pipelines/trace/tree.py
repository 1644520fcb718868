"""The tree below a figure: rows of marts, facts with their cells, factors, and reference data.

A node is told once, however many figures it is part of; `parts` say what each was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.explain.rows import Row, dictionaries
from pipelines.explain.sources import Fact, Factor, factors_of, facts_of, number
from pipelines.formulas import substituted
from pipelines.trace.closure import Place
from pipelines.trace.figures import Figure, figures_of, key_columns, place_of, row_key_sql

WHERE_MANY_BEGIN = 8
ROWS_SHOWN = 3
LEAVES_SHOWN = 12
CALCULATION = "bridge_inputs"
CALCULATION_KEY = "calculation_id"


@dataclass(frozen=True)
class Part:
    """One thing that a row was made from: the node, its role, and what it contributes."""

    node: str
    role: str
    weight: str
    amount: str


@dataclass(frozen=True)
class Node:
    """A row of a mart or of the reference data: its key, its figures, and its calculation.

    `made` are the places in the `words` of its mart that are said of this row.
    """

    table: str
    row_key: str
    values: dict[str, str]
    made: list[int]
    formula: str | None = None
    arithmetic: str | None = None


@dataclass(frozen=True)
class Made:
    """How a column is made, in words and as an expression over the row and its parts."""

    column: str
    words: str
    expression: str


@dataclass(frozen=True)
class Tree:
    """What some rows were made from; what was left out of it is counted in `hidden`."""

    roots: list[str]
    rows: dict[str, Node] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    factors: dict[str, Factor] = field(default_factory=dict)
    parts: dict[str, list[Part]] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    words: dict[str, list[Made]] = field(default_factory=dict)


def lineage_key(primary_key: list[str]) -> list[str]:
    """The columns by which the lineage names rows: their key, but inputs by their calculation."""
    return [CALCULATION_KEY] if primary_key[:1] == [CALCULATION_KEY] else primary_key


def name_of(mart: str, row_key: str) -> str:
    """The id of the node of a row."""
    return f"{mart} {row_key}"


def tree_of(
    connection: duckdb.DuckDBPyConnection,
    roots: Sequence[Place],
    depth: int | None = None,
    is_whole: bool = False,
) -> Tree:
    """The tree below rows that `follow_down` has followed, the largest parts first.

    Without `is_whole` each row shows its largest parts alone.
    """
    tree = Tree([name_of(*root) for root in roots])
    reached: set[Place] = set(roots)
    wanted: list[Place] = list(roots)
    fact_ids: set[str] = set()
    factor_ids: set[str] = set()
    level = 0
    while wanted and (depth is None or level < depth):
        below: dict[Place, None] = {}
        for link in _links(connection, wanted, level, is_whole):
            parent = name_of(link["mart"], link["row_key"])
            tree.parts.setdefault(parent, []).append(_part(link))
            tree.hidden[parent] = link["parts"] - len(tree.parts[parent])
            if link["fact_id"]:
                fact_ids.add(link["fact_id"])
            elif link["factor_id"]:
                factor_ids.add(link["factor_id"])
            else:
                below[(link["source_mart"], link["source_row_key"])] = None
        wanted = [place for place in below if place not in reached]
        reached.update(wanted)
        level += 1
    tree.facts.update(facts_of(connection, fact_ids))
    tree.factors.update(factors_of(connection, factor_ids))
    tree.rows.update(rows_of_tree(connection, reached, tree.words))
    return tree


def _links(
    connection: duckdb.DuckDBPyConnection, wanted: Sequence[Place], level: int, is_whole: bool
) -> list[Row]:
    rows_shown = WHERE_MANY_BEGIN if level == 0 else ROWS_SHOWN
    shown = f"place <= if(source_mart is null, {LEAVES_SHOWN}, {rows_shown})"
    return dictionaries(
        connection,
        f"""
        with wanted as (
            select unnest($1::varchar[]) as mart, unnest($2::varchar[]) as row_key
        ),
        of_wanted as (
            select traced.*, count(*) over (partition by mart, row_key) as parts
            from traced semi join wanted using (mart, row_key)
        )
        from of_wanted where {"true" if is_whole else shown}
        order by mart, row_key, place
        """,
        [[mart for mart, _ in wanted], [key for _, key in wanted]],
    )


def _part(link: Row) -> Part:
    if link["fact_id"] or link["factor_id"]:
        node = link["fact_id"] or link["factor_id"]
    else:
        node = name_of(link["source_mart"], link["source_row_key"])
    return Part(node, link["role"], number(link["weight"]), number(link["amount"]))


def rows_of_tree(
    connection: duckdb.DuckDBPyConnection,
    places: Iterable[Place],
    words: dict[str, list[Made]] | None = None,
) -> dict[str, Node]:
    """The nodes of rows, by name; how those of each mart are made is written into `words`."""
    by_table: dict[str, list[str]] = {}
    for mart, key in places:
        by_table.setdefault(mart, []).append(key)
    nodes = {}
    for table, keys in sorted(by_table.items()):
        if table == CALCULATION:
            nodes.update({name_of(table, key): Node(table, key, {}, []) for key in keys})
            continue
        figures = figures_of(connection, table)
        if words is not None:
            words[table] = [
                Made(figure.column, figure.words, figure.expression) for figure in figures
            ]
        found = _rows_of(connection, table, keys, figures)
        formulas = _formulas(connection, found) if table.startswith("fct_ghg") else {}
        for row in found:
            key, made = row.pop("traced_row_key"), row.pop("traced_made")
            formula, arithmetic = formulas.get(row.get("calculation_id", ""), (None, None))
            values = {name: _text(value) for name, value in row.items() if value is not None}
            nodes[name_of(table, key)] = Node(table, key, values, made, formula, arithmetic)
    return nodes


def _rows_of(
    connection: duckdb.DuckDBPyConnection, table: str, keys: list[str], figures: Sequence[Figure]
) -> list[Row]:
    """Rows with their key, and the places of the figures that are said of them."""
    said = ", ".join(
        f"if({figure.applies_to}, {place}, null)" for place, figure in enumerate(figures)
    )
    return dictionaries(
        connection,
        f"""
        with
        wanted as (select unnest($1::varchar[]) as traced_row_key),
        named as (
            select
                {row_key_sql(key_columns(keys[0]))} as traced_row_key,
                list_filter([{said}]::integer[], place -> place is not null) as traced_made,
                *
            from {place_of(connection, table)}
        )
        from named semi join wanted using (traced_row_key)
        order by traced_row_key
        """,
        [keys],
    )


def _formulas(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, str]]:
    """For each calculation, its formula in symbols and with its numbers."""
    ids = [row["calculation_id"] for row in rows if row.get("calculation_id")]
    formulas = {row["calculation_id"]: row["formula_id"] for row in rows if row.get("formula_id")}
    found = dictionaries(
        connection,
        """
        select calculation_id, map(list(symbol), list(value)) as values
        from marts.bridge_inputs
        semi join (select unnest($1::varchar[]) as calculation_id) as wanted using (calculation_id)
        group by calculation_id
        """,
        [ids],
    )
    expressions = dict(
        connection.execute("select formula_id, expression from reference.formulas").fetchall()
    )
    written = {}
    for row in found:
        expression = expressions[formulas[row["calculation_id"]]]
        texts = {symbol: number(value) for symbol, value in row["values"].items()}
        written[row["calculation_id"]] = (expression, substituted(expression, texts))
    return written


def _text(value: object) -> str:
    return number(value) if isinstance(value, (Decimal, float)) else str(value)
