"""Everything that some rows of the marts were made from, step by step along bridge_lineage.

The steps are followed inside the engine: what comes back are temporary tables on the connection,
so that a total of a hundred thousand sources costs no more Python than one of ten.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipelines.trace.figures import (
    COUNTED,
    SOURCES,
    Term,
    key_columns,
    place_of,
    row_key_sql,
    terms_of,
)

Place = tuple[str, str]


def follow_down(connection: duckdb.DuckDBPyConnection, roots: Sequence[Place]) -> None:
    """Make the table `traced`: one row per link below the roots, with what it contributes.

    `amount` is the value of the source times the weight of the link, in the column of the first
    term of `mart_figure_terms` that the link is part of; null where it is no summand.
    """
    connection.execute(
        """
        create or replace temp table frontier as
        select unnest($1::varchar[]) as mart, unnest($2::varchar[]) as row_key
        """,
        [[mart for mart, _ in roots], [key for _, key in roots]],
    )
    connection.execute("create or replace temp table seen as from frontier")
    connection.execute(
        "create or replace temp table links as select *, 0 as step from marts.bridge_lineage limit 0"
    )
    step = 0
    while marts := _marts(connection, "frontier"):
        connection.execute(
            f"""
            insert into links
            select bridge.*, {step} as step
            from marts.bridge_lineage as bridge
            semi join frontier
                on bridge.mart = frontier.mart and bridge.row_key = frontier.row_key
            where bridge.mart in ({", ".join(f"'{mart}'" for mart in marts)})
            """
        )
        connection.execute(
            f"""
            create or replace temp table frontier as
            select distinct source_mart as mart, source_row_key as row_key
            from links
            where step = {step} and source_mart is not null
                and (source_mart, source_row_key) not in (select (mart, row_key) from seen)
            """
        )
        connection.execute("insert into seen from frontier")
        step += 1
    _weigh(connection)


def _marts(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = connection.execute(f"select distinct mart from {table} order by mart").fetchall()
    return [mart for (mart,) in rows]


def _weigh(connection: duckdb.DuckDBPyConnection) -> None:
    """Gives each link its amount and its rank among the links of its row."""
    amounts = [
        _amounts(connection, mart, term)
        for mart in _marts(connection, "links")
        for term in terms_of(connection, mart)
        if term.source_column != COUNTED
    ]
    union = " union all ".join(amounts) or "select null::bigint as link, null as place, null as amount"
    connection.execute(
        f"""
        create or replace temp table traced as
        with
        amounts as ({union}),
        firsts as (select link, arg_min(amount, place) as amount from amounts group by link)
        select
            links.*,
            firsts.amount,
            row_number() over (
                partition by links.mart, links.row_key
                order by
                    abs(firsts.amount) desc nulls last, links.role, links.source_row_key,
                    links.fact_id, links.factor_id
            ) as place
        from links left join firsts on links.rowid = firsts.link
        """
    )


def _amounts(connection: duckdb.DuckDBPyConnection, mart: str, term: Term) -> str:
    """SQL: the amounts of the links that are part of a term."""
    roles = ", ".join(f"'{role}'" for role in term.roles)
    place = terms_of(connection, mart).index(term)
    if term.source_mart in SOURCES:
        source, link = SOURCES[term.source_mart]
        key, of_source = link, f"links.{link} is not null"
    else:
        source, link = place_of(connection, term.source_mart), "source_row_key"
        found = connection.execute(
            "select source_row_key from links where source_mart = $1 limit 1", [term.source_mart]
        ).fetchone()
        key = row_key_sql(key_columns(found[0])) if found else "''"
        of_source = f"links.source_mart = '{term.source_mart}'"
    return f"""
        select
            links.rowid as link,
            {place} as place,
            cast(cast(source.amount as decimal(38, 12)) * links.weight as decimal(38, 6)) as amount
        from links
        inner join (select {key} as source_key, "{term.source_column}" as amount from {source})
            as source on links.{link} = source.source_key
        where links.mart = '{mart}' and links.role in ({roles}) and {of_source}
        """
