"""What reference data and descriptions must satisfy so that the marts can be built from them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.reference import read_seed
from pipelines.settings import Settings

SETTINGS = Settings.from_environment()
MARTS = sorted((SETTINGS.dbt_project / "models" / "marts").rglob("_*.yml"))
QUANTITIES_OF_MARTS = {"energy_tce", "emissions_tco2e", "co2_t"}
UNIT_OF_DOMAIN = {
    "air": {"t"},
    "water": {"t", "m3"},
    "solid_waste": {"t"},
    "hazardous_waste": {"t"},
}


def listed(text: str) -> list[str]:
    """The parts of a `;` list; none for an empty one."""
    return text.split(";") if text else []


def described_columns() -> list[tuple[str, str, str]]:
    """Mart, column and description of every column of every mart."""
    return [
        (model["name"], column["name"], column.get("description", ""))
        for path in MARTS
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
        for column in model["columns"]
    ]


def test_every_column_of_every_mart_is_described_in_english_and_chinese() -> None:
    columns = described_columns()
    assert len({mart for mart, _, _ in columns}) >= 12
    undescribed = [(mart, name) for mart, name, text in columns if not all(text.split("中文:")[:2])]
    untranslated = [(mart, name) for mart, name, text in columns if "中文:" not in text]
    assert undescribed == []
    assert untranslated == []


@pytest.mark.parametrize("path", MARTS, ids=lambda path: Path(path).stem)
def test_every_mart_has_a_contract_and_says_its_grain_first(path: Path) -> None:
    for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
        assert model["config"]["contract"]["enforced"] is True, model["name"]
        assert model["description"].startswith("One row per "), model["name"]


def test_every_quantity_of_a_disclosed_figure_is_an_indicator_or_comes_from_a_mart() -> None:
    known = {row["indicator_id"] for row in read_seed(SETTINGS, "indicators")}
    for row in read_seed(SETTINGS, "disclosure_indicators"):
        inputs = listed(row["input_indicator_ids"])
        terms = [
            quantity
            for column in row
            if column.startswith(("numerator", "denominator", "base_numerator", "base_denominator"))
            for quantity in listed(row[column])
        ]
        assert inputs, row["disclosure_indicator_id"]
        assert set(inputs) <= known, row["disclosure_indicator_id"]
        assert set(terms) <= known | QUANTITIES_OF_MARTS, row["disclosure_indicator_id"]


def test_every_published_figure_converts_to_the_unit_of_its_indicator() -> None:
    units = {row["unit_id"]: row for row in read_seed(SETTINGS, "units")}
    disclosed = {
        row["disclosure_indicator_id"]: row for row in read_seed(SETTINGS, "disclosure_indicators")
    }
    figures = [
        row for row in read_seed(SETTINGS, "published_figures") if row["disclosure_indicator_id"]
    ]
    assert len(figures) >= 83
    for figure in figures:
        indicator = disclosed[figure["disclosure_indicator_id"]]
        own, published = units[indicator["canonical_unit"]], units[figure["unit_id"]]
        by_density = indicator["density_material_id"] and {
            own["quantity"],
            published["quantity"],
        } == {"mass", "volume"}
        assert own["canonical_unit"] == published["canonical_unit"] or by_density, figure[
            "figure_id"
        ]


def test_indicators_of_air_water_and_waste_are_stored_in_the_units_that_the_marts_name() -> None:
    for row in read_seed(SETTINGS, "indicators"):
        if row["flow"] and row["domain"] in UNIT_OF_DOMAIN:
            assert row["canonical_unit"] in UNIT_OF_DOMAIN[row["domain"]], row["indicator_id"]
