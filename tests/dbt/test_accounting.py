"""The accounting from given submissions to the marts; its formulas are tested by dbt unit tests."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from given_group import GivenGroup, build_marts

pytestmark = pytest.mark.slow

AS_OF = "2021-06-01"


def captive_group() -> GivenGroup:
    """A captive power plant that supplies a smelter, and a wind farm."""
    group = GivenGroup()
    group.submit(
        "PP01",
        "2021-03",
        {
            "fuel_consumed:bituminous_coal": "1000",
            "fuel_net_calorific_value:bituminous_coal": "20",
            "electricity_delivered_internal@AL01": "2001",
        },
    )
    group.submit(
        "AL01",
        "2021-03",
        {
            "electricity_received_internal@PP01": "2000",
            "electricity_purchased_grid": "100",
            "product_output:primary_aluminium": "150",
        },
    )
    group.submit(
        "WF01", "2021-03", {"electricity_generated": "300", "electricity_exported_grid": "290"}
    )
    return group


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the captive group, built once with all dbt tests."""
    folder = tmp_path_factory.mktemp("accounting")
    database = build_marts(folder, captive_group(), [], as_of=AS_OF)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'marts'")
        yield connection


def number(marts: duckdb.DuckDBPyConnection, query: str) -> Decimal:
    """The one number that a query gives."""
    [(value,)] = marts.execute(query).fetchall()
    return Decimal(value)


def test_measured_heat_value_takes_the_place_of_the_default(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    emissions = number(
        marts,
        "select emissions_tco2e from fct_ghg_emissions"
        " where stream_id = 'combustion:bituminous_coal'",
    )
    assert emissions == Decimal("1785.476000")  # 1000 x 20 x 0.02618 x 93 % x 44/12
    energy = number(marts, "select energy_tce from fct_energy where carrier = 'bituminous_coal'")
    assert energy == Decimal("682.416848")  # 1000 x 20 / 29.3076


def test_power_between_plants_is_eliminated_at_the_receivers_figure(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    [elimination] = marts.execute(
        "select from_plant_id, to_plant_id, quantity, delivered_quantity, emissions_tco2e"
        " from fct_eliminations"
    ).fetchall()
    expected = ("PP01", "AL01", Decimal(2000), Decimal(2001), Decimal("1768.600000"))
    assert elimination == expected


def test_entity_totals_count_captive_power_once(marts: duckdb.DuckDBPyConnection) -> None:
    gross = number(marts, "select sum(emissions_tco2e) from fct_ghg_emissions")
    eliminated = number(marts, "select sum(emissions_tco2e) from fct_eliminations")
    total = number(
        marts,
        "select emissions_tco2e from intermediate.int_emissions__by_entity_year"
        " where entity_id = 'chalco'",
    )
    assert total == gross - eliminated


def test_sum_of_energy_is_comprehensive_energy(marts: duckdb.DuckDBPyConnection) -> None:
    wind_farm = number(marts, "select sum(energy_tce) from fct_energy where plant_id = 'WF01'")
    assert wind_farm == Decimal("1.229000")  # 300 MWh taken from the wind, 290 exported


def test_measured_value_stands_in_the_lineage(marts: duckdb.DuckDBPyConnection) -> None:
    measured = marts.execute(
        "select distinct mart, fact_id from bridge_lineage"
        " where role in ('measured_ncv', 'measured') order by mart"
    ).fetchall()
    fact_id = "PP01/2021-03/0/fuel_net_calorific_value:bituminous_coal"
    marts_of_energy = [("fct_energy", fact_id), ("fct_energy_by_standard", fact_id)]
    assert measured == [*marts_of_energy, ("fct_ghg_emissions", fact_id)]


def test_every_factor_of_the_lineage_is_in_dim_factor(marts: duckdb.DuckDBPyConnection) -> None:
    unknown = marts.execute(
        "select distinct factor_id from bridge_lineage"
        " where factor_id is not null and factor_id not in (select factor_id from dim_factor)"
    ).fetchall()
    assert unknown == []


def test_a_fuel_without_factor_stops_the_build_by_name(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    group = GivenGroup()
    group.submit("AL01", "2021-03", {"fuel_consumed:coal_slime": "10"})
    with pytest.raises(AssertionError) as stopped:
        build_marts(tmp_path_factory.mktemp("slime"), group, [], as_of=AS_OF)
    assert "every_activity_finds_one_factor" in str(stopped.value)
    assert "every_energy_flow_finds_a_coefficient" in str(stopped.value)
