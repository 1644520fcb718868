"""Workbooks in the formats xls, xlsb and ods, through calamine.

Calamine gives values, not what is stored: errors and formulas without a value come as empty cells.
Every book read here carries a note that says so.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipelines.intake.cells import (
    BOOLEAN_TEXTS,
    Book,
    Cells,
    Sheet,
    column_letters,
    number_text,
    require_few,
)
from pipelines.intake.package import SAVE_ANEW
from pipelines.intake.problems import Note, RejectedError

Value = int | float | str | bool | time | date | datetime | timedelta

LEGACY_NOTE = Note(
    "legacy_format",
    None,
    None,
    "a workbook other than .xlsx, whose errors and formulas without a value look like empty cells",
    "the workbook saved as .xlsx",
)


def read_legacy(content: bytes, notes: list[Note]) -> Book:
    """All sheets of a workbook that is not xlsx, with these notes besides its own.

    Raises RejectedError when it cannot be read.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return Book(_read_sheets(workbook), [LEGACY_NOTE, *notes])
    except (RejectedError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except PasswordError as error:
        raise RejectedError(
            "password_protected", f"a workbook with a password ({error})", "the file without one"
        ) from error
    except BaseException as error:  # a panic of calamine is no Exception
        raise RejectedError(
            "not_a_workbook", f"an unreadable workbook ({error!r})", SAVE_ANEW
        ) from error


def _read_sheets(workbook: CalamineWorkbook) -> list[Sheet]:
    sheets: list[Sheet] = []
    cell_count = 0
    for metadata in workbook.sheets_metadata:
        sheet = workbook.get_sheet_by_name(metadata.name)
        is_hidden = metadata.visible != SheetVisibleEnum.Visible
        sheets.append(Sheet(metadata.name, _cells(sheet, is_hidden)))
        cell_count += len(sheets[-1].cells)
        require_few(cell_count)
    return sheets


def _cells(sheet: CalamineSheet, is_hidden: bool) -> Cells:
    cells = Cells()
    for row_number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column_number, value in enumerate(values, start=1):
            if value != "":
                address = f"{column_letters(column_number)}{row_number}"
                cell_type, text = _typed(value)
                cells.add(address, row_number, column_number, cell_type, text, None, is_hidden)
        require_few(len(cells))
    return cells


def _typed(value: Value) -> tuple[str, str]:
    """Type and text of a value; dates as ISO text, as in xlsx."""
    if isinstance(value, bool):
        return "boolean", BOOLEAN_TEXTS[value]
    if isinstance(value, (int, float)):
        return "number", number_text(repr(value)) or repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return "text", value.date().isoformat()
    if isinstance(value, (date, time)):
        return "text", value.isoformat()
    return "text", str(value)
