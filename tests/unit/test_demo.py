"""The demonstration group: its files give the published totals by a calculation of their own.

Everything here starts from the values that stand in the files, never from the generator.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from demo_files import (
    ALL,
    DUE,
    PLANTS,
    PUBLISHED_YEARS,
    RAW,
    SETTINGS,
    YEARS,
    Files,
    Month,
    factor_of,
    manifests_of,
)

from pipelines.demo import write_demo
from pipelines.demo.tables import read_table
from pipelines.reference import read_seed

# Guide defaults written out, so that the reference data is not read with the generator's eyes.
NDRC_2013 = {"bituminous_coal": (19.57, 0.02618, 0.93), "diesel": (42.652, 0.0202, 0.98)}
MINING = {"bituminous_coal": (23.204, 0.02618, 0.93), "diesel": (43.33, 0.0202, 0.98)}
GAS_T_PER_M3 = 389.31 * 0.0153 * 0.99 * 44 / 12 / 10_000
REDUCTANTS = {"anthracite": 1.924, "coke": 2.862, "semi_coke": 2.853}
CARBONATES = {"limestone": 0.405, "dolomite": 0.468, "soda_ash": 0.411}
GRID = {"north": 0.8843, "central": 0.5257, "northwest": 0.6671, "south": 0.5271}
ANODE_T_PER_T = 0.42 * (1 - 0.02 - 0.004) * 44 / 12
ANODE_EFFECT_T_PER_T = 0.034 / 1000 * 6500 + 0.0034 / 1000 * 9200
TCE = {
    "bituminous_coal": 0.7143,
    "diesel": 1.4571,
    "natural_gas": 0.00133,
    "coke": 0.9714,
    "semi_coke": 0.9714,
    "anthracite": 0.7143,
}
TCE_PER_MWH, TCE_PER_GJ, GJ_PER_TCE = 0.1229, 0.03412, 29.3076

PUBLISHED_DIGEST = "7c5968ed554fc7d79bec6ea099d6d57e20db8df042f6bf1954beadd986703354"

REGIONS = {row["province_id"]: row["grid_region"] for row in read_seed(SETTINGS, "provinces")}
MEMBERS = {
    unit: [plant for plant, row in PLANTS.items() if row["unit_id"] == unit]
    for unit in ("chalco", "china_copper")
} | {"group": ALL}


@pytest.fixture(scope="module")
def files() -> Files:
    """The committed group."""
    return Files(RAW)


def co2e_t(month: Month, plant: str, members: list[str], with_pfc: bool) -> float:
    """Emissions of a plant in a month; what it received from a member counts at the sender."""
    fuels = MINING if PLANTS[plant]["industry_id"].endswith("_mining") else NDRC_2013
    grid = GRID[REGIONS[PLANTS[plant]["province_id"]]]
    aluminium = ANODE_T_PER_T + (ANODE_EFFECT_T_PER_T if with_pfc else 0)
    total = month.total("product_output", "primary_aluminium") * aluminium
    total += month.total("fuel_consumed", "natural_gas") * GAS_T_PER_M3
    total += sum(
        month.total("fuel_consumed", fuel) * heat * carbon * oxidised * 44 / 12
        for fuel, (heat, carbon, oxidised) in fuels.items()
    )
    total += sum(month.total("reductant_consumed", f) * k for f, k in REDUCTANTS.items())
    total += sum(month.total("carbonate_consumed", f) * k for f, k in CARBONATES.items())
    purity = month.total("oxalic_acid_purity") / 100
    total += month.total("oxalic_acid_consumed") * 0.349 * purity
    total += month.total("electricity_purchased_grid") * grid
    total += month.total("heat_purchased_external") * 0.11
    for (indicator, _, sender), number in month.items():
        if sender and sender not in members and indicator.endswith("_received_internal"):
            total += number * (grid if indicator.startswith("electricity") else 0.11)
    return total


def energy_tce(month: Month, industry: str) -> float:
    """Consumed less exported energy of a plant in a month."""
    total = 0.0
    for fuel in month.materials("fuel_consumed"):
        heat_value = month.total("fuel_net_calorific_value", fuel)
        factor = heat_value / GJ_PER_TCE if heat_value else TCE[fuel]
        total += month.total("fuel_consumed", fuel) * factor
    total += sum(month.total("reductant_consumed", fuel) * TCE[fuel] for fuel in REDUCTANTS)
    power = month.total("electricity_purchased_grid")
    power += month.total("electricity_received_internal")
    power -= month.total("electricity_delivered_internal")
    power -= month.total("electricity_exported_grid")
    if industry in ("wind_power", "solar_power"):
        power += month.total("electricity_generated")
    heat = month.total("heat_purchased_external") + month.total("heat_received_internal")
    heat -= month.total("heat_delivered_internal") + month.total("heat_exported")
    return total + power * TCE_PER_MWH + heat * TCE_PER_GJ


def emissions(files: Files, entity: str, year: int, with_pfc: bool = True) -> float:
    members = MEMBERS[entity]
    return sum(
        co2e_t(files.months[(plant, month)], plant, members, with_pfc)
        for plant in members
        for month in DUE[plant]
        if month.startswith(str(year))
    )


def energy(files: Files, year: int) -> float:
    return sum(
        energy_tce(files.months[(plant, month)], PLANTS[plant]["industry_id"])
        for plant in ALL
        for month in DUE[plant]
        if month.startswith(str(year))
    )


def energy_intensity(files: Files, year: int) -> float:
    if year < PUBLISHED_YEARS[0]:
        base = files.months[("HQ01", str(year))]
        return base.total("base_energy") / base.total("base_output_value_constant")
    return energy(files, year) / files.total(ALL, year, "output_value_constant")


def change_on_2010(files: Files, year: int, indicator: str) -> float:
    base = files.months[("HQ01", "2010")].total(f"base_{indicator}")
    return 100 * (files.total(ALL, year, indicator) / base - 1)


def general_waste_rate(files: Files, year: int) -> float:
    generated = files.total(ALL, year, "general_waste_generated")
    generated += files.total(ALL, year, "general_waste_utilised_from_stock")
    return 100 * files.total(ALL, year, "general_waste_utilised") / generated


def calculated(files: Files, entity: str, indicator: str, year: int) -> float:
    """A disclosed figure, in the canonical unit of its indicator."""
    sums = {
        "so2_emissions": "so2_emitted",
        "nox_emissions": "nox_emitted",
        "smoke_dust_emissions": "smoke_dust_emitted",
        "ammonia_nitrogen_discharge": "ammonia_nitrogen_discharged",
    }

    def total(name: str) -> float:
        return files.total(MEMBERS[entity], year, name)

    if indicator.endswith("_change_on_2010"):
        pollutant = indicator.removesuffix("_change_on_2010")
        way = "emitted" if pollutant in ("so2", "nox") else "discharged"
        return change_on_2010(files, year, f"{pollutant}_{way}")
    if indicator == "energy_intensity_change":
        return 100 * (energy_intensity(files, year) / energy_intensity(files, year - 1) - 1)
    special = {
        "ghg_emissions": lambda: emissions(files, entity, year),
        "co2_emissions": lambda: emissions(files, entity, year, with_pfc=False),
        "ghg_per_revenue": lambda: (
            emissions(files, entity, year) / (total("operating_revenue") / 10_000)
        ),
        "so2_per_output": lambda: total("so2_emitted") / (total("output_value") / 10_000),
        "comprehensive_energy": lambda: energy(files, year),
        "general_waste_utilisation_rate": lambda: general_waste_rate(files, year),
        "impact_assessment_rate": lambda: (
            100 * total("new_projects_assessed") / total("new_projects")
        ),
        "wastewater_reuse_rate": lambda: (
            100 * total("wastewater_reused") / total("wastewater_generated")
        ),
    }
    return special[indicator]() if indicator in special else total(sums.get(indicator, indicator))


TARGETS = read_table("targets")


@pytest.mark.parametrize("target", TARGETS, ids=lambda row: f"{row['figure_id']}-{row['year']}")
def test_published_total_comes_out_of_the_files(files: Files, target: dict[str, str]) -> None:
    entity, indicator = target["entity_id"], target["disclosure_indicator_id"]
    number = calculated(files, entity, indicator, int(target["year"]))
    is_ratio = target["unit_id"] in ("%", "t/10^4 CNY")
    unit = 1.0 if is_ratio else float(factor_of(target["unit_id"]))
    last_digit = float(Decimal(1).scaleb(Decimal(target["value"]).as_tuple().exponent))
    # A quarter of the last printed digit: the middle half of what rounding allows.
    assert number / unit == pytest.approx(float(target["value"]), abs=last_digit / 4)


def test_all_83_valued_figures_are_targets() -> None:
    figures = {
        row["figure_id"]: row
        for row in read_seed(SETTINGS, "published_figures")
        if row["is_appendix_table"] == "true" and row["printed_value"]
    }
    assert len(TARGETS) == len(figures) == 83
    assert {row["figure_id"] for row in TARGETS} == set(figures)
    for row in TARGETS:
        figure = figures[row["figure_id"]]
        if row["reading"] == "as printed":
            assert row["value"] == figure["printed_value"]
            assert row["year"] == figure["period"]


def test_committed_files_are_small_and_sent_in_time() -> None:
    paths = [path for path in RAW.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in paths) < 12_500_000
    sidecar = RAW / "monthly_csv" / "BX01" / "2019" / "BX01_2019-01.csv.meta.yml"
    meta = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    assert meta["kind"] == "original"
    assert str(meta["sent_at"]).startswith("2019-02-09")


def test_csv_files_come_in_three_encodings() -> None:
    starts = {path.read_bytes()[:8] for path in RAW.glob("monthly_csv/*/2019/*-01.csv")}
    assert starts == {b"plant_id", b"\xef\xbb\xbfplant", "工厂代码".encode("gb18030")}


def test_published_years_are_as_they_were_first_written() -> None:
    """Later years were added beside them; a changed byte here is a changed submission."""
    later = tuple(str(year) for year in YEARS if year not in PUBLISHED_YEARS)
    digest = hashlib.sha256()
    for path in sorted(RAW.rglob("*")):
        if path.suffix in (".xlsx", ".csv", ".yml") and path.name.split("_")[1][:4] not in later:
            digest.update(path.relative_to(RAW).as_posix().encode() + path.read_bytes())
    assert digest.hexdigest() == PUBLISHED_DIGEST


def test_every_industry_reports_in_the_last_year(files: Files) -> None:
    reporting = {plant for plant, period in files.rows if period == f"{YEARS[-1]}-12"}
    industries = {row["industry_id"] for row in read_seed(SETTINGS, "industries")}
    assert {PLANTS[plant]["industry_id"] for plant in reporting} == industries


def test_every_indicator_of_a_formula_is_reported(files: Files) -> None:
    symbols = read_seed(SETTINGS, "formula_symbols")
    needed = {name for row in symbols for name in row["indicator_ids"].split(";") if name}
    reported = {
        indicator
        for (_, period), month in files.months.items()
        if period > "2022"
        for indicator, _, _ in month
    }
    assert needed - reported == set()


def test_manifests_add_up_to_transfers(files: Files) -> None:
    """Of every month from 2022 on with a transfer, and of no other."""
    sent: dict[tuple[str, str, str], float] = defaultdict(float)
    numbers = []
    for path in RAW.glob("waste_manifest/*/*/*.csv"):
        plant, period = path.stem.split("_")
        for number, waste, quantity in manifests_of(path):
            numbers.append(number)
            sent[(plant, period, waste)] += quantity
    transferred = {
        (plant, period, waste): number
        for (plant, period), month in files.months.items()
        if period >= "2022"
        for (indicator, waste, _), number in month.items()
        if indicator == "hazardous_waste_transferred_out" and number > 0
    }
    assert sent == pytest.approx(transferred)
    assert len(numbers) == len(set(numbers))


def _tree(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_any_size_with_its_seeds(tmp_path: Path) -> None:
    summary = write_demo(SETTINGS, tmp_path, plants=3, months=2, seed=7)
    lines = list(csv.DictReader((tmp_path / "seeds" / "plants.csv").open(encoding="utf-8")))
    assert [line["plant_id"] for line in lines] == ["BX001", "AR001", "AS001"]
    assert list(lines[0]) == list(next(iter(PLANTS.values())))
    found = Files(tmp_path / "raw")
    assert set(found.rows) == {
        (line["plant_id"], month) for line in lines for month in ("2019-01", "2019-02")
    }
    assert summary.submissions == len(found.rows)


@pytest.mark.slow
def test_any_group_uses_the_later_streams(tmp_path: Path) -> None:
    kinds = len(read_table("kinds")) - 1
    write_demo(SETTINGS, tmp_path, plants=2 * kinds, months=40, seed=7)
    found = Files(tmp_path / "raw")
    later = {
        i for (_, period), month in found.months.items() if period == "2022-02" for i, _, _ in month
    }
    assert {"anode_effect_minutes", "graphite_products_produced", "steam_purchased"} <= later
    assert list((tmp_path / "raw").glob("waste_manifest/*/2022/*_2022-03.csv"))


def test_same_seed_same_bytes_other_seed_other_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        write_demo(SETTINGS, tmp_path / name, plants=3, months=2, seed=seed)
    assert _tree(tmp_path / "one") == _tree(tmp_path / "two")
    assert _tree(tmp_path / "one") != _tree(tmp_path / "three")


@pytest.mark.parametrize(("plants", "months"), [(0, 2), (3, 0), (None, 85)])
def test_impossible_sizes_are_refused(tmp_path: Path, plants: int | None, months: int) -> None:
    with pytest.raises(ValueError, match="months"):
        write_demo(SETTINGS, tmp_path, plants=plants, months=months)


@pytest.mark.slow
def test_committed_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    write_demo(SETTINGS, tmp_path)
    committed = _tree(RAW)
    del committed["README.md"]
    assert _tree(tmp_path / "raw") == committed
