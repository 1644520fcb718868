"""Energy from given facts to coal equivalent, with the real reference data, over compiled SQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged import DbtProject

from pipelines.dbt_functions import register
from pipelines.reference import read_seed
from pipelines.settings import Settings

pytestmark = pytest.mark.slow

SETTINGS = Settings.from_environment()
FROM_SEEDS = [
    "staging.stg_conversions",
    "factors.int_factors__canonical",
    "factors.int_energy__coefficients",
]
FROM_FACTS = [
    "intermediate.int_energy__carrier_facts",
    "intermediate.int_energy__steam_states",
    "intermediate.int_energy__heat_values",
    "intermediate.int_energy__by_standard",
]
DEFAULT = ("energy_statistics", "calorific")
MONTH = "2021-03-01"
TONNES = st.integers(0, 10**9)


@dataclass(frozen=True)
class Reported:
    """A value as a plant reports it; `unit` is any unit of the quantity."""

    indicator_id: str
    value: str
    unit: str
    material_id: str = ""
    plant_id: str = "P1"


class Energy:
    """The models of energy as views over the facts that a test gives."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def report(self, values: list[Reported]) -> None:
        """Replaces all facts; units are converted as staging converts them."""
        self._connection.execute("delete from reported")
        self._connection.executemany(
            "insert into reported values (?, ?, ?, ?, ?)",
            [(v.plant_id, v.indicator_id, v.material_id, v.value, v.unit) for v in values],
        )

    def total(self, basis: tuple[str, str] = DEFAULT) -> Decimal:
        """Comprehensive energy in tce of all plants; fails where a carrier has no value."""
        rows = self.rows(
            "select energy_tce from intermediate.int_energy__by_standard"
            f" where (standard, valuation) = {basis}"
        )
        return sum((row[0] for row in rows), Decimal(0))

    def rows(self, query: str) -> list[tuple[Decimal, ...]]:
        """The rows of a query."""
        return self._connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def energy(dbt_project: DbtProject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Energy]:
    """The compiled models over a copy of the reference data, with no facts yet."""
    names = [name.split(".")[1] for name in FROM_SEEDS + FROM_FACTS]
    dbt_project.run("compile", "--select", *names)
    build = tmp_path_factory.mktemp("energy") / "build.duckdb"
    shutil.copy(dbt_project.build, build)
    connection = duckdb.connect(str(build))
    register(connection)
    for schema in ("staging", "factors", "intermediate"):
        connection.execute(f"create schema if not exists {schema}")
    compiled = dbt_project.folder / "target" / "compiled" / "potline" / "models"
    sources = {path.stem: path.read_text(encoding="utf-8") for path in compiled.rglob("*.sql")}
    for model in FROM_SEEDS:
        connection.execute(f"create table {model} as {sources[model.split('.')[1]]}")
    connection.execute(GIVEN)
    for model in FROM_FACTS:
        connection.execute(f"create view {model} as {sources[model.split('.')[1]]}")
    yield Energy(connection)
    connection.close()


GIVEN = f"""
    create table reported (
        plant_id varchar, indicator_id varchar, material_id varchar, value decimal(19, 6),
        unit_id varchar
    );
    create view intermediate.int_facts__accounting as
    select
        'F' || reported.rowid as fact_id, plant_id, date '{MONTH}' as period, indicator_id,
        reported.material_id, '' as counterparty_id,
        cast(value * conversions.factor as decimal(19, 6)) as value,
        conversions.canonical_unit as unit, indicators.flow, indicators.carrier
    from reported
    join reference.indicators as indicators using (indicator_id)
    left join reference.materials as materials on reported.material_id = materials.material_id
    join staging.stg_conversions as conversions
        on reported.unit_id = conversions.unit_id
        and conversions.canonical_unit
        = coalesce(indicators.canonical_unit, materials.canonical_unit)
        and reported.material_id = conversions.material_id;
    create table factors.int_plants__methods as
    select 'WF' as plant_id, 'wind' as renewable_carrier, date '2001-01-01' as valid_from,
        date '9999-12-31' as valid_to;
    create view intermediate.int_plants__methods as from factors.int_plants__methods;
"""


def coal(amount: str, unit: str = "t", plant_id: str = "P1") -> Reported:
    """Coal burnt."""
    return Reported("fuel_consumed", amount, unit, "bituminous_coal", plant_id)


WORKED_EXAMPLE = [
    coal("10000"),
    Reported("fuel_consumed", "200", "10^4 m3", "natural_gas"),
    Reported("electricity_purchased_grid", "5000", "10^4 kWh"),
    Reported("steam_exported", "20000", "t"),
]


@pytest.mark.parametrize("standard", ["energy_statistics", "gbt_2589_2008"])
def test_comprehensive_energy_we_23(energy: Energy, standard: str) -> None:
    energy.report(WORKED_EXAMPLE)
    assert energy.total((standard, "calorific")) == Decimal(13376)


