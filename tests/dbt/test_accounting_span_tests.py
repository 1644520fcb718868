"""The dbt tests that guard the factors, each on tables that pass and tables that fail."""

from __future__ import annotations

import duckdb
import jinja2
import pytest

from pipelines.settings import Settings

TESTS = Settings.from_environment().dbt_project / "tests" / "generic"


def failing_rows(
    connection: duckdb.DuckDBPyConnection, test: str, **arguments: object
) -> list[tuple[object, ...]]:
    """The rows with which a dbt test fails, its Jinja rendered as dbt would."""
    text = (TESTS / f"{test}.sql").read_text(encoding="utf-8")
    macro = text.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
    environment = jinja2.Environment()
    environment.globals.update(ref=lambda name: name, as_of=lambda: "date '2021-12-31'")
    module = environment.from_string(macro).module
    return connection.execute(getattr(module, test)(**arguments)).fetchall()


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    """Reference data of one plant that owes two months, with one grid factor for them."""
    connection = duckdb.connect()
    connection.execute("""
        create table plants as select 'AL' as plant_id, date '2021-01-01' as reports_from,
            date '2021-02-28' as reports_to, 'aluminium_smelting' as industry_id;
        create table methods as select 'guide' as method_id,
            'alumina_refining;aluminium_smelting' as industry_ids,
            'enterprise;disclosure' as purposes;
        create table int_plants__methods as select 'AL' as plant_id, 'guide' as method_id,
            'yunnan' as province_id, date '2001-01-01' as valid_from, date '9999-12-31' as valid_to;
        create table int_methods__formulas as select 'guide' as method_id, 'grid' as formula_id,
            '' as variant_id, 'enterprise;disclosure' as purposes,
            date '2001-01-01' as valid_from, date '9999-12-31' as valid_to;
        create table formula_symbols as select 'grid' as formula_id, 'EF' as symbol,
            'factor' as origin, 'electricity' as material, true as is_regional;
        create table factors as select 'guide' as method_id, 'grid' as formula_id,
            '' as variant_id, 'EF' as symbol, 'electricity' as material_id,
            'yunnan' as province_id, unnest([date '2021-01-01', date '2021-02-01']) as month,
            1 as candidate, 1 as candidates, false as is_uncertain;
    """)
    return connection


def add_candidate(connection: duckdb.DuckDBPyConnection, is_uncertain: bool) -> None:
    """A further factor of the same symbol in February."""
    connection.execute(
        "insert into factors select * replace (2 as candidate, 2 as candidates, ? as is_uncertain)"
        " from factors where month = date '2021-02-01'",
        [is_uncertain],
    )


def test_one_factor_for_each_month_passes(connection: duckdb.DuckDBPyConnection) -> None:
    assert failing_rows(connection, "one_factor_each_month", model="factors") == []


def test_a_month_without_factor_fails(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("delete from factors where month = date '2021-02-01'")
    [row] = failing_rows(connection, "one_factor_each_month", model="factors")
    assert row[2:] == ("grid", "EF", 0)


def test_a_month_with_two_certain_factors_fails(connection: duckdb.DuckDBPyConnection) -> None:
    add_candidate(connection, is_uncertain=False)
    rows = failing_rows(connection, "one_factor_each_month", model="factors")
    assert [row[2:] for row in rows] == [("grid", "EF", 2), ("grid", "EF", 2)]


def test_uncertain_factors_stand_side_by_side(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update factors set is_uncertain = true")
    add_candidate(connection, is_uncertain=True)
    assert failing_rows(connection, "one_factor_each_month", model="factors") == []


def test_a_plant_without_method_fails(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("delete from int_plants__methods")
    assert len(failing_rows(connection, "one_factor_each_month", model="factors")) == 2


@pytest.mark.parametrize(
    ("valid_from", "failures"), [("2022-01-01", 0), ("2021-12-31", 1), ("2022-01-02", 1)]
)
def test_spans_join_up(
    connection: duckdb.DuckDBPyConnection, valid_from: str, failures: int
) -> None:
    connection.execute("update int_plants__methods set valid_to = date '2021-12-31'")
    connection.execute(
        "insert into int_plants__methods"
        " select * replace (?::date as valid_from, date '2022-12-31' as valid_to)"
        " from int_plants__methods",
        [valid_from],
    )
    rows = failing_rows(
        connection, "spans_join_up", model="int_plants__methods", columns=["plant_id"]
    )
    assert len(rows) == failures


def test_is_empty_fails_with_every_row(connection: duckdb.DuckDBPyConnection) -> None:
    assert len(failing_rows(connection, "is_empty", model="factors")) == 2
    connection.execute("delete from factors")
    assert failing_rows(connection, "is_empty", model="factors") == []
