"""The releases in which a figure changed, and why where the store says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from pipelines.explain.rows import dictionaries
from pipelines.release_records import Release
from pipelines.settings import Settings
from pipelines.store import reading
from pipelines.tables import quoted
from pipelines.trace.closure import Place
from pipelines.trace.figures import exists, figures_of, key_columns, row_key_sql

RELEASES_COMPARED = 10


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
    snapshots = dict(
        connection.execute(
            "select commit_message, snapshot_id from lake.snapshots() "
            "where list_contains($1, commit_message)",
            [known],
        ).fetchall()
    )
    releases = sorted(snapshots)
    columns = dict.fromkeys(figure.column for figure in figures_of(connection, mart))
    if not columns:
        return []
    changes: list[Change] = []
    before: dict[str, str | None] | None = None
    for number, release_id in enumerate(releases):
        after = _values(connection, mart, row_key, list(columns), snapshots[release_id])
        if before is not None and before != after:
            changes += [
                Change(
                    releases[number - 1], release_id, name, before[name], after[name], None, None
                )
                for name in columns
                if before[name] != after[name]
            ]
        before = after
    return changes


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
    asked = [name for name in columns if name in present]
    shown = ", ".join(f"cast({quoted(name)} as varchar) as {quoted(name)}" for name in asked)
    rows = dictionaries(
        connection,
        f"select {shown} from {place} where {row_key_sql(key_columns(row_key))} = $1",
        [row_key],
    )
    return dict.fromkeys(columns) | (rows[0] if rows else {})
