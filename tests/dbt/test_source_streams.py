"""Worked examples from reported values to marts: aluminium, power, electricity, heat, biomass."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from given_group import GivenGroup, build_marts

pytestmark = pytest.mark.slow

AS_OF = "2025-12-01"
ALUMINIUM = "product_output:primary_aluminium"


def smelters(group: GivenGroup) -> None:
    """AL01 reports anodes and no anode effects, AL02 minutes and in July overvoltage."""
    group.submit("AL01", "2023-06", {ALUMINIUM: "300000"})
    group.submit(
        "AL01",
        "2025-06",
        {
            ALUMINIUM: "300000",
            "anode_consumed_gross": "138000",
            "anode_opening_stock": "10000",
            "anode_received": "140000",
            "anode_sold": "1000",
            "anode_closing_stock": "11000",
            "fuel_consumed:natural_gas": "210000",
        },
    )
    group.submit(
        "AL02",
        "2025-06",
        {
            ALUMINIUM: "300000",
            "anode_effect_minutes": "0.14",
            "anode_consumed_net": "123000",
            "anode_sulphur_content": "1.5",
        },
    )
    group.submit(
        "AL02",
        "2025-07",
        {ALUMINIUM: "300000", "anode_overvoltage": "2", "current_efficiency": "93"},
    )


def power_plants(group: GivenGroup) -> None:
    """TP01 measures carbon on each basis, or the heat value alone."""
    for month in ("2022-06", "2023-06"):
        group.submit(
            "TP01",
            month,
            {
                "fuel_consumed:bituminous_coal": "120000",
                "fuel_carbon_air_dried:bituminous_coal": "58",
                "fuel_moisture_received:bituminous_coal": "12",
                "fuel_moisture_air_dried:bituminous_coal": "2.5",
                "fuel_consumed:anthracite": "120000",
                "fuel_carbon_as_received:anthracite": "52.348718",
                "fuel_consumed:cleaned_coal": "120000",
                "fuel_carbon_dry:cleaned_coal": "59.487179",
                "fuel_moisture_received:cleaned_coal": "12",
                "fuel_consumed:lignite": "10000",
                "fuel_net_calorific_value:lignite": "22.5",
                "fuel_consumed:coal_gangue": "100",
                "electricity_purchased_grid": "100",
                "electricity_exported_grid": "90000",
                "heat_exported": "500",
            },
        )


def copper_smelter(group: GivenGroup) -> None:
    """CS01 takes every kind of electricity, heat and steam, and gives some away."""
    group.submit(
        "CS01",
        "2022-06",
        {
            "reductant_consumed:coke": "5000",
            "oxalic_acid_consumed": "200",
            "carbonate_consumed:limestone": "10000",
            "steam_purchased": "5000",
            "steam_purchased_enthalpy": "2.7938",
            "electricity_purchased_grid": "1000",
            "green_electricity_purchased": "300",
            "green_certificates_matched": "200",
            "electricity_purchased_direct_fossil": "100",
            "electricity_purchased_direct_non_fossil": "100",
            "electricity_exported_surplus": "100",
            "heat_exported": "10",
            "biomass_consumed:wood": "10",
            "co2_captured": "30",
            "co2_passed_on": "20",
        },
    )
    group.submit(
        "CS01",
        "2022-07",
        {
            "steam_purchased": "5000",
            "steam_purchased_pressure": "1",
            "electricity_purchased_grid": "1000",
            "green_electricity_purchased": "300",
        },
    )
    group.submit(
        "CS01",
        "2022-08",
        {
            "steam_purchased": "5000",
            "steam_purchased_pressure": "1",
            "steam_purchased_temperature": "250",
            "steam_exported": "500",
            "steam_exported_pressure": "1",
            "steam_exported_temperature": "250",
            "hot_water_purchased": "100",
            "hot_water_purchased_temperature": "70",
            "heat_purchased_external": "10",
        },
    )
    group.submit("CS01", "2025-06", {"fuel_consumed:diesel": "1000"})


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the group, built once with all dbt tests."""
    group = GivenGroup()
    smelters(group)
    power_plants(group)
    copper_smelter(group)
    group.submit(
        "CA01",
        "2025-11",
        {
            "electricity_purchased_grid": "100",
            "steam_purchased": "1",
            "steam_purchased_enthalpy": "2.8",
            "heat_exported": "10",
        },
    )
    group.submit("HQ01", "2022-06", {"co2_passed_on": "20"})
    database = build_marts(tmp_path_factory.mktemp("streams"), group, [], as_of=AS_OF)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'marts'")
        yield connection


