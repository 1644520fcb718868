"""Process emissions from what carbon, cement, mining and magnesium plants report, to the marts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from given_group import GivenGroup, build_marts

pytestmark = pytest.mark.slow

AS_OF = "2025-06-30"
COKE = {
    "green_coke_calcined": "100",
    "green_coke_fixed_carbon": "0.8",
    "calcined_coke_produced": "70",
    "under_calcined_coke_produced": "5",
    "calcination_dust_collected": "1",
    "calcined_coke_fixed_carbon": "0.2",
    "green_coke_volatiles": "10",
    "calcined_coke_volatiles": "2",
}
CLINKER = {
    "clinker_produced:portland_clinker": "1000",
    "clinker_cao:portland_clinker": "65",
    "clinker_mgo:portland_clinker": "2",
    "clinker_cao_non_carbonate:portland_clinker": "1",
    "clinker_mgo_non_carbonate:portland_clinker": "0",
    "kiln_dust_discarded:portland_clinker": "10",
    "raw_meal_consumed": "1500",
    "raw_meal_non_fuel_carbon": "0.2",
    "clinker_substitute_consumed:carbide_slag": "50",
}
MAGNESIUM = {
    "product_output:magnesium": "100",
    "carbonate_consumed:dolomite": "1000",
    "ferrosilicon_semi_coke_consumed": "100",
    "sf6_cover_gas_consumed": "0.01",
    "magnesium_cast_under_sf6": "20",
}
ORE = {
    "ore_calcined": "1000",
    "ore_decomposition": "90",
    "ore_carbonate_content:limestone": "20",
    "ore_carbonate_content:magnesite": "5",
    "carbonated_product": "100",
    "carbonated_product_content:limestone": "50",
}
WATER = {
    "wastewater_cod_removed:anaerobic_reactor": "100",
    "wastewater_sludge_cod:anaerobic_reactor": "10",
    "wastewater_methane_recovered:anaerobic_reactor": "8",
    "wastewater_cod_removed:aerobic_overloaded": "10",
}
# Plant, method, source stream, gas, t CO2e: by hand from the formulas of the guides.
EXPECTED = [
    ("CA01", "gbt_32151_34_2024", "calcination", "CO2", "10.6535"),  # WE-01
    ("CA01", "gbt_32151_34_2024", "desulphurisation:limestone", "CO2", "3.96"),  # WE-04
    ("CA01", "gbt_32151_34_2024", "purchased_electricity:grid", "CO2", "53.66"),  # 0.5366 of 2022
    # 1000 x ((0.65 - 0.01) x 44/56 + 0.02 x 44/40)
    ("CE01", "ndrc_2013_cement", "clinker:portland_clinker", "CO2", "524.857143"),
    ("CE01", "ndrc_2013_cement", "kiln_dust:portland_clinker", "CO2", "5.248571"),
    ("CE01", "ndrc_2013_cement", "raw_meal_carbon", "CO2", "11"),  # 1500 x 0.002 x 44/12
    ("CE01", "mee_2024_cement", "clinker:portland_clinker", "CO2", "535"),
    ("CE01", "mee_2024_cement", "clinker_substitute:carbide_slag", "CO2", "-24"),  # 50 x 0.48
    # 1000 x 0.65 x 0.7848 x 1.02 (WE-11)
    ("CE01", "ipcc_2006_cement", "clinker:portland_clinker", "CO2", "520.3224"),
    ("MG01", "ndrc_2013_magnesium", "carbonate:dolomite", "CO2", "468.44"),  # 0.478 x 98 %
    ("MG01", "ndrc_2013_magnesium", "ferrosilicon", "CO2", "279"),
    ("MG01", "ndrc_2013_magnesium", "sf6_cover_gas", "SF6", "239"),  # SAR 23900
    ("MG01", "ipcc_2006_magnesium", "magnesium_production:magnesium", "CO2", "513"),
    ("MG01", "ipcc_2006_magnesium", "sf6_cover_gas", "SF6", "235"),  # AR5 23500
    ("BX01", "ndrc_2015_mining", "ore_calcination:limestone", "CO2", "79.146"),  # x 0.4397
    ("BX01", "ndrc_2015_mining", "ore_calcination:magnesite", "CO2", "23.49"),  # x 0.5220
    ("BX01", "ndrc_2015_mining", "carbonation_uptake:limestone", "CO2", "-21.985"),
    ("RO01", "ndrc_2015_general", "wastewater:anaerobic_reactor", "CH4", "210"),  # 10 t x 21
    ("RO01", "ndrc_2015_general", "wastewater:aerobic_overloaded", "CH4", "15.75"),
    ("LZ01", "ndrc_2015_nonferrous", "carbonate:limestone", "CO2", "417.715"),  # 95 % x 0.4397
    ("LZ01", "ndrc_2015_nonferrous", "carbonate:soda_ash", "CO2", "41.1"),  # purity inside
]


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of one month of one plant of each industry."""
    group, month = GivenGroup(), "2025-05"
    sorbent = {"desulphurisation_sorbent_consumed:limestone": "10"}
    group.submit("CA01", month, COKE | sorbent | {"electricity_purchased_grid": "100"})
    group.submit("CE01", month, CLINKER)
    group.submit("MG01", month, MAGNESIUM)
    group.submit("BX01", month, ORE)
    group.submit("RO01", month, WATER)
    carbonates = {
        "carbonate_consumed:limestone": "1000",
        "carbonate_purity:limestone": "95",
        "carbonate_consumed:soda_ash": "100",
    }
    group.submit("LZ01", month, carbonates)
    database = build_marts(tmp_path_factory.mktemp("processes"), group, [], as_of=AS_OF)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'marts'")
        yield connection


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: f"{row[1]}-{row[2]}")
def test_a_method_gives_what_its_guide_gives(
    marts: duckdb.DuckDBPyConnection, expected: tuple[str, str, str, str, str]
) -> None:
    *place, value = expected
    found = marts.execute(
        "select distinct emissions_tco2e from fct_ghg_by_method where plant_id = ?"
        " and method_id = ? and stream_id = ? and gas = ? and variant_id = ''"
        " and scope2_basis in ('', 'location')",
        place,
    ).fetchall()
    assert found == [(Decimal(value),)]


def test_the_disclosure_counts_each_source_by_one_method(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = marts.execute(
        "select plant_id, method_id, sum(emissions_tco2e) from fct_ghg_emissions"
        " group by plant_id, method_id order by plant_id"
    ).fetchall()
    expected: dict[tuple[str, str], Decimal] = {}
    for plant_id, method_id, *_, value in EXPECTED:
        if method_id not in ("mee_2024_cement", "ipcc_2006_cement", "ipcc_2006_magnesium"):
            key = (plant_id, method_id)
            expected[key] = expected.get(key, Decimal(0)) + Decimal(value)
    assert {(plant, method): value for plant, method, value in rows} == expected
