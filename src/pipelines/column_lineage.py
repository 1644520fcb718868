"""Which columns each column of a dbt model is made from, read from the compiled SQL.

No database is opened: the columns of seeds stand in their files, those of sources and models in
their YAML; and each model that was read says of itself what the models after it build on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlglot import MappingSchema, exp, parse_one, to_table
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

DIALECT = "duckdb"
# What sqlglot calls the columns of a table of which none was declared.
EVERY_COLUMN = "*"


class ColumnOrigin(NamedTuple):
    """A column of a dbt node (model, seed or source) that another column is made from."""

    unique_id: str
    column: str


Origins = dict[str, set[ColumnOrigin]]


class ColumnLineage:
    """The column lineage of one dbt project, built up model by model."""

    def __init__(self, manifest: Mapping[str, Any], dbt_project: Path) -> None:
        self._schema = MappingSchema(dialect=DIALECT)
        self._unique_ids: dict[str, str] = {}
        for node in [*manifest["nodes"].values(), *manifest["sources"].values()]:
            if node["resource_type"] == "seed":
                self._declare(node, _header(dbt_project / node["original_file_path"]))
            elif node["resource_type"] in {"model", "source"}:
                self._declare(node, node["columns"])

    def of_model(self, model: Mapping[str, Any], compiled_sql: str) -> Origins:
        """The origins of each column; raises SqlglotError where the SQL is not understood."""
        parsed = parse_one(compiled_sql, dialect=DIALECT)
        for table in parsed.find_all(exp.Table):
            _qualify_file(table)
        query = qualify(
            parsed,
            dialect=DIALECT,
            schema=self._schema,
            validate_qualify_columns=False,
            identify=False,
        )
        for union in query.find_all(exp.SetOperation):
            _order_by_name(union)
        scope = build_scope(query)
        nodes = lineage(
            None, query, self._schema, scope=scope, dialect=DIALECT, trim_selects=False, copy=False
        )
        nodes.pop(EVERY_COLUMN, None)
        self._declare(model, nodes)
        return {column: self._origins(node) for column, node in nodes.items()}

    def _declare(self, node: Mapping[str, Any], columns: Iterable[str]) -> None:
        table = _qualify_file(to_table(node["relation_name"], dialect=DIALECT))
        self._unique_ids[_address(table)] = node["unique_id"]
        types = {column: exp.DataType.build("unknown") for column in columns}
        self._schema.add_table(table, types, dialect=DIALECT)

    def _origins(self, column: Node) -> set[ColumnOrigin]:
        return {
            ColumnOrigin(self._unique_ids[address], name)
            for leaf in column.walk()
            if isinstance(leaf.expression, exp.Table)
            and (address := _address(leaf.expression)) in self._unique_ids
            and (name := leaf.name.rpartition(".")[2].strip('"')) != EVERY_COLUMN
        }


def _address(table: exp.Expr) -> str:
    return f"{table.text('catalog')}.{table.text('db')}.{table.name}".lower()


def _order_by_name(union: exp.SetOperation) -> None:
    """Give each part of a `union by name` the same columns in one order: sqlglot goes by place."""
    if not union.args.get("by_name"):
        return
    parts = list(_parts(union))
    names = list(dict.fromkeys(name for part in parts for name in part.named_selects))
    for part in parts:
        selected = {column.alias_or_name: column for column in part.selects}
        part.set(
            "expressions", [selected.get(name) or exp.alias_(exp.null(), name) for name in names]
        )


def _parts(query: exp.Expr) -> Iterator[exp.Select]:
    if isinstance(query, exp.SetOperation):
        yield from _parts(query.left)
        yield from _parts(query.right)
    elif isinstance(query, exp.Subquery):
        yield from _parts(query.this)
    elif isinstance(query, exp.Select):
        yield query


def _qualify_file(table: exp.Table) -> exp.Table:
    """Give a file an address like a table's: its folder changes with each build."""
    if "/" in table.name:
        table.set("this", exp.to_identifier(Path(table.name).name, quoted=True))
        table.set("db", exp.to_identifier("main"))
        table.set("catalog", exp.to_identifier("files"))
    return table


def _header(seed: Path) -> list[str]:
    with seed.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))
