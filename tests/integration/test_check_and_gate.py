"""A check finds in a file what stage 1 of gate 1, with Great Expectations, finds in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from bad_files import csv_file, sidecar
from planted_faults import TWENTY, faulty

from pipelines.builds import Build
from pipelines.checking import check_files
from pipelines.checking.compiled import fill_reference, fill_staging
from pipelines.intake import take_in
from pipelines.quality import load_rules, run_gate_1
from pipelines.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.slow

AS_OF = date(2022, 1, 31)

Findings = list[tuple[str, str | None, str | None, str | None, str | None]]


def twenty(folder: Path) -> Path:
    """A workbook with twenty faults."""
    faulty(folder / "twenty.xlsx", TWENTY.values())
    return folder / "twenty.xlsx"


def bad_csv(folder: Path) -> Path:
    """A CSV of several plants and months, with an odd sidecar."""
    path = csv_file(
        folder / "several.csv",
        "AR01,2021-03,fresh_water,,1200.5,m3\n",
        "AR01,2021-03,total_water,,1000,m3\n",
        "AR01,2021-03,circulating_water,,2000,m3\n",
        "AR01,2021-04,fresh_water,,many,m3\n",
        "ZZ99,2021-04,fresh_water,,1,m3\n",
        "AL01,soon,fresh_water,,1,m3\n",
    )
    sidecar(path, "revision: one\nnobody: knows\n")
    return path


@pytest.mark.parametrize("file_in", [twenty, bad_csv], ids=lambda make: make.__name__)
def test_check_finds_what_gate_1_finds(tmp_path: Path, file_in: Callable[[Path], Path]) -> None:
    file = file_in(tmp_path)
    settings = Settings(PROJECT_ROOT, tmp_path / "raw", tmp_path / "home")
    [checked] = check_files(settings, [file], AS_OF).files
    found = [
        (each.rule_id, each.sheet, each.address, each.found_en, each.expected_en)
        for each in checked.findings
    ]
    assert found
    assert sorted(found, key=str) == sorted(_of_gate(settings, file), key=str)


def _of_gate(settings: Settings, file: Path) -> Findings:
    """The findings of gate 1 on a file that lies alone in the inbox, where one file decides."""
    settings.raw.mkdir()
    for beside in file.parent.glob(f"{file.name}*"):
        shutil.copy2(beside, settings.raw)
    take_in(settings)
    build = Build("b1", AS_OF, settings.build_directory / "build.duckdb", settings.checks / "b1")
    build.database.parent.mkdir(parents=True)
    with duckdb.connect(build.database) as connection:
        connection.execute(f"attach '{settings.ledger}' as ledger (read_only)")
        fill_reference(connection, settings)
        fill_staging(connection, AS_OF)
    run_gate_1(settings, build)
    history = {rule.rule_id for rule in load_rules(settings) if rule.needs_history}
    findings = duckdb.execute(
        "select distinct rule_id, sheet, address, found, expected from read_parquet($1)",
        [str(build.checks / "findings_gate_1.parquet")],
    )
    return [row for row in findings.fetchall() if row[0] not in history]
