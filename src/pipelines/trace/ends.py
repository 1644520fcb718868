"""Why a way down ends before any cell: what the reference data says of rows without sources."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipelines.explain.rows import dictionaries
from pipelines.messages import language, say
from pipelines.trace.closure import Place
from pipelines.trace.figures import exists, key_columns, row_key_sql

EXCEPTIONS = "reference.lineage_exceptions"


def reasons_of(connection: duckdb.DuckDBPyConnection, places: Sequence[Place]) -> list[str]:
    """Why those of some rows that the lineage does not explain are excepted from it."""
    if not exists(connection, EXCEPTIONS):
        return []
    reasons = []
    for mart, row_key in places:
        for exception in dictionaries(
            connection,
            f"""
            select coalesce(applies_to, 'true') as applies_to, reason_{language()} as reason
            from {EXCEPTIONS} where mart = $1
            """,
            [mart],
        ):
            key = row_key_sql(key_columns(row_key))
            excepted = f"select 1 from marts.{mart} where {key} = $1 and {exception['applies_to']}"
            if connection.execute(excepted, [row_key]).fetchone():
                reasons.append(say("trace_exception", mart=mart, reason=exception["reason"]))
    return list(dict.fromkeys(reasons))


def text_figure(connection: duckdb.DuckDBPyConnection, figure_id: str) -> str | None:
    """What a published figure is that no row of the disclosure recomputes; null where unknown."""
    if not exists(connection, "reference.published_figures"):
        return None
    for figure in dictionaries(
        connection,
        f"""
        select
            figure_id, section, name_{language()} as name, period,
            concat_ws(' ', printed_value, unit_{language()}) as printed
        from reference.published_figures where figure_id = $1
        """,
        [figure_id],
    ):
        return say("trace_text_figure", **figure)
    return None
