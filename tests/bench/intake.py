"""Intake of workbooks, against two ways of merely reading them.

Run with one argument of `potline`, `calamine` or `pandas` and the folder of workbooks, it does that
one thing; `write_workbooks` makes the folder.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path

SHEETS_ROWS = 40
PLANTS = 28


def write_workbooks(inbox: Path, count: int) -> None:
    """`count` monthly workbooks by the layout: a cover and seven sheets of 40 filled rows."""
    import xlsxwriter

    from pipelines.layouts import load_layouts
    from pipelines.settings import Settings

    layout = next(
        one
        for one in load_layouts(Settings.from_environment())
        if one.form_id == "monthly_workbook"
    )
    assert layout.cover is not None
    for number in range(count):
        plant, month = f"BENCH{number % PLANTS:02d}", number // PLANTS
        year, month = 2019 + month // 12, month % 12 + 1
        folder = inbox / "monthly_workbook" / plant / str(year)
        folder.mkdir(parents=True, exist_ok=True)
        cover = {
            "form_id": "monthly_workbook",
            "layout_version": "1",
            "plant_id": plant,
            "period": f"{year}-{month:02d}",
            "kind": "original",
            "revision": "0",
            "sent_at": f"{year}-12-31",
        }
        with xlsxwriter.Workbook(folder / f"{plant}_{year}-{month:02d}.xlsx") as book:
            sheet = book.add_worksheet(layout.cover.sheet)
            for row, (field, texts) in enumerate(layout.cover.labels.items()):
                sheet.write_row(row, 0, [texts[0], cover.get(field, field)])
            for table in layout.tables:
                sheet = book.add_worksheet(table.sheet)
                sheet.write_row(
                    table.header_row - 1, 0, [texts[0] for texts in table.columns.values()]
                )
                for row in range(SHEETS_ROWS):
                    value = round(number * 31.7 + row * 1.3, 3)
                    fields = ["fresh_water", "新水用量", "", "", "", "m3", value, "measured"]
                    sheet.write_row(table.header_row + row, 0, fields)


def potline(inbox: Path) -> None:
    """The whole intake: archive, parse, cells stored in the ledger."""
    from pipelines.intake import take_in
    from pipelines.settings import Settings

    with tempfile.TemporaryDirectory() as home:
        settings = dataclasses.replace(
            Settings.from_environment(), raw=inbox.resolve(), home=Path(home)
        )
        take_in(settings)


def calamine(inbox: Path) -> None:
    """Every cell of every sheet as Python values, and nothing kept."""
    from python_calamine import CalamineWorkbook

    for path in sorted(inbox.rglob("*.xlsx")):
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def pandas(inbox: Path) -> None:
    """Every sheet as a DataFrame, read with openpyxl, and nothing kept."""
    import pandas as pd

    for path in sorted(inbox.rglob("*.xlsx")):
        pd.read_excel(path, sheet_name=None, engine="openpyxl", header=None)


if __name__ == "__main__":
    {"potline": potline, "calamine": calamine, "pandas": pandas}[sys.argv[1]](Path(sys.argv[2]))
