"""A factor never changes in place: a correction is a new line, and old figures can be remade."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from golden.record_factor_lines import fingerprints, recorded

from pipelines.reference import read_seed
from pipelines.settings import Settings

SETTINGS = Settings.from_environment()


def changed(settings: Settings) -> list[str]:
    """The recorded factors that are gone or have become other numbers."""
    now = fingerprints(settings)
    return [key for key, fingerprint in recorded().items() if now.get(key) != fingerprint]


def test_no_factor_changed_in_place() -> None:
    assert changed(SETTINGS) == [], (
        "these lines differ from what was released: put them back, end their validity, and add "
        "the correction as a new line with its own id and valid_from"
    )


def test_there_are_factors_on_record() -> None:
    assert {"FA0001", "EC001", "carbon_to_co2"} <= recorded().keys()


@pytest.mark.parametrize(
    ("column", "value", "is_a_change"),
    [
        ("value", "6501", True),
        ("unit", "kg CO2e/t", True),
        ("valid_from", "2020-01-01", True),
        ("material_id", "C2F6", True),
        ("valid_to", "2030-12-31", False),
        ("source", "IPCC SAR, table 4", False),
        ("evidence", "one_source", False),
    ],
)
def test_what_makes_the_number_stays_and_the_rest_is_free(
    tmp_path: Path, column: str, value: str, is_a_change: bool
) -> None:
    shutil.copytree(SETTINGS.seeds, tmp_path / "dbt_project" / "seeds")
    settings = Settings(tmp_path, tmp_path / "raw", tmp_path / "home")
    factors = read_seed(settings, "factors")
    for factor in factors:
        if factor["factor_id"] == "FA0013":
            factor[column] = value
    factors.append({**factors[0], "factor_id": "FA9999"})
    with (settings.seeds / "factors.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(factors[0]))
        writer.writeheader()
        writer.writerows(factors)
    assert changed(settings) == (["FA0013"] if is_a_change else [])
