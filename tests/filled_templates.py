"""Templates filled in as a plant would: with the values of a file of the demonstration group."""

from __future__ import annotations

from pathlib import Path

from demo_files import RAW, SETTINGS, Row
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.layouts import Table
from pipelines.reference import read_seed
from pipelines.template import History, Request, request_of, write_template

ALIASES = {row["alias"]: row["unit_id"] for row in read_seed(SETTINGS, "unit_aliases")}
DOMAINS = {row["indicator_id"]: row["domain"] for row in read_seed(SETTINGS, "indicators")}


def demo_file(plant_id: str, period: str) -> Path:
    """The file that a plant of the demonstration group sent about a month or year."""
    return next(
        path
        for path in sorted(RAW.rglob(f"{plant_id}_{period}.*"))
        if path.suffix in {".xlsx", ".csv"} and "manifest" not in str(path)
    )


def history_from(rows: list[Row]) -> History:
    """What a file reported, as what was reported before."""
    units = {(row[0], row[1], row[2]): ALIASES.get(row[3], row[3]) for row in rows}
    values = {(row[0], row[1], row[2]): f"{float(row[4]):.15g}" for row in rows}
    return History(units, values)


def blank(folder: Path, plant_id: str, period: str, history: History) -> tuple[Path, Request]:
    """An empty template of a plant and period."""
    request = request_of(SETTINGS, plant_id, period)
    path = folder / f"{plant_id}_{period}.xlsx"
    write_template(SETTINGS, request, history, path)
    return path, request


def fill(path: Path, request: Request, rows: list[Row]) -> None:
    """Types rows into a template: where they are listed, else into rows that leave them open."""
    book = load_workbook(path)
    cover = book[request.layout.cover.sheet] if request.layout.cover else book.active
    for line in range(1, cover.max_row + 1):
        if cover.cell(line, 1).value == "填报人 Sender":
            cover.cell(line, 2).value = "李伟"
    sheets = {domain: table for table in request.layout.tables for domain in table.domains}
    for row in rows:
        table = sheets[DOMAINS[row[0]]]
        _type(book[table.sheet], table, row)
    book.save(path)


def _type(sheet: Worksheet, table: Table, row: Row) -> None:
    """Types one value into the first row that is about it, or may be, and is empty."""
    texts = [cell.value for cell in sheet[table.header_row]]
    columns = {
        field: texts.index(headers[0]) + 1
        for field, headers in table.columns.items()
        if headers[0] in texts
    }
    wanted = dict(zip(("indicator_id", "material_id", "counterparty_id"), row[:3], strict=True))
    wanted = {field: text for field, text in wanted.items() if field in columns}
    lines = range(table.header_row + 1, sheet.max_row + 1)
    free = [line for line in lines if sheet.cell(line, columns["value"]).value is None]
    standing = {
        line: {field: sheet.cell(line, columns[field]).value or "" for field in wanted}
        for line in free
    }
    line = next((one for one in free if standing[one] == wanted), None) or next(
        one
        for one in free
        if all(text in ("", wanted[field]) for field, text in standing[one].items())
    )
    for field, text in (*wanted.items(), ("unit", row[3]), ("value", float(row[4]))):
        cell = sheet.cell(line, columns[field])
        if cell.value != text and text != "":
            assert not cell.protection.locked, f"{sheet.title}!{cell.coordinate} is locked"
            cell.value = text


def column(sheet: Worksheet, header: str) -> int:
    """The number of the column below a header."""
    return [cell.value for cell in sheet[3]].index(header) + 1
