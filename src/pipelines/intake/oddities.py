"""What a file carries beside its figures and need not: macros, objects, links, odd texts.

None of it is run, followed or unpacked here. Each is noted, because whoever opens the file
elsewhere may not be so careful, and because such a file was seldom made by filling in a form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from pipelines.intake.cells import Book, Cell, Sheet
from pipelines.intake.package import Package
from pipelines.intake.problems import Note, shortened

# Folders and files of macros, of embedded files and programs, and of links to other files: of
# xlsx and xlsb (ECMA-376 part 1, 12; [MS-OFFMACRO2]), then of ods (OpenDocument 1.3 part 2).
MACROS = ("xl/vbaproject", "xl/macrosheets/", "basic/", "scripts/")
EMBEDDED = ("xl/embeddings/", "xl/activex/", "object ", "objectreplacements/")
LINKS = ("xl/externallinks/", "xl/connections", "xl/querytables/", "xl/webextensions/")

# The kinds of relationships that lead to the same, in whatever folder it lies (ECMA-376 part 1, 12;
# [MS-OFFMACRO2]; [MS-OWEXML], add-ins that the web delivers).
MACRO_KINDS = frozenset(("vbaProject", "xlMacrosheet", "xlIntlMacrosheet"))
EMBEDDED_KINDS = frozenset(("oleObject", "package", "control", "activeXControlBinary"))
LINK_KINDS = frozenset(
    ("externalLink", "connections", "queryTable", "webextension", "webextensiontaskpanes")
)
# Links of cells are noted with their cell.
CELL_LINK = "hyperlink"

# The storages of a compound file (.xls) that hold macros and embedded objects ([MS-OVBA] 2.2.1,
# [MS-XLS] 2.1.7.3).
OLE_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
OLE_EMBEDDED = re.compile(rb"M\0B\0D\0(?:[0-9A-F]\0){8}")

# A formula that fetches its value: from another workbook (`[1]Sheet!A1`), an address, a program, a
# database or a service; functions of Excel, of its old macro sheets, and of Google.
FETCHING = re.compile(
    r"\[\d+\]|\[[^\]]*\.(?:xl|od|csv)|://|\\\\|\|.*!|"
    r"\b(?:WEBSERVICE|RTD|CALL|DDE|IMAGE|STOCKHISTORY|EXEC|REGISTER(?:\.ID)?|SQL\.REQUEST"
    r"|CUBE\w+|IMPORT\w+)\s*\(",
    re.IGNORECASE,
)

# Controls other than tab and line breaks, and the marks that turn the direction of writing.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
# What a spreadsheet takes for a formula, in full width too; a sign before anything but a number.
FORMULA_START = r"(?:[=@＝＠]|[+＋－-][^\S\n]*+[A-Za-z(])"
FORMULA = re.compile(rf"\s*+{FORMULA_START}")
# Over many texts only blanks of the same line are passed over: each line would else look through
# all blank ones after it.
ODD = re.compile(rf"{CONTROL.pattern}|^[^\S\n]*+{FORMULA_START}", re.MULTILINE)

FETCHED = "the value itself"
VISIBLE = "text of visible characters"

# So many cells of a sheet are noted one by one, as many as a person looks at.
NOTED_CELLS = 100


def notes_of_parts(package: Package) -> list[Note]:
    """What the parts of a workbook say of macros, embedded objects and links."""
    related = package.kinds()
    kinds = {kind for kind, _ in related}
    outside = sorted({target for kind, target in related if target and kind != CELL_LINK})
    macros = package.holds_any(*MACROS) or kinds & MACRO_KINDS
    embedded = package.holds_any(*EMBEDDED) or kinds & EMBEDDED_KINDS
    linked = package.holds_any(*LINKS) or kinds & LINK_KINDS or outside
    to = shortened(f" ({', '.join(outside)})") if outside else ""
    found = (
        ("macros", macros, "macros, which were not run", "a workbook without macros, as .xlsx"),
        ("embedded_objects", embedded, "embedded objects, which were not opened", "cells alone"),
        (
            "external_reference",
            linked,
            f"links to other files, which were not followed{to}",
            "values",
        ),
    )
    return [
        Note(rule_id, None, None, what, expected)
        for rule_id, is_found, what, expected in found
        if is_found
    ]


def notes_of_names(names: Sequence[tuple[str, str]]) -> list[Note]:
    """Names of a workbook that stand for a value fetched from elsewhere."""
    fetching = [(name, formula) for name, formula in names if FETCHING.search(formula)]
    notes = [
        Note(
            "external_reference",
            None,
            None,
            shortened(f"{name!r}: {formula!r}"),
            FETCHED,
        )
        for name, formula in fetching[:NOTED_CELLS]
    ]
    if len(fetching) > NOTED_CELLS:
        found = f"{len(fetching) - NOTED_CELLS:,} more such names"
        notes.append(Note("external_reference", None, None, found, FETCHED))
    return notes


def notes_of_compound_file(content: bytes) -> list[Note]:
    """What the storages of an .xls file say of macros and embedded objects."""
    notes = []
    if OLE_MACROS in content:
        notes.append(Note("macros", None, None, "macros, which were not run", "an .xlsx workbook"))
    if OLE_EMBEDDED.search(content):
        what = "embedded objects, which were not opened"
        notes.append(Note("embedded_objects", None, None, what, "cells alone"))
    return notes


def notes_of_cells(book: Book) -> list[Note]:
    """Texts with control characters or like formulas, and formulas that fetch their value."""
    return [note for sheet in book.sheets for note in _notes_of_sheet(sheet)]


def _notes_of_sheet(sheet: Sheet) -> Iterator[Note]:
    # Nearly all sheets have none of these: one search over all texts together finds that out.
    if ODD.search("\n".join(text for text in sheet.cells.text if text)):
        yield from _noted(sheet, "control_characters", _has_controls, VISIBLE)
        yield from _noted(sheet, "formula_in_text", _is_like_a_formula, "a text that is no formula")
    if FETCHING.search("\n".join(formula for formula in sheet.cells.formula if formula)):
        yield from _noted(sheet, "external_reference", _fetches, FETCHED)


def _noted(
    sheet: Sheet, rule_id: str, is_odd: Callable[[Cell], bool], expected: str
) -> Iterator[Note]:
    """A note for each odd cell; beyond many, one for all others."""
    odd = (cell for cell in sheet.cells if is_odd(cell))
    for cell in islice(odd, NOTED_CELLS):
        found = cell.formula if rule_id == "external_reference" else cell.text
        yield Note(rule_id, sheet.name, cell.address, shortened(repr(found)), expected)
    others = sum(1 for _ in odd)
    if others:
        yield Note(rule_id, sheet.name, None, f"{others:,} more such cells", expected)


def _has_controls(cell: Cell) -> bool:
    return bool(cell.text and CONTROL.search(cell.text))


def _is_like_a_formula(cell: Cell) -> bool:
    return cell.cell_type == "text" and bool(cell.text and FORMULA.match(cell.text))


def _fetches(cell: Cell) -> bool:
    return bool(cell.formula and FETCHING.search(cell.formula))
