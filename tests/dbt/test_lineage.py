"""Every figure of the demonstration group leads to facts and factors, and follows from them."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.mart_keys import keys_of_marts
from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.tables import quoted
from pipelines.trace.figures import key_columns, place_of, row_key_sql
from pipelines.trace.recompute import Recomputed, recompute

pytestmark = pytest.mark.slow

SETTINGS = Settings.from_environment()
EXCEPTED = {row["mart"]: row["applies_to"] for row in read_seed(SETTINGS, "lineage_exceptions")}
MOST_STEPS = 8
LEAST_COLUMNS = 120
LEAST_FIGURES = 100_000
LEAST_PUBLISHED = 80


def marts_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The marts of the build, dimensions among them."""
    rows = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts' order by all"
    ).fetchall()
    return [name for (name,) in rows]


def test_every_row_of_every_mart_is_explained_or_excepted_with_a_reason(
    demonstration: duckdb.DuckDBPyConnection,
) -> None:
    keys = keys_of_marts(SETTINGS) | {"bridge_inputs": ["calculation_id"]}
    unexplained = {}
    for mart in marts_of(demonstration):
        if EXCEPTED.get(mart) == "":
            continue
        found = demonstration.execute(
            f"""
            select count(*) from {mart} as mart_rows
            where not coalesce({EXCEPTED.get(mart, "false")}, false) and not exists (
                select 1 from bridge_lineage as links
                where links.mart = '{mart}'
                    and links.row_key = {row_key_sql(keys[mart], "mart_rows")}
            )
            """
        ).fetchall()
        if found != [(0,)]:
            unexplained[mart] = found
    assert unexplained == {}


def test_every_source_exists_exactly_once(demonstration: duckdb.DuckDBPyConnection) -> None:
    sources = demonstration.execute(
        """
        select source_mart, min(source_row_key), mart from bridge_lineage
        where source_mart is not null and source_mart <> 'bridge_inputs' group by all order by all
        """
    ).fetchall()
    known = {
        "fact_id": "select fact_id from fct_indicators",
        "factor_id": "select factor_id from dim_factor",
    }
    wrong = [
        (column, link)
        for column, query in known.items()
        for link in demonstration.execute(
            f"""
            select mart, row_key from bridge_lineage
            where {column} is not null and {column} not in ({query}) limit 3
            """
        ).fetchall()
    ]
    for source, example, mart in sources:
        wrong += demonstration.execute(
            f"""
            with source as (
                select {row_key_sql(key_columns(example))} as key, count(*) as found
                from {place_of(demonstration, source)} group by key
            )
            select mart, row_key, source_row_key
            from bridge_lineage as links left join source on links.source_row_key = source.key
            where source_mart = '{source}' and mart = '{mart}' and found is distinct from 1 limit 3
            """
        ).fetchall()
    assert wrong == []


def test_every_way_down_ends_in_facts_factors_and_reference_data(
    demonstration: duckdb.DuckDBPyConnection,
) -> None:
    open_ends = demonstration.execute(
        f"""
        with recursive steps as (
            select distinct source_mart, source_row_key, 1 as step
            from bridge_lineage where source_mart is not null
            union
            select links.source_mart, links.source_row_key, steps.step + 1
            from steps inner join bridge_lineage as links
                on steps.source_mart = links.mart and steps.source_row_key = links.row_key
            where links.source_mart is not null and steps.step <= {MOST_STEPS}
        )
        select max(step) from steps
        """
    ).fetchall()
    assert open_ends[0][0] <= MOST_STEPS


def test_a_share_leads_to_all_that_it_is_a_share_of(
    demonstration: duckdb.DuckDBPyConnection,
) -> None:
    short = demonstration.execute(
        """
        with grades as (
            select
                concat('purpose=', purpose, '|method_id=', method_id, '|entity_type=', entity_type,
                    '|entity_id=', entity_id, '|year=', year, '|data_quality=', data_quality)
                    as row_key,
                sum(results) over (
                    partition by purpose, method_id, entity_type, entity_id, year
                ) as results
            from rpt_data_quality where method_id <> ''
        ),
        linked as (
            select row_key, count(*) as links from bridge_lineage
            where mart = 'rpt_data_quality' and source_mart = 'fct_ghg_by_method' group by row_key
        )
        from grades left join linked on grades.row_key = linked.row_key
        where links is distinct from results
        union all
        select row_key, 0, row_key, 0
        from bridge_lineage where mart = 'rpt_uncertainty_contributors'
        group by row_key having count(*) filter (where source_mart = 'rpt_uncertainty') <> 1
        """
    ).fetchall()
    assert short == []


def test_a_calculation_leads_to_all_of_its_inputs(demonstration: duckdb.DuckDBPyConnection) -> None:
    inputs = """
        select concat('calculation_id=', calculation_id) as row_key, symbol, fact_id, factor_id
        from bridge_inputs where fact_id is not null or factor_id is not null
    """
    links = """
        select row_key, role, fact_id, factor_id from bridge_lineage
        where mart = 'bridge_inputs' and source_mart is null
    """
    for one, other in ((inputs, links), (links, inputs)):
        assert demonstration.execute(f"({one}) except ({other})").fetchall() == []


