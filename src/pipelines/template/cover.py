"""The cover and the instructions of a template."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from pipelines.intake.arrivals import DEFAULT_KIND, DEFAULT_REVISION, KINDS
from pipelines.layouts import Cover
from pipelines.messages import both
from pipelines.receipts.plain_text import text_lines
from pipelines.template.request import Request
from pipelines.template.styles import Looks

LABELS, VALUES, HELP = 34, 40, 90
STEPS_WIDE = 110


def write_cover(sheet: Worksheet, looks: Looks, cover: Cover, request: Request) -> None:
    """Writes the cover: what the template sets locked, what the plant fills in yellow."""
    for column, width in enumerate((LABELS, VALUES, HELP)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, " ".join(both("form_cover")), looks["title"])
    given: dict[str, str | int] = {
        "form_id": request.layout.form_id,
        "layout_version": request.layout.version,
        "plant_id": request.plant_id,
        "plant_name": f"{request.plant['plant_name_zh']} {request.plant['plant_name_en']}",
        "period": request.period,
    }
    begun: dict[str, str | int] = {"kind": DEFAULT_KIND, "revision": DEFAULT_REVISION}
    for row, (field, labels) in enumerate(cover.labels.items(), start=1):
        sheet.write_string(row, 0, labels[0], looks["header"])
        look = looks["locked" if field in given else "value"]
        _write(sheet, row, (given | begun).get(field, ""), look)
        key = "form_locked" if field in given else f"form_help_{field}"
        help_text = "\n".join(both(key))
        sheet.write_string(row, 2, help_text, looks["wrapped"])
        sheet.set_row(row, 16 * text_lines(help_text, HELP))
        if field == "kind":
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(KINDS)})
    hint = len(cover.labels) + 2
    sheet.merge_range(hint, 0, hint, 2, "\n".join(both("form_cover_hint")), looks["wrapped"])
    sheet.set_row(hint, 34)
    set_up_page(sheet)


def write_instructions(sheet: Worksheet, looks: Looks, request: Request) -> None:
    """Writes how the form is filled in, Chinese first."""
    sheet.set_column(0, 0, STEPS_WIDE)
    sheet.write_string(0, 0, " ".join(both("form_instructions")), looks["title"])
    label = request.layout.label
    row = 1
    values = {"plant": request.plant_id, "period": request.period, "layout": label}
    for made_for, steps in zip(both("form_made_for", **values), both("form_steps"), strict=True):
        for line in (made_for, *steps.split("\n"), ""):
            sheet.write_string(row, 0, line, looks["wrapped"])
            sheet.set_row(row, 17 * text_lines(line, STEPS_WIDE))
            row += 1
    set_up_page(sheet)


def set_up_page(sheet: Worksheet) -> None:
    """A4 across, one page wide, numbered; locked without a password."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&F · &A&R&P / &N")
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write(sheet: Worksheet, row: int, value: str | int, look: object) -> None:
    if isinstance(value, int):
        sheet.write_number(row, 1, value, look)
    else:
        sheet.write_string(row, 1, value, look)
