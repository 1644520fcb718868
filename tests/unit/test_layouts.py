"""Layouts: what is read from YAML, what is refused, and the columns that SQL gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.layouts import LayoutError, layout_columns, load_layouts, read_layout
from pipelines.reference import read_seed
from pipelines.settings import PROJECT_ROOT, Settings

SETTINGS = Settings(PROJECT_ROOT, PROJECT_ROOT, PROJECT_ROOT)
LAYOUTS = load_layouts(SETTINGS)


def document(form_id: str) -> dict[str, Any]:
    text = (SETTINGS.layouts / f"{form_id}-1.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def read(folder: Path, layout: dict[str, Any]) -> None:
    path = folder / "form-1.yml"
    path.write_text(yaml.safe_dump(layout, allow_unicode=True), encoding="utf-8")
    read_layout(path)


def test_every_form_has_a_layout_with_its_reader() -> None:
    readers = {
        row["form_id"]: row["reader"]
        for row in read_seed(SETTINGS, "forms")
        if row["reader"] != "any"
    }
    forms = [layout for layout in LAYOUTS if layout.form_id in readers]
    assert {layout.form_id: layout.reader for layout in forms} == readers


def test_every_domain_of_a_form_has_a_sheet() -> None:
    domains = {
        layout.form_id: {domain for table in layout.tables for domain in table.domains}
        for layout in LAYOUTS
    }
    for indicator in read_seed(SETTINGS, "indicators"):
        for form_id in domains.keys() & indicator["form_ids"].split(";"):
            assert indicator["domain"] in domains[form_id], (indicator["indicator_id"], form_id)


def test_columns_are_one_row_per_header_text() -> None:
    columns = layout_columns(LAYOUTS)
    keys = [
        (row["form_id"], row["layout_version"], row["sheet"], row["header_text"]) for row in columns
    ]
    assert len(keys) == len(set(keys))
    assert {
        "form_id": "monthly_csv",
        "layout_version": "1",
        "sheet": "csv",
        "header_row": 1,
        "header_text": "工厂代码",
        "field": "plant_id",
        "domain": "production;energy;ghg_activity;air;water;solid_waste;hazardous_waste",
        "indicator_id": None,
    } in columns
    of_water = [row for row in columns if row["sheet"] == "水 Water"]
    assert sum(row["layout_version"] == "1" for row in of_water) == 12


def test_version_ten_follows_version_nine() -> None:
    nine, ten = (replace(LAYOUTS[0], version=version) for version in ("9", "10"))
    assert sorted([ten, nine], key=lambda layout: layout.order) == [nine, ten]


def without(key: str) -> Callable[[dict[str, Any]], None]:
    def change(layout: dict[str, Any]) -> None:
        del layout[key]

    return change


def unknown_field(layout: dict[str, Any]) -> None:
    layout["tables"][0]["columns"]["valeu"] = ["Value"]


def one_text_twice(layout: dict[str, Any]) -> None:
    layout["tables"][0]["columns"]["note"] = layout["tables"][0]["columns"]["value"]


def no_value_column(layout: dict[str, Any]) -> None:
    del layout["tables"][0]["columns"]["value"]


def text_for_texts(layout: dict[str, Any]) -> None:
    layout["tables"][0]["columns"]["value"] = "Value"


def header_row_zero(layout: dict[str, Any]) -> None:
    layout["tables"][0]["header_row"] = 0


def same_sheet_twice(layout: dict[str, Any]) -> None:
    layout["tables"][1]["sheet"] = layout["tables"][0]["sheet"]


def other_reader(layout: dict[str, Any]) -> None:
    layout["reader"] = "pdf"


def no_tables(layout: dict[str, Any]) -> None:
    layout["tables"] = []


def no_period_on_the_cover(layout: dict[str, Any]) -> None:
    del layout["cover"]["labels"]["period"]


@pytest.mark.parametrize(
    "change",
    [
        without("form_id"),
        without("tables"),
        without("cover"),
        unknown_field,
        one_text_twice,
        no_value_column,
        text_for_texts,
        header_row_zero,
        same_sheet_twice,
        other_reader,
        no_tables,
        no_period_on_the_cover,
    ],
)
def test_a_layout_that_makes_no_sense_is_refused_with_its_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    layout = document("monthly_workbook")
    read(tmp_path, layout)
    change(layout)
    with pytest.raises(LayoutError, match=r"form-1\.yml"):
        read(tmp_path, layout)


def test_a_csv_layout_has_no_cover_and_one_table(tmp_path: Path) -> None:
    layout = document("monthly_csv")
    read(tmp_path, layout)
    with pytest.raises(LayoutError, match="one table"):
        read(tmp_path, layout | {"tables": layout["tables"] * 2})
    with pytest.raises(LayoutError, match="cover"):
        read(tmp_path, layout | {"cover": document("monthly_workbook")["cover"]})


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form-1.yml"
    path.write_text("form_id: [", encoding="utf-8")
    with pytest.raises(LayoutError, match="not YAML"):
        read_layout(path)


def test_two_layouts_of_one_form_and_version_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "dbt_project" / "layouts"
    folder.mkdir(parents=True)
    for name in ("a.yml", "b.yml"):
        text = yaml.safe_dump(document("monthly_csv"), allow_unicode=True)
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError, match="two layouts"):
        load_layouts(Settings(tmp_path, tmp_path, tmp_path))
