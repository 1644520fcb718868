"""Seeds reach the build as they stand in their files, and wrong ones fail dbt's own tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from ledgers import Ledger
from staged import DbtProject

from pipelines.reference import read_seed
from pipelines.settings import Settings

pytestmark = pytest.mark.slow

SETTINGS = Settings.from_environment()
SEEDS = sorted(path.stem for path in SETTINGS.seeds.glob("*.csv"))


def test_every_field_is_filled_where_the_file_is_and_null_where_it_is_empty(
    dbt_project: DbtProject,
) -> None:
    with duckdb.connect(dbt_project.build, read_only=True) as connection:
        for name in SEEDS:
            rows = read_seed(SETTINGS, name)
            columns = connection.table(f"reference.{name}").columns
            filled = connection.execute(
                f"select {', '.join(f'count({column})' for column in columns)}"
                f" from reference.{name}"
            ).fetchone()
            assert dict(zip(columns, filled or (), strict=True)) == {
                column: sum(bool(row[column]) for row in rows) for column in columns
            }, name


def test_codes_stay_texts_and_factors_exact(dbt_project: DbtProject) -> None:
    with duckdb.connect(dbt_project.build, read_only=True) as connection:
        assert connection.execute(
            "select unit_id, factor_to_canonical::varchar from reference.units"
            " where unit_id in ('1', '10^8 t', 'kcal') order by unit_id"
        ).fetchall() == [
            ("1", "100.000000000000"),
            ("10^8 t", "100000000.000000000000"),
            ("kcal", "0.000004186800"),
        ]
        assert connection.execute(
            "select count(*) from reference.published_figures where printed_value like '%.%0'"
        ).fetchone() == (
            sum(
                "." in row["printed_value"] and row["printed_value"].endswith("0")
                for row in read_seed(SETTINGS, "published_figures")
            ),
        )


WRONG = [
    ("plants", ",chalco,", ",chalcx,", "known_codes_plants"),
    ("indicators", ",bauxite_mining;", ",bauxite_minin;", "known_codes_indicators"),
    ("units", "mass,t,0.001,", "mass,t,0,", "positive_units"),
    ("materials", "\nlignite,", "\nanthracite,", "primary_key_materials"),
]


def test_wrong_seeds_fail_the_tests_of_dbt(tmp_path: Path) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(SETTINGS.dbt_project, project)
    for seed, text, wrong, _ in WRONG:
        file = project / "seeds" / f"{seed}.csv"
        content = file.read_text(encoding="utf-8")
        assert text in content
        file.write_text(content.replace(text, wrong, 1), encoding="utf-8")
    dbt = DbtProject(tmp_path)
    Ledger().save(dbt.ledger)
    output = dbt.attempt(
        "build", "--select", "path:seeds", "--indirect-selection", "cautious", project=project
    ).stdout
    for *_, test in WRONG:
        assert f"FAIL 1 {test}" in output
