"""Recomputes the figures of the marts from bridge_lineage, as `mart_figures` says they are made.

A formula is evaluated with the values of its inputs, where the links of the row lead to them all.
Works on a release and on a build alike: all it needs are the schemas `marts` and `reference`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from pipelines.explain.rows import dictionaries
from pipelines.formulas import evaluate
from pipelines.tables import quoted
from pipelines.trace.figures import (
    COUNTED,
    MACROS,
    SOURCES,
    Figure,
    Term,
    figures_of,
    key_columns,
    place_of,
    row_key_sql,
    terms_of,
)

OTHER = "other"
FORMULA = "formula"
SHOWN = 5


@dataclass(frozen=True)
class Difference:
    """One figure that its sources do not give."""

    row_key: str
    published: str | None
    recomputed: str | None


@dataclass(frozen=True)
class Recomputed:
    """One column of a mart in the rows that one line of `mart_figures` is about."""

    mart: str
    column: str
    kind: str
    rows: int
    differing: int
    examples: list[Difference]


def recompute(
    connection: duckdb.DuckDBPyConnection, marts: Sequence[str] | None = None
) -> Iterator[Recomputed]:
    """Every figure of the marts that follows from its links; `other` figures are left out."""
    connection.execute(MACROS)
    by_mart: dict[str, list[Figure]] = {}
    for figure in figures_of(connection):
        if marts is None or figure.mart in marts:
            by_mart.setdefault(figure.mart, []).append(figure)
    for mart, figures in by_mart.items():
        if not _one_key(connection, "mart", mart, "row_key"):
            yield from (_unlinked(connection, figure) for figure in figures)
            continue
        sums = [figure for figure in figures if figure.kind not in (OTHER, FORMULA)]
        if sums:
            _with_terms(connection, mart)
            yield from (_recomputed(connection, figure) for figure in sums)
        formulas = [figure for figure in figures if figure.kind == FORMULA]
        if formulas:
            _find_unlinked(connection, mart)
            masses = _masses(connection, mart)
            yield from (_evaluated(connection, figure, masses) for figure in formulas)


def _with_terms(connection: duckdb.DuckDBPyConnection, mart: str) -> None:
    """Makes the temporary table `recomputed`: the rows of the mart with the terms beside."""
    terms = terms_of(connection, mart)
    keys = _one_key(connection, "mart", mart, "row_key")
    sums = [_sum_of(connection, mart, term) for term in terms]
    names = sorted({term.name for term in terms})
    columns = "".join(f", sum(amount) filter (where term = '{name}') as {name}" for name in names)
    connection.execute(
        f"""
        create or replace temp table recomputed as
        with
        amounts as ({" union all ".join(sums)}),
        terms as (
            select row_key, cast(sum(links) as bigint) as links{columns}
            from amounts group by row_key
        )
        select mart_rows.*, {row_key_sql(keys, "mart_rows")} as row_key, terms.* exclude (row_key)
        from {place_of(connection, mart)} as mart_rows
        left join terms on {row_key_sql(keys, "mart_rows")} = terms.row_key
        """
    )


def _sum_of(connection: duckdb.DuckDBPyConnection, mart: str, term: Term) -> str:
    """SQL: for each row of the mart, the term from one source, and how many links it has."""
    roles = ", ".join(f"'{role}'" for role in term.roles)
    if term.source_mart in SOURCES:
        source, key = SOURCES[term.source_mart]
        link, source_key = key, quoted(key)
    else:
        source, link = place_of(connection, term.source_mart), "source_row_key"
        keys = _one_key(connection, "source_mart", term.source_mart, link)
        source_key = row_key_sql(keys) if keys else "''"
    value = "1" if term.source_column == COUNTED else quoted(term.source_column)
    of_source = f"and links.source_mart = '{term.source_mart}'" if link == "source_row_key" else ""
    return f"""
        select
            links.row_key,
            '{term.name}' as term,
            cast(sum(cast(source.amount as decimal(38, 12)) * links.weight) as decimal(38, 12))
                as amount,
            count(*) as links
        from marts.bridge_lineage as links
        inner join (select {source_key} as source_key, {value} as amount from {source}) as source
            on links.{link} = source.source_key
        where links.mart = '{mart}' and links.role in ({roles}) {of_source}
        group by links.row_key
    """


def _one_key(connection: duckdb.DuckDBPyConnection, column: str, name: str, key: str) -> list[str]:
    """The key columns of a mart or table, as the bridge names its rows; none where it does not."""
    found = connection.execute(
        f"select {key} from marts.bridge_lineage where {column} = $1 limit 1", [name]
    ).fetchone()
    return key_columns(found[0]) if found else []


def _unlinked(connection: duckdb.DuckDBPyConnection, figure: Figure) -> Recomputed:
    """A figure of a mart without any link: none of its rows can be recomputed."""
    [(rows,)] = connection.execute(f"select count(*) from marts.{figure.mart}").fetchall()
    return Recomputed(figure.mart, figure.column, figure.kind, rows, rows, [])


def _recomputed(connection: duckdb.DuckDBPyConnection, figure: Figure) -> Recomputed:
    """What the links give for one column; summands rounded once may differ by their roundings."""
    is_exact = not (figure.tolerance_per_link or figure.relative_tolerance)
    column = quoted(figure.column)
    source = "recomputed" if is_exact else f"(select {_as_doubles(connection)} from recomputed)"
    differs = (
        "recomputed is distinct from published"
        if is_exact
        else f"""
        (recomputed is null) <> (published is null)
        or abs(recomputed - published)
            > {figure.tolerance_per_link} * greatest(coalesce(links, 1), 1)
            + {figure.relative_tolerance} * abs(published)
        """
    )
    connection.execute(
        f"""
        create or replace temp table compared as
        with figures as (
            select row_key, links, {column} as published, {figure.expression} as recomputed
            from {source} where {figure.applies_to}
        )
        select row_key, published, recomputed, coalesce({differs}, false) as differs from figures
        """
    )
    return _summary(connection, figure)


def _as_doubles(connection: duckdb.DuckDBPyConnection) -> str:
    described = connection.execute("describe recomputed").fetchall()
    return ", ".join(
        f"cast({quoted(name)} as double) as {quoted(name)}"
        if data_type.startswith("DECIMAL")
        else quoted(name)
        for name, data_type, *_ in described
    )


def _masses(connection: duckdb.DuckDBPyConnection, mart: str) -> list[tuple[str, float, float]]:
    """For each calculation of a mart: its id, and the mass and potential that its inputs give."""
    rows = dictionaries(
        connection,
        f"""
        with
        calculations as (
            select distinct calculation_id, formula_id from marts.{mart}
            where calculation_id is not null
        ),
        inputs as (
            select calculation_id, map(list(symbol), list(value)) as values
            from marts.bridge_inputs group by calculation_id
        )
        select calculations.calculation_id, formulas.expression, inputs.values
        from calculations
        inner join reference.formulas as formulas on calculations.formula_id = formulas.formula_id
        left join inputs on calculations.calculation_id = inputs.calculation_id
        """,
    )
    return [
        (
            row["calculation_id"],
            evaluate(row["expression"], row["values"] or {}),
            row["values"]["GWP"],
        )
        for row in rows
    ]


def _find_unlinked(connection: duckdb.DuckDBPyConnection, mart: str) -> None:
    """Makes the temporary table `unlinked`: rows with an input that their links do not lead to."""
    keys = _one_key(connection, "mart", mart, "row_key")
    connection.execute(
        f"""
        create or replace temp table unlinked as
        with
        links as (from marts.bridge_lineage where mart = '{mart}'),
        inputs as (
            select
                {row_key_sql(keys, "mart_rows")} as row_key,
                coalesce(inputs.fact_id, inputs.factor_id) as source
            from marts.{mart} as mart_rows
            inner join marts.bridge_inputs as inputs
                on mart_rows.calculation_id = inputs.calculation_id
            where coalesce(inputs.fact_id, inputs.factor_id) is not null
        ),
        linked as (
            select row_key, coalesce(fact_id, factor_id) as source from links
            union
            select links.row_key, coalesce(below.fact_id, below.factor_id)
            from links
            inner join marts.bridge_lineage as below
                on links.source_mart = below.mart and links.source_row_key = below.row_key
        )
        select distinct inputs.row_key from inputs
        anti join linked on inputs.row_key = linked.row_key and inputs.source = linked.source
        """
    )


def _evaluated(
    connection: duckdb.DuckDBPyConnection, figure: Figure, masses: list[tuple[str, float, float]]
) -> Recomputed:
    keys = _one_key(connection, "mart", figure.mart, "row_key")
    connection.execute(
        f"""
        create or replace temp table compared as
        with
        evaluated as (
            select
                unnest($1::varchar[]) as calculation_id,
                unnest($2::double[]) as gas_mass,
                unnest($3::double[]) as gwp
        ),
        figures as (
            select
                {row_key_sql(keys, "mart_rows")} as row_key,
                mart_rows.{quoted(figure.column)} as published,
                evaluated.* exclude (calculation_id)
            from (from marts.{figure.mart} where {figure.applies_to}) as mart_rows
            left join evaluated on mart_rows.calculation_id = evaluated.calculation_id
        ),
        valued as (
            select figures.*, if(unlinked.row_key is null, {figure.expression}, null) as recomputed
            from figures left join unlinked on figures.row_key = unlinked.row_key
        )
        select
            row_key, published, recomputed,
            (recomputed is null) <> (published is null)
            or abs(recomputed - published)
                > {figure.tolerance_per_link} + {figure.relative_tolerance} * abs(published)
                as differs
        from valued
        """,
        [list(part) for part in zip(*masses, strict=True)] if masses else [[], [], []],
    )
    return _summary(connection, figure)


def _summary(connection: duckdb.DuckDBPyConnection, figure: Figure) -> Recomputed:
    [(rows, differing)] = connection.execute(
        "select count(*), count(*) filter (where differs) from compared"
    ).fetchall()
    examples = connection.execute(
        "select row_key, published::varchar, recomputed::varchar from compared "
        f"where differs order by row_key limit {SHOWN}"
    ).fetchall()
    return Recomputed(
        mart=figure.mart,
        column=figure.column,
        kind=figure.kind,
        rows=rows,
        differing=differing,
        examples=[Difference(*example) for example in examples],
    )
