"""One template as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from pipelines.layouts import Layout
from pipelines.settings import Settings
from pipelines.template.calculation import Calculation
from pipelines.template.checks import checks_on
from pipelines.template.choices import Choices
from pipelines.template.cover import write_cover, write_instructions
from pipelines.template.history import History
from pipelines.template.lists import Lists, Units, hidden_sheet
from pipelines.template.request import Request, TemplateError
from pipelines.template.rows import Rows
from pipelines.template.styles import Looks
from pipelines.template.tables import TableSheet
from pipelines.workbooks import require_place

LAYOUT_PROPERTY = "potline_layout"


@dataclass(frozen=True)
class Written:
    """How many rows a template asks for, and how many checks it makes."""

    rows: int
    checks: int


def write_template(settings: Settings, request: Request, history: History, out: Path) -> Written:
    """Writes the blank workbook of a request, with what was reported before beside the entry cells.

    What lies at `out` is replaced once the new workbook is whole.

    Raises PotlineError for a name that does not end in .xlsx, and for a folder that is not there.
    """
    require_place(out)
    rows = Rows(settings, request, history)
    part = out.with_name(f"{out.name}.part")
    with Workbook(part, {"in_memory": True}) as book:
        written = _write(book, settings, request, rows)
    part.replace(out)
    return written


def _write(book: Workbook, settings: Settings, request: Request, rows: Rows) -> Written:
    layout, looks = request.layout, Looks(book)
    instructions, lists_name, calculation_name = layout.other_sheets
    book.set_custom_property(LAYOUT_PROPERTY, f"{layout.form_id} {layout.version}")
    cover_sheet = book.add_worksheet(_cover_of(layout))
    instruction_sheet = book.add_worksheet(instructions)
    tables = [(table, rows.of(table)) for table in layout.tables]
    sheets = [(table, of, book.add_worksheet(table.sheet)) for table, of in tables if of]
    list_sheet = hidden_sheet(book, lists_name)
    lists, units = Lists(list_sheet), Units(settings, list_sheet)
    calculation = Calculation(hidden_sheet(book, calculation_name), units.table)
    if layout.cover is not None:
        write_cover(cover_sheet, looks, layout.cover, request)
    write_instructions(instruction_sheet, looks, request)
    pages = []
    for table, of, sheet in sheets:
        indicators = [row for row in rows.indicators if row["domain"] in table.domains]
        page = TableSheet(sheet, looks, table, of, Choices(settings, request, indicators))
        page.write(lists, units, calculation)
        pages.append(page)
    checks = checks_on(settings, request, [cell for page in pages for cell in page.cells])
    formulas = calculation.add_checks(checks)
    for page in pages:
        page.write_checks(formulas)
    return Written(sum(len(page.cells) for page in pages), len(checks))


def _cover_of(layout: Layout) -> str:
    if layout.cover is None:
        raise TemplateError(f"{layout.label} has no cover")
    return layout.cover.sheet
