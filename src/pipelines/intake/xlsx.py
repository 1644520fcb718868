"""Workbooks in the xlsx format: every filled cell as the text that is stored for it.

Own reader over the standard library's XML parser, because readers that give values lose what
matters here: errors and formulas without a value vanish, 100 becomes 100.0, and nobody tells
which rows are hidden.
"""

from __future__ import annotations

from pipelines.intake.cells import Book, Sheet, require_few
from pipelines.intake.oddities import notes_of_names, notes_of_parts
from pipelines.intake.package import SAVE_ANEW, Package
from pipelines.intake.problems import RejectedError
from pipelines.intake.shared_parts import number_styles, shared_strings
from pipelines.intake.sheet_xml import Texts, read_sheet


def read_xlsx(package: Package) -> Book:
    """All sheets of a workbook. Raises RejectedError when it cannot be read."""
    try:
        return _read_sheets(package)
    except (KeyError, ValueError, StopIteration) as error:
        raise RejectedError(
            "not_a_workbook", f"XML that is no workbook ({error!r})", SAVE_ANEW
        ) from error


def _read_sheets(package: Package) -> Book:
    workbook = package.workbook()
    texts = Texts(
        shared=shared_strings(package, workbook.shared_strings),
        styles=number_styles(package, workbook.styles),
        is_1904=workbook.is_1904,
    )
    if len({sheet.part for sheet in workbook.sheets}) < len(workbook.sheets):
        raise RejectedError("not_a_workbook", "two sheets with the same cells", SAVE_ANEW)
    sheets: list[Sheet] = []
    cell_count = 0
    notes = [*notes_of_parts(package), *notes_of_names(workbook.names)]
    for part in workbook.sheets:
        cells, odd = read_sheet(package, part, texts)
        sheets.append(Sheet(part.name, cells))
        notes.extend(odd)
        cell_count += len(cells)
        require_few(cell_count)
    return Book(sheets, notes)
