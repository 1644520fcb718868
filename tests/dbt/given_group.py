"""Marts built by dbt from given submissions: staging and gate 1 are set aside, all else runs.

A test says which submissions came in and which were held; `build_marts` copies the dbt project,
reads staging from Parquet files and runs every seed, model, unit test and data test.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd
import yaml

from pipelines.audit.tables import write_contradictions
from pipelines.reference import read_seed
from pipelines.settings import Settings

SETTINGS = Settings.from_environment()

# The staging models that the marts are made from.
STAGING = ("stg_arrivals", "stg_submissions", "stg_facts", "stg_manifests", "stg_determinations")

ARRIVALS = """
    select
        submission_id as arrival_id, submission_id || '.csv' as path, 1 as path_sequence,
        'original' as kind, null::varchar as sender, null::varchar as reason,
        null::varchar as cover_plant_text, null::varchar as cover_period_text,
        form_id as place_form_text, plant_id as place_plant_text,
        strftime(period::date, '%Y-%m') as place_period_text,
        received::timestamp as received_at
    from submissions
"""
SUBMISSIONS = """
    select
        *, submission_id as arrival_id, 'original' as kind, (-precedence)::integer as revision,
        received::timestamp as received_at
    from submissions
"""
MANIFESTS = """
    select
        ''::varchar as fact_id, ''::varchar as licence_id, ''::varchar as treatment_id,
        null::date as transferred_on, ''::varchar as waste_code, null::date as period,
        ''::varchar as cell_id
    where false
"""
DETERMINATIONS = "select ''::varchar as cell_id, ''::varchar as method_id where false"
VERDICTS = """
    select
        submission_id, plant_id, period, frequency, form_id,
        if(is_held, 'held', 'accepted') as verdict, not is_held as is_used,
        is_held::bigint as blocking_findings, 0::bigint as warning_findings
    from submissions
"""
FACTS = """
    select
        facts.* replace (facts.value::decimal(19, 6) as value),
        facts.submission_id as arrival_id, facts.submission_id as content_id,
        facts.submission_id as path, facts.fact_id as cell_id, 'given' as sheet, 'A1' as address,
        submissions.frequency, submissions.form_id,
        submissions.received::timestamp as received_at,
        facts.value as reported_text,
        coalesce(indicators.canonical_unit, materials.canonical_unit) as unit,
        unit as reported_unit_id, indicators.domain, indicators.substance_id,
        indicators.flow, indicators.carrier, 'measured' as data_quality,
        '' as document_id
    from facts
    join submissions using (submission_id)
    join read_csv('{seeds}/indicators.csv') as indicators using (indicator_id)
    left join read_csv('{seeds}/materials.csv') as materials using (material_id)
