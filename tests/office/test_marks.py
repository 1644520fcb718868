"""Templates in LibreOffice: run by `make office`, which needs it installed."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from demo_files import SETTINGS, rows_of
from filled_templates import blank, column, demo_file, fill, history_from
from openpyxl import load_workbook

from pipelines.checking import check_files

AS_OF = date(2026, 1, 1)
VALUE, CHECK = "本月值 Value of the month", "检查 Check"


def test_a_template_marks_while_typing_what_a_check_finds_afterwards(tmp_path: Path) -> None:
    rows = rows_of(demo_file("AR01", "2021-03"))
    path, request = blank(tmp_path, "AR01", "2021-03", history_from(rows))
    wrong = {"total_water": 2, "so2_removed": 3, "fuel_closing_stock": 5, "cod_discharged": 1000}
    fill(path, request, [(*row[:4], row[4] * wrong.get(row[0], 1)) for row in rows])
    [file] = check_files(SETTINGS, [path], AS_OF).files
    found = {
        (cell.sheet, cell.address)
        for finding in file.findings
        if finding.rule_id != "required_indicators_reported"
        for cell in finding.cells
    }
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "out", path],
        check=True,
        capture_output=True,
    )
    book = load_workbook(tmp_path / "out" / path.name, data_only=True)
    marked = {
        (sheet.title, sheet.cell(line, column(sheet, VALUE)).coordinate)
        for sheet in book.worksheets[2:9]
        for line in range(4, sheet.max_row + 1)
        if sheet.cell(line, column(sheet, CHECK)).value
        and sheet.cell(line, column(sheet, VALUE)).value is not None
    }
    assert len(found) > 15
    assert marked == found