def emissions(
    marts: duckdb.DuckDBPyConnection, case: str, column: str = "emissions_tco2e"
) -> Decimal | None:
    """The sum of a method's rows; `case` is `plant month method[/variant] stream gas [basis]`."""
    plant_id, month, method, stream, gas, *basis = case.split()
    method_id, _, variant_id = method.partition("/")
    found = marts.execute(
        f"select sum({column}) from (select distinct on (calculation_id) * from fct_ghg_by_method)"
        " where plant_id = $plant and period = $period and method_id = $method"
        " and variant_id = $variant and $stream in (stream_kind, stream_id)"
        " and $gas in (gas, '*') and scope2_basis = $basis",
        {
            "plant": plant_id,
            "period": f"{month}-01",
            "method": method_id,
            "variant": variant_id,
            "stream": stream,
            "gas": gas,
            "basis": basis[0] if basis else "",
        },
    ).fetchone()
    assert found is not None
    return None if found[0] is None else Decimal(found[0])


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # WE-15 and WE-17: NDRC 2013, with the potentials of SAR and of AR5 (4.3 % apart)
        ("AL01 2023-06 ndrc_2013_aluminium anode_consumption CO2", "450912.00"),
        ("AL01 2023-06 ndrc_2013_aluminium anode_effect *", "75684.00"),
        ("AL01 2023-06 ndrc_2013_aluminium/ar5 anode_effect *", "78948.00"),
        # WE-15 with 0.411; WE-16 by the gross consumption, also from the stocks
        ("AL01 2025-06 cets_2024_aluminium anode_consumption CO2", "441249.60"),
        (
            "AL01 2025-06 cets_2024_aluminium/gross_with_loss_unconfirmed_1 anode_consumption CO2",
            "418888.66",
        ),
        (
            "AL01 2025-06 cets_2024_aluminium/stock_balance_unconfirmed_1 anode_consumption CO2",
            "418888.66",
        ),
        # WE-17: without minutes each uncertain pair is a variant, and none the default
        ("AL01 2025-06 cets_2024_aluminium/unconfirmed_1 anode_effect *", "43443.00"),
        ("AL01 2025-06 cets_2024_aluminium/unconfirmed_2 anode_effect *", "78948.00"),
        ("AL01 2025-06 cets_2024_aluminium anode_effect *", None),
        ("AL01 2025-06 cets_2024_aluminium combustion CO2", None),
        # WE-08, unrounded
        ("AL01 2025-06 mee_2024_aluminium_enterprise combustion CO2", "454.65"),
        # 300000 t x 0.143 kg/t/min x 0.14 min = 6.006 t CF4, a tenth of it C2F6
        ("AL02 2025-06 cets_2024_aluminium anode_effect CF4", "39819.78"),
        ("AL02 2025-06 cets_2024_aluminium anode_effect C2F6", "6666.66"),
        # 300000 t x 0.411 x (1 - 1.5 % - 0.4 %) x 44/12: sulphur measured
        ("AL02 2025-06 cets_2024_aluminium anode_consumption CO2", "443510.10"),
        # The same 6.006 t, and 0.121 of it, with AR4; 0.122 kg/t/min with AR6
        ("AL02 2025-06 ipcc_2006_aluminium anode_effect CF4", "44384.34"),
        ("AL02 2025-06 ipcc_2006_aluminium anode_effect C2F6", "8866.06"),
        ("AL02 2025-06 epa_98f_aluminium_2025 anode_effect CF4", "39819.78"),
        ("AL02 2025-06 ipcc_2019_aluminium anode_effect CF4", "37815.12"),
        # 123000 t x (1 - 1.5 % - 0.4 %) x 44/12, and tier 1: 1.6 t/t, 0.4 kg/t
        ("AL02 2025-06 ipcc_2006_aluminium anode_consumption CO2", "442431.00"),
        ("AL01 2025-06 ipcc_2006_aluminium anode_consumption CO2", "480000.00"),
        ("AL01 2025-06 ipcc_2006_aluminium anode_effect CF4", "886800.00"),
        # 300000 t x 1.16 kg/t/mV x 2 mV / 0.93 = 748.387 t CF4
        ("AL02 2025-07 ipcc_2006_aluminium anode_effect CF4", "5530580.65"),
        # WE-20: measured carbon, on each basis the same; unmeasured 0.03085 t C/GJ and 26.7 GJ/t
        ("TP01 2022-06 mee_2022_power_ets combustion:bituminous_coal CO2", "228031.02"),
        ("TP01 2022-06 mee_2022_power_ets combustion:anthracite CO2", "228031.02"),
        ("TP01 2022-06 mee_2022_power_ets combustion:cleaned_coal CO2", "228031.01"),
        ("TP01 2022-06 mee_2022_power_ets combustion:lignite CO2", "25196.74"),
        ("TP01 2022-06 mee_2022_power_ets combustion:coal_gangue CO2", "299.00"),
        # The ETS amount has purchased electricity until 2022: 0.5703
        ("TP01 2022-06 mee_2022_power_ets purchased_electricity CO2 location", "57.03"),
        ("TP01 2023-06 mee_2022_power_ets purchased_electricity CO2 location", None),
        ("TP01 2023-06 mee_2022_power purchased_electricity CO2 location", "61.87"),
        # WE-21
        ("CS01 2022-06 ndrc_2015_nonferrous reductant CO2", "14310.00"),
        ("CS01 2022-06 ndrc_2015_nonferrous oxalic_acid CO2", "69.52"),
        ("CS01 2022-06 ndrc_2015_nonferrous carbonate CO2", "4050.00"),
        # WE-20: 5000 t at 2793.8 kJ/kg; saturated at 1 MPa 2777.12; at 1 MPa and 250 °C 2943.22
        ("CS01 2022-06 ndrc_2015_nonferrous purchased_steam CO2", "1490.53"),
        ("CS01 2022-07 ndrc_2015_nonferrous purchased_steam CO2", "1481.36"),
        ("CS01 2022-08 ndrc_2015_nonferrous purchased_steam CO2", "1572.72"),
        ("CS01 2022-08 ndrc_2015_nonferrous exported_steam CO2", "-157.27"),
        # 100 t x 50 K x 4.1868 kJ/(kg K) = 20.934 GJ
        ("CS01 2022-08 ndrc_2015_nonferrous purchased_hot_water CO2", "2.30"),
        ("CS01 2022-08 ndrc_2015_nonferrous purchased_heat CO2", "1.10"),
        ("CS01 2022-06 ndrc_2015_nonferrous exported_heat CO2", "-1.10"),
        # Yunnan 2022: 0.1073; residual mix 0.5856; 200 MWh of the 300 bought are proven
        ("CS01 2022-06 ndrc_2015_nonferrous purchased_electricity CO2 location", "107.30"),
        ("CS01 2022-06 ndrc_2015_nonferrous exported_electricity CO2 location", "-10.73"),
        ("CS01 2022-06 ndrc_2015_nonferrous purchased_electricity CO2 market", "468.48"),
        ("CS01 2022-07 ndrc_2015_nonferrous purchased_electricity CO2 market", "585.60"),
        ("CS01 2022-06 ndrc_2015_nonferrous direct_fossil_electricity CO2", "83.25"),
        ("CS01 2022-06 ndrc_2015_nonferrous direct_non_fossil_electricity CO2", "0.00"),
        # 10 t x 15.6 GJ/t x 0.112
        ("CS01 2022-06 ndrc_2015_nonferrous biogenic_combustion CO2", "17.47"),
        ("CS01 2022-06 ndrc_2015_nonferrous co2_captured CO2", "30.00"),
        ("CS01 2022-06 ndrc_2015_nonferrous co2_passed_on CO2", "20.00"),
        ("HQ01 2022-06 ndrc_2015_general co2_recovery CO2", "-20.00"),
        # WE-05: the newest factor published, and steam with its whole enthalpy
        ("CA01 2025-11 gbt_32151_34_2024 purchased_electricity CO2 location", "53.06"),
        ("CA01 2025-11 gbt_32151_34_2024 purchased_steam CO2", "0.31"),
        # WE-09, for 1000 t
        ("CS01 2025-06 provincial_2025 combustion CO2", "3095.91"),
    ],
)
def test_a_worked_example_is_met_to_the_last_printed_digit(
    marts: duckdb.DuckDBPyConnection, case: str, expected: str | None
) -> None:
    found = emissions(marts, case)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.quantize(Decimal("0.01"), "ROUND_HALF_UP") == Decimal(expected)


