"""The page of all methods says what the reference data says, and all of it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from pipelines.methods_page import methods_page
from pipelines.reference import read_seed
from pipelines.settings import PROJECT_ROOT, Settings

SETTINGS = Settings.from_environment()
PAGE = PROJECT_ROOT / "docs" / "methods.md"


def test_the_committed_page_is_what_the_reference_data_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == methods_page(SETTINGS), (
        "the reference data changed: potline methods --markdown > docs/methods.md"
    )


@pytest.mark.parametrize(
    ("seed", "column"),
    [
        ("methods", "method_id"),
        ("methods", "guideline"),
        ("methods", "doubt_en"),
        ("formulas", "expression"),
        ("formulas", "doubt_en"),
        ("formula_symbols", "name_en"),
        ("method_formulas", "formula_id"),
        ("method_variants", "variant_id"),
        ("method_variants", "warning_en"),
        ("roundings", "source"),
        ("constants", "constant_id"),
    ],
)
def test_nothing_is_left_out(seed: str, column: str) -> None:
    page = methods_page(SETTINGS)
    assert [row[column] for row in read_seed(SETTINGS, seed) if row[column] not in page] == []


def test_every_factor_that_a_method_may_use_is_there(tmp_path: Path) -> None:
    shutil.copytree(SETTINGS.seeds, tmp_path / "dbt_project" / "seeds")
    settings = Settings(tmp_path, tmp_path / "raw", tmp_path / "home")
    factors = read_seed(settings, "factors")
    (net_calorific_value,) = (row for row in factors if row["factor_id"] == "FA0039")
    factors.append({**net_calorific_value, "factor_id": "FA9999", "value": "19.58"})
    with (settings.seeds / "factors.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(factors[0]))
        writer.writeheader()
        writer.writerows(factors)
    line = next(
        line for line in methods_page(settings).splitlines() if line.startswith("| bituminous_coal")
    )
    assert "19.57 GJ/t (FA0039" in line
    assert "19.58 GJ/t (FA9999" in line
