"""Everything that some rows of the marts were made from, step by step along bridge_lineage.

The steps are followed inside the engine: what comes back are temporary tables on the connection,
so that a total of a hundred thousand sources costs no more Python than one of ten.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipelines.trace.figures import (
    COUNTED,
    FACT,
    FACTOR,
    SOURCES,
    Term,
    key_columns,
    place_of,
    row_key_sql,
    terms_of,
)

Place = tuple[str, str]

ROW = "source_row_key"
NO_AMOUNTS = "select null::bigint as link, null::integer as place, null::decimal as amount"


def follow_down(connection: duckdb.DuckDBPyConnection, roots: Sequence[Place]) -> None:
    """Make the table `traced`: one row per link below the roots, with what it contributes.

    `amount` is the value of the source times the weight of the link, in the column of the first
    term of `mart_figure_terms` that the link is part of; null where it is no summand. `seen` holds
    the rows of marts on the way.
    """
    connection.execute(
        """
        create or replace temp table frontier as
        select unnest($1::varchar[]) as mart, unnest($2::varchar[]) as row_key
        """,
        [[mart for mart, _ in roots], [key for _, key in roots]],
    )
    connection.execute("create or replace temp table seen as from frontier")
    connection.execute("create or replace temp table links as from marts.bridge_lineage limit 0")
    while marts := _marts(connection, "frontier"):
        listed = ", ".join(f"'{mart}'" for mart in marts)
        connection.execute(
            f"""
            create or replace temp table new_links as
            select bridge.*
            from marts.bridge_lineage as bridge
            semi join frontier
                on bridge.mart = frontier.mart and bridge.row_key = frontier.row_key
            where bridge.mart in ({listed})
            """
        )
        connection.execute(
            """
            insert into links from new_links;
            create or replace temp table frontier as
            select distinct new_links.source_mart as mart, new_links.source_row_key as row_key
            from new_links
            anti join seen
                on new_links.source_mart = seen.mart and new_links.source_row_key = seen.row_key
            where new_links.source_mart is not null;
            insert into seen from frontier;
            """
        )
    _weigh(connection)


def _marts(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = connection.execute(f"select distinct mart from {table} order by mart").fetchall()
    return [mart for (mart,) in rows]


def _weigh(connection: duckdb.DuckDBPyConnection) -> None:
    """Gives each link its amount and its place among the links of its row."""
    sources = _sources(connection)
    amounts = [
        _amounts(mart, term, number, *sources[mart, term.source_mart])
        for mart in dict.fromkeys(mart for mart, _ in sources)
        for number, term in enumerate(terms_of(connection, mart))
        if term.source_column != COUNTED and (mart, term.source_mart) in sources
    ]
    connection.execute(
        f"""
        create or replace temp table traced as
        with
        amounts as ({" union all ".join(amounts) or NO_AMOUNTS}),
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


def _sources(connection: duckdb.DuckDBPyConnection) -> dict[Place, tuple[str, str, str]]:
    """For each mart and source of its links: the table, its key, and the column of the link."""
    rows = connection.execute(
        """
        select
            mart, coalesce(source_mart, if(fact_id is null, $1, $2)) as source,
            min(source_row_key)
        from links group by all order by all
        """,
        [FACTOR, FACT],
    ).fetchall()
    examples = {source: key for _, source, key in rows}
    tables = {
        source: (*SOURCES[source], SOURCES[source][1])
        if source in SOURCES
        else (place_of(connection, source), row_key_sql(key_columns(key)), ROW)
        for source, key in examples.items()
    }
    return {(mart, source): tables[source] for mart, source, _ in rows}


def _amounts(mart: str, term: Term, number: int, source: str, key: str, link: str) -> str:
    """SQL: the amounts of the links that are part of a term."""
    roles = ", ".join(f"'{role}'" for role in term.roles)
    of_source = f"links.source_mart = '{term.source_mart}'" if link == ROW else "true"
    return f"""
        select
            links.rowid as link,
            {number} as place,
            cast(cast(source.amount as decimal(38, 12)) * links.weight as decimal(38, 6)) as amount
        from links
        inner join (select {key} as source_key, "{term.source_column}" as amount from {source})
            as source on links.{link} = source.source_key
        where links.mart = '{mart}' and links.role in ({roles}) and {of_source}
        """
