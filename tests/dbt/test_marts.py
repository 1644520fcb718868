"""The marts that follow from given submissions: what is used, what is missing, and why."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from given_group import GivenGroup, build_marts

pytestmark = pytest.mark.slow

WATER = {"total_water": "32.37", "fresh_water": "1.01", "circulating_water": "31.36"}
DUST = "hazardous_waste_{}:321-027-48"
MERCURY = {
    "indicator_id": "mercury_emitted",
    "name_zh": "汞排放量",
    "name_en": "Mercury emitted",
    "domain": "air",
    "canonical_unit": "t",
    "quantity": "mass",
    "has_counterparty": "false",
    "form_ids": "monthly_workbook;monthly_csv",
    "industry_ids": "copper_smelting",
    "is_required": "false",
    "substance_id": "hg",
    "flow": "emitted",
    "valid_from": "2019-01-01",
    "source": "a new line",
}


def example_group() -> GivenGroup:
    """A copper smelter with a held March, whose earlier revision counts, and a held April."""
    group = GivenGroup()
    for month in ("2021-01", "2021-02"):
        group.submit("CS01", month, {**WATER, "so2_emitted": "10.5", "mercury_emitted": "0.002"})
    group.submit("CS01", "2021-03", {"so2_emitted": "11.25"})
    group.submit("CS01", "2021-03", {"so2_emitted": "11250"}, revision=1, is_held=True)
    group.submit("CS01", "2021-04", {"so2_emitted": "99"}, is_held=True)
    ledger = {"opening_stock": "100", "generated": "20", "transferred_out": "30"}
    waste = {DUST.format(flow): value for flow, value in ledger.items()}
    group.submit("LZ01", "2021-01", {"circulating_water": "7", **waste})
    return group


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the example group, built once with all dbt tests."""
    folder = tmp_path_factory.mktemp("marts")
    database = build_marts(folder, example_group(), [MERCURY], as_of="2021-06-01")
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'marts'")
        yield connection


def rows(marts: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, ...]]:
    """The rows of a query, every value as text."""
    return [tuple(map(str, row)) for row in marts.execute(query).fetchall()]


def test_a_new_indicator_line_shows_without_code(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select period, mass_t from fct_air_pollutants where pollutant = 'hg' order by period",
    )
    assert found == [("2021-01-01", "0.002000"), ("2021-02-01", "0.002000")]


def test_a_held_submission_leaves_the_earlier_one_in_use(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select period, status, submission_id from fct_submission_status
        where plant_id = 'CS01' and frequency = 'month'
            and period between '2021-03-01' and '2021-04-01'
        order by period
        """,
    )
    assert found == [
        ("2021-03-01", "held_earlier_used", "CS01/2021-03/0"),
        ("2021-04-01", "held", "CS01/2021-04/0"),
    ]
    masses = rows(
        marts,
        "select mass_t from fct_air_pollutants where pollutant = 'so2' and period >= '2021-03-01'",
    )
    assert masses == [("11.250000",)]


def test_what_is_due_and_not_in_is_missing(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select period from fct_submission_status
        where plant_id = 'LZ01' and status = 'missing' and period >= '2021-01-01' order by period
        """,
    )
    assert found == [("2021-02-01",), ("2021-03-01",), ("2021-04-01",)]


def test_missing_water_is_null_and_never_zero(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select
            plant_id, total_water_m3, circulating_water_m3,
            circulating_share, wastewater_reuse_rate
        from fct_water where period = '2021-01-01' order by plant_id
        """,
    )
    assert found == [
        ("CS01", "32.370000", "31.360000", "0.968798", "None"),
        ("LZ01", "None", "7.000000", "None", "None"),
    ]


def test_a_missing_month_makes_the_year_incomplete(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select entity_id, value, coverage_pct < 100 from rpt_disclosure
        where indicator_id = 'so2_emissions' and year = 2021 and value is not null
        order by entity_id
        """,
    )
    assert found == [("china_copper", "32.250000", "True"), ("group", "32.250000", "True")]
    statuses = rows(
        marts,
        """
        select distinct status from rpt_disclosure
        where year = 2021 and published_value is not null
        """,
    )
    assert statuses == [("incomplete",)]


@pytest.mark.parametrize(
    ("mart", "column", "key", "flow"),
    [
        ("fct_air_pollutants", "mass_t", "plant_id period pollutant", "emitted"),
        ("fct_water", "fresh_water_m3", "plant_id period", "fresh"),
        ("fct_waste", "transferred_out_t", "plant_id period waste_code", "transferred_out"),
    ],
)
def test_figures_follow_from_the_facts_that_the_bridge_names(
    marts: duckdb.DuckDBPyConnection, mart: str, column: str, key: str, flow: str
) -> None:
    row_key = " || '|' || ".join(f"'{name}=' || {name}" for name in key.split())
    recomputed = rows(
        marts,
        f"""
        select row_key, sum(value) from bridge_lineage join fct_indicators using (fact_id)
        where mart = '{mart}' and role = '{flow}' group by row_key order by row_key
        """,
    )
    published = rows(
        marts,
        f"""
        select {row_key} as row_key, {column} from {mart}
        where {column} is not null order by row_key
        """,
    )
    assert published
    assert recomputed == published


def test_disclosed_sums_follow_from_the_mart_rows_that_the_bridge_names(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    recomputed = rows(
        marts,
        """
        select links.row_key, sum(facts.value)
        from bridge_lineage as links
        join bridge_lineage as reported
            on links.source_mart = reported.mart and links.source_row_key = reported.row_key
        join fct_indicators as facts on reported.fact_id = facts.fact_id
        where links.mart = 'rpt_disclosure' and links.row_key like '%indicator_id=so2_emissions|%'
        group by links.row_key order by links.row_key
        """,
    )
    assert recomputed == [
        ("entity_id=china_copper|year=2021|indicator_id=so2_emissions|figure_id=", "32.250000"),
        ("entity_id=group|year=2021|indicator_id=so2_emissions|figure_id=", "32.250000"),
    ]
