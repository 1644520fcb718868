"""A corrected factor: the same set gives the same numbers, a new line changes its rows alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from given_group import GivenGroup, build_marts

from pipelines.builds import Build
from pipelines.inputs import inputs_of
from pipelines.queries import query
from pipelines.release_records import Release
from pipelines.releases import publish
from pipelines.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.slow

AS_OF = "2021-06-01"
HEAT, CORRECTED_HEAT = "FA0032", "FA9032"
GUIDE = PROJECT_ROOT / "docs" / "guides" / "auditor.md"


def heated_group() -> GivenGroup:
    """A smelter that buys heat, and much else, in two months."""
    group = GivenGroup()
    for month in ("2021-02", "2021-03"):
        group.submit(
            "AL01",
            month,
            {
                "heat_purchased_external": "125.5",
                "electricity_purchased_grid": "100",
                "fuel_consumed:natural_gas": "3200",
                "product_output:primary_aluminium": "150",
            },
        )
    return group


def correct(seeds: Path) -> None:
    """Ends the factor of heat with February 2021 and adds a line for the time after."""
    path = seeds / "factors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        factors = list(csv.DictReader(file))
    (heat,) = (row for row in factors if row["factor_id"] == HEAT)
    new = {"factor_id": CORRECTED_HEAT, "value": "0.12", "valid_from": "2021-03-01"}
    factors.append({**heat, **new})
    heat["valid_to"] = "2021-02-28"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(heat), lineterminator="\n")
        writer.writeheader()
        writer.writerows(factors)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def releases(home: Path) -> list[Release]:
    """Three releases of the same submissions: with a factor set, again, and with it corrected."""
    return [
        released(home, "first", None),
        released(home, "again", None),
        released(home, "corrected", correct),
    ]


def released(home: Path, name: str, edit_seeds: Callable[[Path], None] | None) -> Release:
    folder = home / name
    folder.mkdir()
    group = heated_group()
    database = build_marts(folder, group, [], AS_OF, with_tests=False, edit_seeds=edit_seeds)
    settings = Settings(folder, home / "raw", home)
    as_of = date.fromisoformat(AS_OF)
    return publish(settings, Build(name, as_of, database, folder), inputs_of(settings, as_of))


def changes(home: Path, before: int, after: int) -> list[tuple[bool, bool, int]]:
    """What the query of the guide for auditors answers for two snapshots."""
    guide = GUIDE.read_text(encoding="utf-8")
    (sql,) = re.findall(r"```sql\n(-- potline query \"select commit_message.*?)```", guide, re.S)
    sql = sql.replace("version => 11", f"version => {before}")
    sql = sql.replace("version => 12", f"version => {after}").replace("FA9032", CORRECTED_HEAT)
    with query(Settings(PROJECT_ROOT, home / "raw", home), sql) as found:
        return found.fetchall()


def test_the_same_set_gives_the_same_numbers(home: Path, releases: list[Release]) -> None:
    first, again, _ = releases
    assert first.factor_set_id == again.factor_set_id
    ((is_changed, uses_factor, _),) = changes(home, 1, 2)
    assert (is_changed, uses_factor) == (False, False)


def test_a_corrected_factor_changes_exactly_the_rows_that_used_it(
    home: Path, releases: list[Release]
) -> None:
    _, before, after = releases
    assert before.factor_set_id != after.factor_set_id
    unchanged, changed = changes(home, 2, 3)
    assert unchanged[:2] == (False, False)
    assert changed[:2] == (True, True)
    sql = "select distinct stream_id, period, emissions_tco2e from fct_ghg_emissions"
    heat = f"{sql} where stream_kind = 'purchased_heat' order by all"
    with query(Settings(PROJECT_ROOT, home / "raw", home), heat) as found:
        emissions = {period: float(value) for _, period, value in found.fetchall()}
    assert emissions == {date(2021, 2, 1): 13.805, date(2021, 3, 1): 15.06}
