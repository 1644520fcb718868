"""The releases in which a figure changed, and why where the store says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import duckdb

from pipelines.explain.rows import dictionaries
from pipelines.release_records import Release
from pipelines.settings import Settings
from pipelines.store import reading
from pipelines.tables import quoted
from pipelines.trace.closure import Place
from pipelines.trace.figures import exists, figures_of, key_columns, row_key_sql

RELEASES_COMPARED = 10
FEWEST_COMPARED = 2
WRITTEN = ("insert", "update_postimage")


@dataclass(frozen=True)
class Change:
    """One column of a row that a release changed, and one cause; null where it is not said."""

    release_before: str
    release_after: str
    column: str
    value_before: str | None
    value_after: str | None
    cause: str | None
    effect: str | None


def changes_of(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    places: Sequence[Place],
    releases: Sequence[Release],
) -> list[Change]:
    """What changed in some rows up to a release, with the causes that the history tells.

    Rows of which the history tells nothing are compared over the last few releases.
    """
    told = _restated(settings, places, releases[-1].release_id)
    if told:
        return told
    known = [release.release_id for release in releases[-RELEASES_COMPARED:]]
    return [change for place in places for change in _compared(connection, *place, known)]


def _restated(settings: Settings, places: Sequence[Place], release_id: str) -> list[Change]:
    """What the history tells: it is written after a release, so the newest state is asked."""
    with reading(settings) as store:
        if not exists(store, "lake.history.fct_restatements"):
            return []
        rows = dictionaries(
            store,
            """
            with places as (
                select unnest($1::varchar[]) as mart, unnest($2::varchar[]) as row_key
            )
            select
                release_before, release_after, column_name as column,
                value_before::varchar as value_before, value_after::varchar as value_after,
                concat_ws(': ', cause, cause_detail) as cause, effect::varchar as effect
            from lake.history.fct_restatements
            semi join places using (mart, row_key)
            where release_after <= $3
            order by release_after, column_name, cause
            """,
            [[mart for mart, _ in places], [key for _, key in places], release_id],
        )
    return [Change(**row) for row in rows]


def _compared(
    connection: duckdb.DuckDBPyConnection, mart: str, row_key: str, known: Sequence[str]
) -> list[Change]:
    """What differs between the first of some releases and each one after."""
    snapshots = dict(
        connection.execute(
            """
            select commit_message, max(snapshot_id) from lake.snapshots()
            where list_contains($1, commit_message) group by all order by all
            """,
            [known],
        ).fetchall()
    )
    columns = list(dict.fromkeys(figure.column for figure in figures_of(connection, mart)))
    if len(snapshots) < FEWEST_COMPARED or not columns:
        return []
    releases = list(snapshots)
    first, last = snapshots[releases[0]], snapshots[releases[-1]]
    shaped = _shaped(connection, mart, last)
    written = _written(connection, mart, row_key, columns, (first, last))
    before = _values(connection, mart, row_key, columns, first)
    changes: list[Change] = []
    for earlier, release_id in pairwise(releases):
        after = before
        if snapshots[release_id] < shaped:
            after = _values(connection, mart, row_key, columns, snapshots[release_id])
        for snapshot_id, values in written.items():
            if snapshots[earlier] < snapshot_id <= snapshots[release_id]:
                after = values
        changes += [
            Change(earlier, release_id, name, before[name], after[name], None, None)
            for name in columns
            if before[name] != after[name]
        ]
        before = after
    return changes


def _shaped(connection: duckdb.DuckDBPyConnection, mart: str, last: int) -> int:
    """The snapshot since which a mart has its shape; what was written before is not listed."""
    [(snapshot_id,)] = connection.execute(
        """
        select coalesce(max(begin_snapshot), 0) from __ducklake_metadata_lake.ducklake_table
        where table_name = $1 and begin_snapshot <= $2
        """,
        [mart, last],
    ).fetchall()
    return int(snapshot_id)


def _written(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    row_key: str,
    columns: Sequence[str],
    between: tuple[int, int],
) -> dict[int, dict[str, str | None]]:
    """The figures of a row wherever it was written or removed, by snapshot, the first first.

    One reading of what was written; to open each release as it was takes longer the more there are.
    """
    first, last = between
    source = f"ducklake_table_changes('lake', 'marts', '{mart}', {first}, {last})"
    shown = _as_texts(columns, connection.sql(f"from {source} limit 0").columns)
    rows = dictionaries(
        connection,
        f"""
        select snapshot_id as of_snapshot, change_type as of_type{shown} from {source}
        where snapshot_id > {first} and {row_key_sql(key_columns(row_key))} = $1
        order by snapshot_id, change_type
        """,
        [row_key],
    )
    written: dict[int, dict[str, str | None]] = {}
    for row in rows:
        snapshot_id, change_type = row.pop("of_snapshot"), row.pop("of_type")
        nothing: dict[str, str | None] = dict.fromkeys(columns)
        if change_type in WRITTEN:
            written[snapshot_id] = nothing | row
        else:
            written.setdefault(snapshot_id, nothing)
    return written


def _values(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    row_key: str,
    columns: Sequence[str],
    snapshot_id: int,
) -> dict[str, str | None]:
    """The figures of a row in a release; a column or row that it did not have is null."""
    place = f"lake.marts.{quoted(mart)} at (version => {snapshot_id})"
    try:
        present = connection.sql(f"from {place} limit 0").columns
    except duckdb.CatalogException:
        return dict.fromkeys(columns)
    rows = dictionaries(
        connection,
        f"select 1 as found{_as_texts(columns, present)} from {place} "
        f"where {row_key_sql(key_columns(row_key))} = $1",
        [row_key],
    )
    values = rows[0] if rows else {}
    return {name: values.get(name) for name in columns}


def _as_texts(columns: Sequence[str], present: Sequence[str]) -> str:
    """SQL: after what is selected already, those columns that are there, as texts."""
    asked = [quoted(name) for name in columns if name in present]
    return "".join(f", cast({name} as varchar) as {name}" for name in asked)