def test_the_form_rounds_on_the_way(marts: duckdb.DuckDBPyConnection) -> None:
    """WE-08: 21 x 5.96 x 0.99 x 44/12 in the form, whose carbon content has two decimals."""
    case = "AL01 2025-06 mee_2024_aluminium_enterprise combustion CO2"
    assert emissions(marts, case, "value_form") == Decimal("454.33")


def test_biogenic_and_captured_co2_stand_outside_the_scopes(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    kinds = "('biogenic_combustion', 'co2_captured', 'co2_passed_on')"
    inside = marts.execute(
        f"select count(*) from fct_ghg_emissions where stream_kind in {kinds}"
    ).fetchone()
    outside = marts.execute(
        "select stream_kind, sum(gas_mass_t) from fct_ghg_outside_scopes"
        " where plant_id = 'CS01' group by stream_kind order by stream_kind"
    ).fetchall()
    assert inside == (0,)
    assert outside == [
        ("biogenic_combustion", Decimal("17.472")),
        ("co2_captured", Decimal(30)),
        ("co2_passed_on", Decimal(20)),
    ]


def test_the_disclosure_deducts_no_exported_energy(marts: duckdb.DuckDBPyConnection) -> None:
    deducted = marts.execute(
        "select count(*) from fct_ghg_emissions where emissions_tco2e < 0"
    ).fetchone()
    assert deducted == (0,)


def test_power_plants_export_without_deduction(marts: duckdb.DuckDBPyConnection) -> None:
    exported = marts.execute(
        "select count(*) from fct_ghg_by_method"
        " where plant_id = 'TP01' and stream_kind in ('exported_electricity', 'exported_heat')"
    ).fetchone()
    assert exported == (0,)


def test_only_what_a_method_fills_is_filled_and_it_is_counted_apart(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Lignite lacks the carbon analysis, coal gangue the heat value too; the others have one."""
    grades = marts.execute(
        "select distinct stream_id, data_quality from fct_ghg_by_method"
        " where plant_id = 'TP01' and method_id = 'mee_2022_power_ets'"
        " and stream_kind = 'combustion' order by stream_id"
    ).fetchall()
    assert grades == [
        ("combustion:anthracite", "measured"),
        ("combustion:bituminous_coal", "measured"),
        ("combustion:cleaned_coal", "measured"),
        ("combustion:coal_gangue", "filled"),
        ("combustion:lignite", "filled"),
    ]
    filled = marts.execute(
        "select results, emissions_tco2e, share_pct from rpt_data_quality"
        " where (purpose, entity_id, year, data_quality) = ('ets', 'TP01', 2023, 'filled')"
    ).fetchall()
    [(results, total, share)] = filled
    assert (results, round(total, 2)) == (2, Decimal("25495.74"))  # 25196.74 + 299.00
    assert round(share, 2) == Decimal("3.59")  # of 709588.79


def test_a_default_without_a_line_in_fillings_is_not_filled(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    elsewhere = marts.execute(
        "select distinct method_id from fct_ghg_by_method where data_quality = 'filled'"
    ).fetchall()
    assert sorted(elsewhere) == [("mee_2022_power",), ("mee_2022_power_ets",)]
