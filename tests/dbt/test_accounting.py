"""The accounting from given submissions to the marts; its formulas are tested by dbt unit tests."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from given_group import GivenGroup, build_marts

pytestmark = pytest.mark.slow

AS_OF = "2021-06-01"

# Each default result in the scopes, with the method sets that count it: the newest method first.
SHARED_RESULTS = """
    with applicable as (
        select plant_id, methods.method_id, methods.valid_from as edition_from,
            unnest(string_split(methods.purposes, ';')) as purpose
        from reference.plants
        join reference.methods as methods
            on list_contains(string_split(methods.industry_ids, ';'), plants.industry_id)
            and methods.valid_from <= '2021-03-01'
            and coalesce(methods.valid_to >= '2021-03-01', true)
            and coalesce(plants.valid_to >= '2021-03-01', true)
    ),
    numbered as (
        select *,
            row_number() over (
                partition by purpose, plant_id order by edition_from desc, method_id
            ) as number,
            count(*) over (partition by purpose, plant_id) as methods
        from applicable
    ),
    sets as (
        select purpose, max(method_set) as sets from rpt_ghg_inventory group by purpose
    )
    select purpose, plant_id, period, scope2_basis, if(scope = 2, counterparty_id, null),
        emissions_tco2e,
        if(number < methods, [number], generate_series(number, sets)) as method_sets
    from fct_ghg_by_method
    join numbered using (purpose, plant_id, method_id)
    join sets using (purpose)
    where is_default and scope is not null
"""


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


def inventory(marts: duckdb.DuckDBPyConnection, column: str, boundary: str) -> Decimal:
    """A number of Chalco's disclosure inventory of 2021, location-based."""
    return number(
        marts,
        f"select {column} from rpt_ghg_inventory where entity_id = 'chalco' and year = 2021"
        " and purpose = 'disclosure' and method_set = 1 and scope2_basis = 'location'"
        f" and boundary = '{boundary}'",
    )


def test_a_smelter_with_captive_coal_power_counts_that_coal_once(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    coal, received, grid = Decimal("1785.476"), Decimal("1768.6"), Decimal("88.43")
    cells = number(
        marts,
        "select sum(emissions_tco2e) from fct_ghg_emissions where plant_id = 'AL01' and scope = 1",
    )
    assert inventory(marts, "scope_1_tco2e", "operational_control") == coal + cells
    assert inventory(marts, "scope_2_tco2e", "operational_control") == received + grid
    assert inventory(marts, "eliminations_tco2e", "operational_control") == received
    assert inventory(marts, "total_tco2e", "operational_control") == coal + cells + grid


def test_equity_share_leaves_what_the_partner_of_the_power_plant_sells(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    own_share = number(
        marts,
        "select share_pct from fct_boundary_shares where boundary = 'equity_share'"
        " and plant_id = 'PP01' and period = '2021-03-01'",
    )
    own_share /= 100
    coal, received = Decimal("1785.476"), Decimal("1768.6")
    controlled = inventory(marts, "total_tco2e", "operational_control")
    partner = 1 - own_share
    assert 0 < partner < 1
    assert inventory(marts, "eliminations_tco2e", "equity_share") == received * own_share
    total = inventory(marts, "total_tco2e", "equity_share")
    assert total == controlled - coal * partner + received * partner


def test_inventories_are_the_sum_of_every_method_less_eliminations(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Recomputed in Python from the results by method, shares and organisation alone."""
    shares = {
        tuple(row[:3]): row[3] / 100
        for row in marts.execute("select * from fct_boundary_shares where share_pct > 0").fetchall()
    }
    units = dict(marts.execute("select plant_id, unit_id from dim_plant").fetchall())
    expected: dict[tuple[str, str, str, str, int], Decimal] = {}
    for purpose, plant, period, basis, counterparty, value, method_sets in marts.execute(
        SHARED_RESULTS
    ).fetchall():
        for boundary in ("operational_control", "equity_share"):
            share = shares.get((boundary, plant, period), Decimal(0))
            other = shares.get((boundary, counterparty, period), Decimal(0))
            for entity in {"group", units[plant]}:
                inside = counterparty and entity in {"group", units[counterparty]}
                counted = share - min(share, other) if inside else share
                for wanted in {"location", "market"} if basis == "" else {basis}:
                    for method_set in method_sets:
                        key = (entity, purpose, boundary, wanted, method_set)
                        expected[key] = expected.get(key, Decimal(0)) + value * counted
    found = {
        tuple(row[:5]): row[5]
        for row in marts.execute(
            "select entity_id, purpose, boundary, scope2_basis, method_set, total_tco2e"
            " from rpt_ghg_inventory where total_tco2e is not null and year = 2021"
        ).fetchall()
    }
    assert found
    assert {key: expected.get(key, Decimal(0)) for key in found} == found
    assert expected.keys() <= found.keys()


def test_an_inventory_names_what_it_lacks(marts: duckdb.DuckDBPyConnection) -> None:
    [(status, reason, coverage)] = marts.execute(
        "select status, reason_en, coverage_pct from rpt_ghg_inventory"
        " where entity_id = 'environment' and year = 2021 and purpose = 'disclosure'"
        " and method_set = 1 and scope2_basis = 'location' and boundary = 'operational_control'"
    ).fetchall()
    assert status == "incomplete"
    assert "SO01 (6)" in reason
    assert "WF01 (5)" in reason
    assert coverage == Decimal("8.33")  # 1 of 12 months


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
