"""The schema `history` of the release store: what changed from release to release, and why.

It lies beside the marts and outlives the releases it tells of. Every function takes a connection
on which the store is attached as `lake`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.store_tables import make_ready, rows_of
from pipelines.tables import Column, Table

RESTATEMENTS = Table(
    "history",
    "fct_restatements",
    "One row per published value that changed from one release to the next, and one cause of it. "
    "中文: 每行为一次发布到下一次发布之间变化的一个已发布数值及其一个原因。",
    (
        Column("mart", "VARCHAR", "Mart of the value. 中文: 数值所在的数据集市。"),
        Column(
            "row_key",
            "VARCHAR",
            "Row of the value, as in bridge_lineage; a plant-year as `plant_id=AL01|year=2021`. "
            "中文: 数值所在的行，写法同 bridge_lineage；工厂年度写作 `plant_id=AL01|year=2021`。",
        ),
        Column("plant_id", "VARCHAR", "Plant; null for an entity. 中文: 工厂；主体的数值为空。"),
        Column("column_name", "VARCHAR", "Column of the value. 中文: 数值所在的列。"),
        Column("release_before", "VARCHAR", "Release before. 中文: 变化前的发布。"),
        Column("release_after", "VARCHAR", "Release after. 中文: 变化后的发布。"),
        Column(
            "value_before", "DECIMAL(38,6)", "Value before; null where none. 中文: 变化前的数值。"
        ),
        Column(
            "value_after", "DECIMAL(38,6)", "Value after; null where none. 中文: 变化后的数值。"
        ),
        Column(
            "cause",
            "VARCHAR",
            "data, factor, method, boundary, rule, as_of, rollback, correction of code or not "
            "separable. 中文: "
            "原因：数据、因子、方法、边界、规则、基准日、回滚、代码更正或无法区分。",
        ),
        Column(
            "effect",
            "DECIMAL(38,6)",
            "What the cause added to the value, in its unit; the effects of a change add up to it. "
            "Null where the value appeared or vanished by the cause. "
            "中文: 该原因使数值增加的量，各原因之和等于变化量；数值因此出现或消失时为空。",
        ),
        Column(
            "change",
            "VARCHAR",
            "What the cause did: changed, appeared or vanished. "
            "中文: 该原因的作用：变化、出现或消失。",
        ),
        Column(
            "submission_id",
            "VARCHAR",
            "Under data: the submission, or several separated by `;` where their effects cannot be "
            "told apart. 中文: 原因为数据时的报送编号，无法区分时以 `;` 分隔。",
        ),
        Column("cause_detail", "VARCHAR", "The cause in words. 中文: 原因说明。"),
    ),
)
REFERENCE_CHANGES = Table(
    "history",
    "reference_changes",
    "One row per value of the reference data that changed from one release to the next. "
    "中文: 每行为两次发布之间变化的一个参考数据值。",
    (
        Column("release_before", "VARCHAR", "Release before. 中文: 变化前的发布。"),
        Column("release_after", "VARCHAR", "Release after. 中文: 变化后的发布。"),
        Column("cause", "VARCHAR", "Cause under which it stands. 中文: 所属原因。"),
        Column("seed", "VARCHAR", "Table of reference data. 中文: 参考数据表。"),
        Column("line", "VARCHAR", "First column of the line. 中文: 该行的首列。"),
        Column("column_name", "VARCHAR", "Column of the value. 中文: 数值所在的列。"),
        Column("value_before", "VARCHAR", "Value before. 中文: 变化前的值。"),
        Column("value_after", "VARCHAR", "Value after. 中文: 变化后的值。"),
    ),
)
COMPARISONS = Table(
    "history",
    "compared_releases",
    "One row per pair of releases whose published values were compared. "
    "中文: 每行为一对已比较的发布。",
    (
        Column("release_before", "VARCHAR", "Release before. 中文: 变化前的发布。"),
        Column("release_after", "VARCHAR", "Release after. 中文: 变化后的发布。"),
        Column("compared_at", "TIMESTAMP", "When, in UTC. 中文: 比较时间（UTC）。"),
        Column("changed_values", "BIGINT", "Values that changed. 中文: 变化的数值个数。"),
        Column("rebuilds", "BIGINT", "Builds it took. 中文: 为此重建的次数。"),
        Column("problem", "VARCHAR", "Why effects are not separable. 中文: 无法区分的原因。"),
    ),
)
HISTORY = (RESTATEMENTS, REFERENCE_CHANGES, COMPARISONS)


@dataclass(frozen=True)
class Restatement:
    """One row of `history.fct_restatements`; the columns are described there."""

    mart: str
    row_key: str
    plant_id: str | None
    column_name: str
    release_before: str
    release_after: str
    value_before: Decimal | None
    value_after: Decimal | None
    cause: str
    effect: Decimal | None
    change: str
    submission_id: str | None
    cause_detail: str | None


@dataclass(frozen=True)
class ReferenceChange:
    """One row of `history.reference_changes`."""

    release_before: str
    release_after: str
    cause: str
    seed: str
    line: str
    column_name: str
    value_before: str | None
    value_after: str | None


@dataclass(frozen=True)
class Comparison:
    """One row of `history.compared_releases`."""

    release_before: str
    release_after: str
    compared_at: datetime
    changed_values: int
    rebuilds: int
    problem: str | None


@dataclass(frozen=True)
class Causes:
    """Everything that a comparison of two releases found out."""

    comparison: Comparison
    restatements: list[Restatement]
    reference_changes: list[ReferenceChange]


def compared_releases(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """The pairs of releases whose comparison the history holds."""
    return {(row[0], row[1]) for row in rows_of(connection, COMPARISONS)}


def recorded_causes(connection: duckdb.DuckDBPyConnection, before: str, after: str) -> Causes:
    """What the history holds of two releases; raises KeyError where they were not compared."""

    def rows(table: Table) -> list[tuple[Any, ...]]:
        names = [name for name, _ in table.shape]
        places = names.index("release_before"), names.index("release_after")
        wanted = before, after
        return [
            row for row in rows_of(connection, table) if tuple(row[p] for p in places) == wanted
        ]

    comparisons = rows(COMPARISONS)
    if not comparisons:
        raise KeyError(f"{before} and {after} were not compared")
    return Causes(
        Comparison(*comparisons[0]),
        [Restatement(*row) for row in rows(RESTATEMENTS)],
        [ReferenceChange(*row) for row in rows(REFERENCE_CHANGES)],
    )


def record_causes(connection: duckdb.DuckDBPyConnection, causes: Causes) -> None:
    """Write down what a comparison of two releases found out."""
    for table, rows in (
        (RESTATEMENTS, causes.restatements),
        (REFERENCE_CHANGES, causes.reference_changes),
        (COMPARISONS, [causes.comparison]),
    ):
        make_ready(connection, table)
        if rows:
            names = ", ".join(name for name, _ in table.shape)
            connection.register("found", pa.Table.from_pylist([asdict(row) for row in rows]))
            connection.execute(
                f"insert into {table.within('lake')} ({names}) "
                f"select {names} from found order by all"
            )
            connection.unregister("found")
