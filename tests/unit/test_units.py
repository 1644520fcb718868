"""Units: the seed agrees with Pint, and what disagrees is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.settings import Settings
from pipelines.units import check_units, conversion_factor, mass_of_volume, volume_of_mass

SETTINGS = Settings.from_environment()


@pytest.fixture
def with_line(tmp_path: Path) -> Callable[[str], list[str]]:
    """`check_units` on a copy of the seed with one more line."""

    def check(line: str) -> list[str]:
        settings = replace(SETTINGS, project=tmp_path)
        settings.seeds.mkdir(parents=True)
        seed = settings.seeds / "units.csv"
        shutil.copy(SETTINGS.seeds / "units.csv", seed)
        with seed.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        return check_units(settings)

    return check


def test_pint_agrees_with_every_unit_of_the_seed() -> None:
    assert check_units(SETTINGS) == []


def test_a_new_unit_is_one_line(with_line: Callable[[str], list[str]]) -> None:
    assert with_line("oz,盎司,mass,t,0.000028349523,ounce,NIST SP 811") == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("lb,磅,mass,t,0.00045359,pound,-", "factor 0.00045359 is 0.00045359237 by Pint"),
        ("kt2,千吨,mass,t,1000,kilometer,-", "Pint cannot convert 'kilometer'"),
        ("x,某,mass,t,1,no_such_unit,-", "Pint cannot convert 'no_such_unit'"),
        ("x,某,mass,t,,gram,-", "factor '' is no number"),
        ("x,某,mass,m3,1,gram,-", "canonical unit m3 is no unit of mass"),
        ("kWh2,度,electricity,MWh,0.01,kilowatt_hour,-", "factor 0.01 is 0.001 by Pint"),
    ],
)
def test_a_wrong_line_is_found(
    with_line: Callable[[str], list[str]], line: str, problem: str
) -> None:
    [found] = with_line(line)
    assert problem in found


@pytest.mark.parametrize(
    ("expression", "into", "factor"),
    [
        ("tonne_coal_equivalent", "gigajoule", "29.3076"),
        ("ten_thousand * kilowatt_hour", "megawatt_hour", "10"),
        ("hundred_million * metric_ton", "ten_thousand * metric_ton", "10000"),
        ("3 * mu", "meter ** 2", "2000"),
        ("kilocalorie_it", "kilojoule", "4.1868"),
    ],
)
def test_chinese_units_convert(expression: str, into: str, factor: str) -> None:
    assert conversion_factor(expression, into).quantize(Decimal("1e-12")) == Decimal(factor)


def test_mass_and_volume_convert_by_density() -> None:
    density = Decimal("0.84")
    assert mass_of_volume(Decimal(1000), density) == Decimal(840)
    assert volume_of_mass(Decimal(840), density) == Decimal(1000)