"""


@dataclass
class GivenGroup:
    """Monthly submissions as staging and gate 1 would hand them over."""

    submissions: list[dict[str, object]] = field(default_factory=list)
    facts: list[dict[str, object]] = field(default_factory=list)

    def submit(
        self,
        plant_id: str,
        month: str,
        values: dict[str, str],
        *,
        revision: int = 0,
        is_held: bool = False,
    ) -> None:
        """Adds a submission of a month (`2021-03`) or year (`2021`).

        Values go by `indicator[:material][@plant]`.
        """
        is_month = "-" in month
        submission_id = f"{plant_id}/{month}/{revision}"
        period = pd.Timestamp(month).date()
        self.submissions.append(
            {
                "submission_id": submission_id,
                "plant_id": plant_id,
                "period": period,
                "precedence": -revision,
                "frequency": "month" if is_month else "year",
                "form_id": "monthly_workbook" if is_month else "annual_return",
                "received": f"{month if is_month else f'{month}-12'}-28 08:00:00",
                "is_held": is_held,
            }
        )
        for name, value in values.items():
            series, _, counterparty_id = name.partition("@")
            indicator_id, _, material_id = series.partition(":")
            self.facts.append(
                {
                    "fact_id": f"{submission_id}/{name}",
                    "submission_id": submission_id,
                    "plant_id": plant_id,
                    "period": period,
                    "indicator_id": indicator_id,
                    "material_id": material_id,
                    "counterparty_id": counterparty_id,
                    "value": value,
                }
            )


def build_marts(
    folder: Path,
    group: GivenGroup,
    new_indicators: list[dict[str, str]],
    as_of: str,
    *,
    with_tests: bool = True,
    edit_seeds: Callable[[Path], None] | None = None,
) -> Path:
    """Builds everything into one DuckDB file, whose path comes back; fails with dbt's own words.

    Without tests only seeds and models are built; `edit_seeds` changes the reference data before.
    """
    project = _copy_project(folder, new_indicators)
    if edit_seeds:
        edit_seeds(project / "seeds")
    _write_inputs(folder, project, group)
    duckdb.connect(str(folder / "ledger.duckdb")).close()
    environment = os.environ | {
        "POTLINE_BUILD": str(folder / "build.duckdb"),
        "POTLINE_LEDGER": str(folder / "ledger.duckdb"),
        "POTLINE_CHECKS": str(folder),
        "POTLINE_AS_OF": as_of,
        "DBT_PROFILES_DIR": str(project),
    }
    dbt = str(Path(sys.executable).parent / "dbt")
    places = ["--project-dir", project, "--target-path", folder / "target"]
    kinds = [] if with_tests else ["--exclude-resource-type", "test", "unit_test"]
    outcome = subprocess.run(
        [dbt, "build", "--quiet", *kinds, *map(str, places), "--log-path", str(folder / "logs")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return folder / "build.duckdb"


def _copy_project(folder: Path, new_indicators: list[dict[str, str]]) -> Path:
    """A copy of the dbt project with staging read from Parquet, and further lines of indicators."""
    project = folder / "dbt_project"
    shutil.copytree(SETTINGS.dbt_project, project, ignore=shutil.ignore_patterns("target", "logs"))
    staging = project / "models" / "staging"
    # Duties come from the reference data alone; everything else of staging is given.
    for path in staging.iterdir():
        if path.is_dir() and path.name != "duties":
            shutil.rmtree(path)
    for model in STAGING:
        (staging / f"{model}.sql").write_text(f"select * from '{folder / model}.parquet'\n")
    with (project / "seeds" / "indicators.csv").open("a", encoding="utf-8", newline="") as file:
        columns = list(read_seed(SETTINGS, "indicators")[0])
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(new_indicators)
    return project


def _write_inputs(folder: Path, project: Path, group: GivenGroup) -> None:
    """The Parquet files of staging and of gate 1; findings and check ledger are empty."""
    tables = {
        "stg_arrivals": ARRIVALS,
        "stg_submissions": SUBMISSIONS,
        "stg_manifests": MANIFESTS,
        "stg_determinations": DETERMINATIONS,
        "stg_facts": FACTS.format(seeds=project / "seeds"),
        "verdicts": VERDICTS,
        "findings_gate_1": _empty(project, "fct_findings"),
        "check_ledger_gate_1": _empty(project, "fct_check_ledger"),
    }
    write_contradictions(SETTINGS, folder)
    with duckdb.connect() as connection:
        connection.register("submissions", pd.DataFrame(group.submissions))
        connection.register("facts", pd.DataFrame(group.facts))
        for name, query in tables.items():
            connection.execute(f"copy ({query}) to '{folder / name}.parquet'")


def _empty(project: Path, mart: str) -> str:
    """A query without rows that has the columns of a mart's contract."""
    contracts = project / "models" / "marts" / "quality" / "_quality.yml"
    models = yaml.safe_load(contracts.read_text(encoding="utf-8"))["models"]
    columns = next(model["columns"] for model in models if model["name"] == mart)
    nulls = [f"null::{column['data_type']} as {column['name']}" for column in columns]
    return f"select {', '.join(nulls)} where false"
