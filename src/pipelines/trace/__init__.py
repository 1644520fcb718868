"""From a published figure down to its cells and sources, and from a cell up to every figure.

`trace` goes down, `trace_cell` goes up. Everything is read from one release, so that a figure of
an old release is traced as it was; how it is shown lives in the command line and in `page`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from pipelines.explain.rows import NoSuchRowError, primary_key, row_key, rows_of
from pipelines.messages import say
from pipelines.release_records import recorded_releases
from pipelines.releases import connect
from pipelines.settings import Settings
from pipelines.trace.changes import Change, changes_of
from pipelines.trace.closure import Place, follow_down
from pipelines.trace.ends import reasons_of, text_figure
from pipelines.trace.judged import FoundHere, Judgement, judgements
from pipelines.trace.tree import Tree, lineage_key, tree_of

FEW = 5
FIGURE = "figure"
DISCLOSURE = "rpt_disclosure"
FIGURE_ID = "figure_id"


@dataclass(frozen=True)
class Counts:
    """How much the figures rest on, whether it is shown or not."""

    facts: int
    cells: int
    files: int
    factors: int
    rows: dict[str, int]


@dataclass(frozen=True)
class Trace:
    """Some rows of a mart with all they were made from; `tree` is null where there are too many.

    `reasons` say why rows without any source have none.
    """

    release_id: str
    released_at: datetime
    mart: str
    rows: list[str]
    counts: Counts | None = None
    tree: Tree | None = None
    rules: list[Judgement] = field(default_factory=list)
    findings: list[FoundHere] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def keys_of_figure(mart: str, keys: Sequence[str]) -> tuple[str, list[str]]:
    """`figure F208` as the row of the disclosure that it is; anything else as it stands."""
    if mart != FIGURE:
        return mart, list(keys)
    return DISCLOSURE, [key if "=" in key else f"{FIGURE_ID}={key.upper()}" for key in keys]


def trace(
    settings: Settings,
    mart: str,
    keys: Mapping[str, str],
    release_id: str | None = None,
    depth: int | None = None,
    is_whole: bool = False,
) -> Trace:
    """The rows of a mart that fit the keys, traced where they are few. Raises NoSuchRowError."""
    with connect(settings, release_id) as connection:
        releases = recorded_releases(connection)
        release = releases[-1]
        found = _found(connection, mart, keys)
        key = lineage_key(primary_key(connection, mart))
        names = list(dict.fromkeys(row_key(row, key) for row in found))
        if len(names) > FEW:
            return Trace(release.release_id, release.released_at, mart, names)
        places = [(mart, name) for name in names]
        _require_weights(connection)
        follow_down(connection, places)
        rules, findings = judgements(connection)
        return Trace(
            release_id=release.release_id,
            released_at=release.released_at,
            mart=mart,
            rows=names,
            counts=_counts(connection),
            tree=tree_of(connection, places, depth, is_whole),
            rules=rules,
            findings=findings,
            changes=changes_of(settings, connection, places, releases),
            reasons=reasons_of(connection, places),
        )


def _found(
    connection: duckdb.DuckDBPyConnection, mart: str, keys: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The rows that fit the keys. Raises NoSuchRowError, for a figure of a text with what it is."""
    try:
        return rows_of(connection, mart, keys)
    except NoSuchRowError:
        if mart == DISCLOSURE and (text := text_figure(connection, keys.get(FIGURE_ID, ""))):
            raise NoSuchRowError(text) from None
        raise


def _require_weights(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises NoSuchRowError where a release is older than the weights of its links."""
    if "weight" not in connection.sql("from marts.bridge_lineage limit 0").columns:
        raise NoSuchRowError(say("trace_older_release"))


def _counts(connection: duckdb.DuckDBPyConnection) -> Counts:
    [(facts, factors)] = connection.execute(
        "select count(distinct fact_id), count(distinct factor_id) from traced"
    ).fetchall()
    [(cells, files)] = connection.execute(
        """
        select count(distinct cell_id), count(distinct path) from marts.fct_indicators as facts
        semi join traced on facts.fact_id = traced.fact_id
        """
    ).fetchall()
    rows = connection.execute("select mart, count(*) from seen group by mart order by mart")
    return Counts(facts, cells, files, factors, dict(rows.fetchall()))


__all__ = ["NoSuchRowError", "Place", "Trace", "keys_of_figure", "trace"]