def test_every_published_figure_ends_in_cells_and_in_what_was_printed(
    demonstration: duckdb.DuckDBPyConnection,
) -> None:
    figures = demonstration.execute(
        """
        with recursive
        figures as (
            select figure_id, value is not null as has_value,
                concat('entity_id=', entity_id, '|year=', year, '|indicator_id=', indicator_id,
                    '|figure_id=', figure_id) as row_key
            from rpt_disclosure where figure_id is not null
        ),
        below as (
            select figure_id, 'rpt_disclosure' as mart, row_key from figures
            union
            select below.figure_id, links.source_mart, links.source_row_key
            from below inner join bridge_lineage as links
                on below.mart = links.mart and below.row_key = links.row_key
            where links.source_mart is not null
        ),
        ends as (
            select below.figure_id, count(distinct facts.cell_id) as cells,
                count(*) filter (where below.mart = 'published_figures') as printed
            from below
            left join bridge_lineage as links
                on below.mart = links.mart and below.row_key = links.row_key
            left join fct_indicators as facts on links.fact_id = facts.fact_id
            group by below.figure_id
        )
        select figure_id, has_value, cells, printed from figures inner join ends using (figure_id)
        """
    ).fetchall()
    loose = [figure for figure, has_value, cells, printed in figures if not printed]
    loose += [figure for figure, has_value, cells, _ in figures if has_value and not cells]
    assert loose == []
    assert len(figures) >= LEAST_PUBLISHED


def test_every_numeric_column_is_said_how_it_is_made(
    demonstration: duckdb.DuckDBPyConnection,
) -> None:
    said = {(row["mart"], row["column_name"]) for row in read_seed(SETTINGS, "mart_figures")}
    keys = keys_of_marts(SETTINGS)
    columns = demonstration.execute(
        """
        select table_name, column_name from information_schema.columns
        where table_schema = 'marts'
            and (starts_with(table_name, 'fct_') or starts_with(table_name, 'rpt_'))
            and (data_type in ('DOUBLE', 'BIGINT', 'INTEGER') or starts_with(data_type, 'DECIMAL'))
        """
    ).fetchall()
    unsaid = [
        (mart, column)
        for mart, column in columns
        if (mart, column) not in said and column not in keys[mart] and EXCEPTED.get(mart) != ""
    ]
    assert unsaid == []


@pytest.fixture(scope="module")
def recomputed(demonstration: duckdb.DuckDBPyConnection) -> list[Recomputed]:
    """Every figure of the group that follows from its links."""
    return list(recompute(demonstration))


def test_every_figure_follows_from_the_rows_that_the_bridge_names(
    recomputed: list[Recomputed],
) -> None:
    assert [column for column in recomputed if column.differing] == []
    assert len(recomputed) >= LEAST_COLUMNS
    assert sum(column.rows for column in recomputed) >= LEAST_FIGURES


@pytest.mark.parametrize(
    ("mart", "column", "change"),
    [
        ("fct_water", "fresh_water_m3", "delete from bridge_lineage where role = 'fresh'"),
        ("fct_water", "fresh_water_m3", "update fct_water set fresh_water_m3 = 7"),
        (
            "rpt_ghg_inventory",
            "eliminations_tco2e",
            "update bridge_lineage set weight = 1 where role = 'elimination'",
        ),
        (
            "fct_ghg_emissions",
            "emissions_tco2e",
            "update bridge_inputs set value = 1.001 * value where symbol = 'GWP'",
        ),
        (
            "fct_ghg_emissions",
            "emissions_tco2e",
            "delete from bridge_lineage where mart = 'fct_ghg_emissions' and factor_id is not null",
        ),
        (
            "fct_ghg_by_method",
            "emissions_tco2e",
            "delete from bridge_lineage where mart = 'bridge_inputs' and fact_id is not null",
        ),
    ],
)
def test_a_wrong_link_or_figure_is_seen(
    demonstration: duckdb.DuckDBPyConnection, mart: str, column: str, change: str
) -> None:
    with duckdb.connect() as connection:
        _attach_to_change(connection, demonstration, change)
        found = {each.column for each in recompute(connection, [mart]) if each.differing}
    assert column in found


def _attach_to_change(
    connection: duckdb.DuckDBPyConnection, build: duckdb.DuckDBPyConnection, change: str
) -> None:
    """The build as views, with what the change names as tables, changed."""
    tables = build.execute(
        """
        select table_schema, table_name from information_schema.tables
        where table_schema in ('marts', 'reference')
        """
    ).fetchall()
    [(path,)] = build.execute("select path from duckdb_databases() where not internal").fetchall()
    connection.execute(f"attach '{path}' as build (read_only)")
    connection.execute("create schema marts; create schema reference")
    for schema, name in tables:
        kind = "table" if name in change else "view"
        place = f"{schema}.{quoted(name)}"
        connection.execute(f"create {kind} {place} as from build.{place}")
    connection.execute("set schema = 'marts'")
    connection.execute(change)
