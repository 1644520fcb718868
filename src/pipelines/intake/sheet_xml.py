"""The cells of one sheet of an xlsx file, from its XML, piece by piece."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipelines.intake.cells import (
    BOOLEAN_TEXTS,
    Cells,
    column_letters,
    number_text,
    require_few,
    split_address,
)
from pipelines.intake.limits import MAX_COLUMN, MAX_EMPTY_ROWS, MAX_TEXT_LENGTH
from pipelines.intake.number_formats import date_text, percent_text
from pipelines.intake.package import (
    SAVE_ANEW,
    Attributes,
    Package,
    SheetPart,
    relationship_id,
    stored_text,
)
from pipelines.intake.problems import Note, RejectedError, shortened
from pipelines.intake.shared_parts import NumberStyles

TRUE = ("1", "true")
VALUE = "the value itself, without a link"
BOOLEANS = {
    "0": BOOLEAN_TEXTS[False],
    "false": BOOLEAN_TEXTS[False],
    "1": BOOLEAN_TEXTS[True],
    "true": BOOLEAN_TEXTS[True],
}


@dataclass(frozen=True)
class Texts:
    """What cells refer to: shared texts by number, styles of numbers, and the date system."""

    shared: dict[str, str]
    styles: NumberStyles
    is_1904: bool


class SheetReader:
    """Collects the filled cells of one sheet while its XML is parsed.

    Its methods run once or more for each cell: the commonest element is asked for first.
    """

    def __init__(self, sheet: SheetPart, texts: Texts) -> None:
        self.cells = Cells()
        self.links: list[tuple[str, str]] = []
        self.rows = 0
        self._sheet = sheet.name
        self._texts = texts
        self._shared = texts.shared
        self._sheet_is_hidden = sheet.is_hidden
        # One byte a column, because a file may describe the same columns again and again.
        self._hidden_columns = bytearray(MAX_COLUMN + 1)
        self._row_is_hidden = sheet.is_hidden
        self._row = 0
        self._column = 0
        self._attributes: Attributes = {}
        self._data = ""
        self._value: str | None = None
        self._formula: str | None = None
        self._inline = ""
        self._phonetic = 0

    def start(self, element: str, attributes: Attributes) -> None:
        """Begin an element."""
        if element == "v":
            self._data = ""
        elif element == "c":
            self._attributes = attributes
            self._value = self._formula = None
        elif element == "row":
            self._start_row(attributes)
        elif element in ("f", "t"):
            self._data = ""
        elif element == "is":
            self._inline = ""
        elif element == "rPh":
            self._phonetic += 1
        elif element == "col" and _is_hidden(attributes, "width"):
            first, last = max(int(attributes["min"]), 1), min(int(attributes["max"]), MAX_COLUMN)
            self._hidden_columns[first : last + 1] = bytes((True,)) * (last + 1 - first)
        elif element == "hyperlink":
            self.links.append((attributes.get("ref", ""), relationship_id(attributes)))

    def text(self, data: str) -> None:
        """Take text of the element begun last."""
        self._data = self._longer(data) if self._data else data

    def end(self, element: str) -> None:
        """End an element; at its end a cell is complete."""
        if element == "v":
            self._value = self._data
        elif element == "c":
            self._end_cell()
        elif element == "f":
            self._formula = self._data
        elif element == "t" and not self._phonetic:
            self._inline += self._data
        elif element == "is":
            self._value = self._inline
        elif element == "rPh":
            self._phonetic -= 1
        elif element == "row":
            require_few(len(self.cells))

    def _longer(self, data: str) -> str:
        """The text of an element that comes in several pieces, while it fits into a cell."""
        if len(self._data) > MAX_TEXT_LENGTH:
            address = self._attributes.get("r", f"row {self._row}")
            raise RejectedError(
                "too_large",
                f"more than {MAX_TEXT_LENGTH:,} characters in cell {self._sheet}!{address}",
                f"at most {MAX_TEXT_LENGTH:,} characters in a cell",
            )
        return self._data + data

    def _start_row(self, attributes: Attributes) -> None:
        self.rows += 1
        stated = attributes.get("r")
        self._row = int(stated) if stated else self._row + 1
        self._column = 0
        self._row_is_hidden = self._sheet_is_hidden or _is_hidden(attributes, "ht")

    def _end_cell(self) -> None:
        attributes, value = self._attributes, self._value
        # A cell that states no address is right of the one before it.
        address = attributes.get("r") or f"{column_letters(self._column + 1)}{self._row}"
        self._row, self._column = split_address(address)
        kind = attributes.get("t", "n")
        if kind == "s" and value:
            cell_type, text = "text", self._shared[value]
        elif value or self._formula is not None:
            cell_type, text = self._content(kind, value, self._formula, attributes.get("s"))
        else:
            return
        if text or cell_type == "formula_without_value":
            is_hidden = self._row_is_hidden or bool(self._hidden_columns[self._column])
            self.cells.add(
                address, self._row, self._column, cell_type, text or None, self._formula, is_hidden
            )

    def _content(
        self, kind: str, value: str | None, formula: str | None, style: str | None
    ) -> tuple[str, str]:
        """Type and text of a cell; an empty text for one that is empty or has no value."""
        if not value:
            # A formula that gives an empty text has a value: the empty text.
            has_value = formula is None or (kind == "str" and value is not None)
            return "text" if has_value else "formula_without_value", ""
        if kind == "n":
            return self._number(value, style)
        if kind in ("str", "inlineStr"):
            return "text", stored_text(value)
        if kind == "b":
            return "boolean", BOOLEANS.get(value, value)
        return "error" if kind == "e" else "text", value

    def _number(self, value: str, style: str | None) -> tuple[str, str]:
        text = number_text(value)
        if text is None:
            return "text", value
        if style in self._texts.styles.percents:
            return "text", percent_text(float(value))
        if style in self._texts.styles.dates:
            date = date_text(float(value), self._texts.is_1904)
            if date is not None:
                return "text", date
        return "number", text


def _is_hidden(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width, which looks the same."""
    return attributes.get("hidden") in TRUE or float(attributes.get(size, "1")) <= 0


def read_sheet(package: Package, sheet: SheetPart, texts: Texts) -> tuple[Cells, list[Note]]:
    """The filled cells of one sheet, in the order of the file, and notes. Raises RejectedError."""
    reader = SheetReader(sheet, texts)
    package.parse(sheet.part, reader.start, reader.end, reader.text)
    addresses = reader.cells.address
    if len(set(addresses)) < len(addresses):
        twice = Counter(addresses).most_common(1)[0][0]
        raise RejectedError(
            "not_a_workbook", f"cell {sheet.name}!{twice} stands twice in the file", SAVE_ANEW
        )
    links = package.outside_targets(sheet.part) if reader.links else {}
    notes = [
        Note(
            "external_reference", sheet.name, address, shortened(f"a link to {links[link]}"), VALUE
        )
        for address, link in reader.links
        if link in links
    ]
    empty_rows = reader.rows - len(set(reader.cells.row_number))
    if empty_rows > MAX_EMPTY_ROWS:
        found = f"{empty_rows:,} rows without a filled cell"
        notes.append(Note("empty_rows", sheet.name, None, found, "a sheet without its empty rows"))
    return reader.cells, notes