def test_an_edition_without_a_value_says_why_and_guesses_nothing(energy: Energy) -> None:
    energy.report(WORKED_EXAMPLE)
    gaps = energy.rows(
        "select carrier, valuation, gap from intermediate.int_energy__by_standard"
        " where standard = 'gbt_2589_2020' and energy_tce is null order by all"
    )
    assert gaps == [
        ("electricity", "equivalent", "value_of_the_year"),
        ("natural_gas", "calorific", "range"),
        ("natural_gas", "equivalent", "range"),
        ("steam", "calorific", "no_line"),
        ("steam", "equivalent", "no_line"),
    ]


def test_measured_heat_values_go_before_every_coefficient(energy: Energy) -> None:
    energy.report(
        [
            coal("1000"),
            Reported("fuel_net_calorific_value", "22500", "kJ/kg", "bituminous_coal"),
            Reported("steam_exported", "5000", "t"),
            Reported("steam_exported_enthalpy", "2793.8", "kJ/kg"),
        ]
    )
    values = energy.rows(
        "select distinct carrier, energy_gj, valued_by from intermediate.int_energy__by_standard"
        " order by carrier"
    )
    assert values == [
        ("bituminous_coal", Decimal("22500.000000"), "measured_heat_value"),
        ("steam", Decimal("-13550.300000"), "measured_heat_value"),  # WE-20
    ]


def test_own_power_and_heat_do_not_count_again(energy: Energy) -> None:
    energy.report([coal("400")])
    fuel_alone = energy.total()
    energy.report(
        [
            coal("400"),
            Reported("electricity_generated", "1000", "MWh"),
            Reported("electricity_consumed", "900", "MWh"),
            Reported("heat_generated", "700", "GJ"),
            Reported("heat_consumed", "700", "GJ"),
        ]
    )
    assert energy.total() == fuel_alone


@settings(max_examples=20, deadline=None)
@given(kilograms=st.integers(0, 10**12), heat=st.integers(1, 40_000))
def test_kilograms_or_tonnes_give_the_same_energy(
    energy: Energy, kilograms: int, heat: int
) -> None:
    def total(amount: Reported, heat_value: Reported) -> Decimal:
        energy.report([amount, heat_value, Reported("heat_exported", "1", "GJ")])
        return energy.total()

    material = "bituminous_coal"
    in_kilograms = total(
        coal(str(kilograms), "kg"),
        Reported("fuel_net_calorific_value", str(heat), "kJ/kg", material),
    )
    in_tonnes = total(
        coal(str(Decimal(kilograms) / 1000)),
        Reported("fuel_net_calorific_value", str(Decimal(heat) / 1000), "GJ/t", material),
    )
    assert in_kilograms == in_tonnes


@settings(max_examples=20, deadline=None)
@given(amounts=st.lists(st.tuples(TONNES, TONNES), min_size=1, max_size=4))
def test_a_plant_split_in_two_gives_the_same_energy(
    energy: Energy, amounts: list[tuple[int, int]]
) -> None:
    fuels = ["bituminous_coal", "diesel", "coke", "lng"]
    whole, parts = [], []
    for fuel, (one, other) in zip(fuels, amounts, strict=False):
        whole.append(Reported("fuel_consumed", str(one + other), "t", fuel))
        parts.append(Reported("fuel_consumed", str(one), "t", fuel, "P1"))
        parts.append(Reported("fuel_consumed", str(other), "t", fuel, "P2"))
    energy.report(whole)
    together = energy.total()
    energy.report(parts)
    assert energy.total() == together


@settings(max_examples=20, deadline=None)
@given(amount=TONNES, more=st.integers(1, 10**6))
def test_more_coal_is_more_energy_on_every_basis(energy: Energy, amount: int, more: int) -> None:
    energy.report([coal(str(amount)), coal(str(amount + more), plant_id="P2")])
    [(bases, rising)] = energy.rows(
        "select count(*), count(*) filter (one.energy_tce < other.energy_tce)"
        " from intermediate.int_energy__by_standard as one"
        " join intermediate.int_energy__by_standard as other using (standard, valuation)"
        " where one.plant_id = 'P1' and other.plant_id = 'P2'"
    )
    assert rising == bases == len(read_seed(SETTINGS, "energy_bases"))


def test_one_basis_is_the_default_and_every_norm_is_complete() -> None:
    bases = [row for row in read_seed(SETTINGS, "energy_bases") if row["is_default"] == "true"]
    assert [(row["standard_id"], row["valuation"]) for row in bases] == [DEFAULT]
    lines = {row["coefficient_id"]: row for row in read_seed(SETTINGS, "energy_coefficients")}
    for norm in read_seed(SETTINGS, "product_norms"):
        levels = [
            lines[norm[f"{level}_coefficient_id"]] for level in ("advanced", "access", "limit")
        ]
        assert {line["unit"] for line in levels} == {norm["unit"]}, norm
        assert [Decimal(line["value_high"]) for line in levels] == sorted(
            Decimal(line["value_high"]) for line in levels
        ), norm
        assert all(norm["source"].startswith(line["standard"]) for line in levels), norm
