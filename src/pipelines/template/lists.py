"""Lists and calculations of a template: two very hidden sheets that carry no data."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipelines.reference import read_seed
from pipelines.settings import Settings

LONGEST_INLINE = 255


class Lists:
    """Drop-down lists; what does not fit into a cell's own rule stands on the sheet of lists."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def source(self, choices: list[str]) -> list[str] | str:
        """What a drop-down list of these choices is made from."""
        if len(",".join(choices)) <= LONGEST_INLINE and not any("," in one for one in choices):
            return choices
        key = tuple(choices)
        if key not in self._ranges:
            column = len(self._ranges) + 3
            self._sheet.write_column(0, column, choices)
            letter = xl_col_to_name(column)
            name = self._sheet.get_name()
            self._ranges[key] = f"='{name}'!${letter}$1:${letter}${len(choices)}"
        return self._ranges[key]


class Units:
    """The units of each quantity; the factor of every spelling stands in columns A and B."""

    def __init__(self, settings: Settings, sheet: Worksheet) -> None:
        self._of_quantity: dict[str, list[str]] = {}
        factors: dict[str, float] = {}
        for row in read_seed(settings, "units"):
            self._of_quantity.setdefault(row["quantity"], []).append(row["unit_id"])
            factors[row["unit_id"]] = float(row["factor_to_canonical"])
        for row in read_seed(settings, "unit_aliases"):
            factors.setdefault(row["alias"], factors[row["unit_id"]])
        sheet.write_column(0, 0, factors)
        sheet.write_column(0, 1, factors.values())
        self.table = f"'{sheet.get_name()}'!$A$1:$B${len(factors)}"

    def of(self, quantity: str) -> list[str]:
        """The units that an indicator of a quantity takes; `mass_or_volume` takes both."""
        return [unit for part in quantity.split("_or_") for unit in self._of_quantity[part]]


def hidden_sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet that no menu shows."""
    sheet = book.add_worksheet(name)
    sheet.very_hidden()
    return sheet
