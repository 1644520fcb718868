"""Text as a CSV file may carry it that people open in a spreadsheet: never a formula.

A text that a spreadsheet would run gets an apostrophe in front. A number never does, whatever its
sign, though it stands in a column of texts.
"""

from __future__ import annotations

import re

# What spreadsheets take for a formula, in full width too (OWASP, CSV injection); regular
# expressions that Python and DuckDB read alike.
FORMULA_START = r"^[=+@\t\r\n＝＋－＠-]"
NUMBER = r"^[+-]?[0-9][0-9., ]*([eE][+-]?[0-9]+)?%?$"

_formula_start = re.compile(FORMULA_START)
_number = re.compile(NUMBER)


def csv_text(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if _formula_start.match(text) and not _number.match(text) else text
