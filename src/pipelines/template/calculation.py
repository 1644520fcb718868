"""The calculation sheet: amounts in canonical units, and the state and words of each check."""

from __future__ import annotations

from collections import defaultdict

from xlsxwriter.worksheet import Worksheet

from pipelines.template.checks import Cell, Check
from pipelines.template.rows import Row

AMOUNT, HALF, STATE, WORDS = "A", "B", "D", "E"


class Calculation:
    """Writes the calculation sheet; columns A and B by value, D and E by check."""

    def __init__(self, sheet: Worksheet, units_table: str) -> None:
        self._sheet = sheet
        self._units = units_table
        self._values = 0
        self._checks = 0
        self._name = sheet.get_name()

    def add_value(self, row: Row, value: str, unit: str) -> Cell:
        """The cell of a value, whose amount and half unit are worked out from two addresses."""
        self._values += 1
        line = self._values
        factor = f"VLOOKUP({unit},{self._units},2,FALSE)"
        amount = f'IF(ISNUMBER({value}),IFERROR({value}*{factor},""),"")'
        digits = f'IFERROR(LEN({value}&"")-FIND(".",{value}&""),0)'
        exact = f"AND({value}=0,{digits}=0)"
        half = f'IF(ISNUMBER({AMOUNT}{line}),IF({exact},0,0.5*10^-{digits}*{factor}),"")'
        if row.indicator is not None and row.indicator["quantity"] == "count":
            half = "0"
        self._sheet.write_formula(f"{AMOUNT}{line}", f"={amount}", None, "")
        self._sheet.write_formula(f"{HALF}{line}", f"={half}", None, "")
        return Cell(row, f"${AMOUNT}${line}", f"${HALF}${line}")

    def add_checks(self, checks: list[Check]) -> dict[str, str]:
        """Writes checks; the formula of the check cell of each value, by the cell's amount."""
        parts: dict[str, list[str]] = defaultdict(list)
        for check in checks:
            self._checks += 1
            line = self._checks
            state = f'=IF({check.is_broken},"{check.sign}","")'
            self._sheet.write_formula(f"{STATE}{line}", state, None, "")
            self._sheet.write_string(f"{WORDS}{line}", check.text)
            place = f"'{self._name}'!${STATE}${line}"
            words = f"'{self._name}'!${WORDS}${line}"
            part = f'IF({place}="","",{place}&" "&{words}&" ")'
            for amount in dict.fromkeys(cell.amount for cell in check.cells):
                parts[amount].append(part)
        return {amount: f"={'&'.join(found)}" for amount, found in parts.items()}
