"""What tests of foreign tables share: a project with plants of its own, and tables staged in it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipelines.checking.sandbox import Staged, staged
from pipelines.layouts import Layout, read_layout
from pipelines.settings import PROJECT_ROOT, Settings

AS_OF = date(2022, 1, 31)
FIXTURES = PROJECT_ROOT / "tests" / "fixtures" / "foreign"


def with_plants(folder: Path, *plant_ids: str) -> Settings:
    """Settings of a project whose organisation also has these plants."""
    seeds = folder / "dbt_project" / "seeds"
    shutil.copytree(PROJECT_ROOT / "dbt_project" / "seeds", seeds)
    with (seeds / "plants.csv").open("r+", encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
        file.seek(0, 2)
        for plant_id in plant_ids:
            line = {
                "plant_id": plant_id,
                "unit_id": "group",
                "industry_id": "thermal_power",
                "province_id": "henan",
                "monthly_form_id": "monthly_table",
                "valid_from": "1990-01-01",
                "reports_from": "2015-01-01",
            }
            csv.writer(file, lineterminator="\n").writerow([line.get(name, "") for name in names])
    return Settings(folder, folder / "raw", folder / "home")


def layout_of(folder: Path, document: dict[str, Any]) -> Layout:
    """A layout written as a file and read again."""
    path = folder / "table-1.yml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return read_layout(path)


@contextmanager
def staged_table(settings: Settings, table: Path, *layouts: Layout) -> Iterator[Staged]:
    """A table as it is staged by these layouts."""
    with staged(settings, [table], AS_OF, layouts) as sandbox:
        yield sandbox


def rows(sandbox: Staged, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return sandbox.connection.execute(query).fetchall()
