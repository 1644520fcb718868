"""Rows that two releases differ in, mart by mart: a keyed full join, and nothing of why."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.restatements.causes import AFTER, BEFORE
from pipelines.tables import Table, quoted, tables_of


@dataclass(frozen=True)
class MartDifference:
    """How many rows of a mart were added, removed and changed, by its primary key."""

    mart: str
    added: int
    removed: int
    changed: int


def mart_differences(
    connection: duckdb.DuckDBPyConnection, keys: dict[str, list[str]]
) -> list[MartDifference]:
    """The marts whose rows differ; a mart that one release lacks was added or removed whole."""
    sides = {side: tables_of(connection, side, "marts") for side in (BEFORE, AFTER)}
    found = []
    for key in sorted(sides[BEFORE].keys() | sides[AFTER].keys()):
        before, after = sides[BEFORE].get(key), sides[AFTER].get(key)
        if before and after:
            counts = _counts(connection, before, after, keys.get(key[1]))
        else:
            rows = _row_count(connection, before, BEFORE), _row_count(connection, after, AFTER)
            counts = rows[1], rows[0], 0
        if any(counts):
            found.append(MartDifference(key[1], *counts))
    return found


def changed_editions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The rules that judged the two releases by other editions: `water_identity 1 → 2`."""
    ledgers = [f"{side}.marts.fct_check_ledger" for side in (BEFORE, AFTER)]
    columns = [tables_of(connection, side, "marts") for side in (BEFORE, AFTER)]
    if any(("marts", "fct_check_ledger") not in found for found in columns):
        return []
    rows = connection.execute(
        f"""
        with judged as (
            select 'before' as side, rule_id, rule_edition from {ledgers[0]}
            union
            select 'after', rule_id, rule_edition from {ledgers[1]}
        ),
        editions as (
            select
                rule_id,
                string_agg(distinct rule_edition, ', ') filter (where side = 'before') as before,
                string_agg(distinct rule_edition, ', ') filter (where side = 'after') as after
            from judged
            group by rule_id
        )
        select concat(rule_id, ' ', coalesce(before, '-'), ' → ', coalesce(after, '-'))
        from editions
        where before is distinct from after
        order by rule_id
        """
    ).fetchall()
    return [text for (text,) in rows]


def _counts(
    connection: duckdb.DuckDBPyConnection, before: Table, after: Table, key: list[str] | None
) -> tuple[int, int, int]:
    """Rows added, removed and changed; without a key a changed row counts as both others."""
    shared = [name for name, _ in after.shape if name in dict(before.shape)]
    columns = ", ".join(quoted(name) for name in shared)
    only = {
        side: f"(select {columns} from {table.within(side)} "
        f"except all select {columns} from {other.within(other_side)})"
        for side, table, other, other_side in (
            (BEFORE, before, after, AFTER),
            (AFTER, after, before, BEFORE),
        )
    }
    if not key or not set(key) <= set(shared):
        key = shared
    joined = " and ".join(
        f"earlier.{quoted(name)} is not distinct from later.{quoted(name)}" for name in key
    )
    (counts,) = connection.execute(
        f"""
        select
            count(*) filter (where not coalesce(earlier.is_there, false)),
            count(*) filter (where not coalesce(later.is_there, false)),
            count(*) filter (where earlier.is_there and later.is_there)
        from (select *, true as is_there from {only[BEFORE]}) as earlier
        full join (select *, true as is_there from {only[AFTER]}) as later on {joined}
        """
    ).fetchall()
    return int(counts[0]), int(counts[1]), int(counts[2])


def _row_count(connection: duckdb.DuckDBPyConnection, table: Table | None, side: str) -> int:
    if table is None:
        return 0
    (row,) = connection.execute(f"select count(*) from {table.within(side)}").fetchall()
    return int(row[0])
