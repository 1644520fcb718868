"""Text of strangers as a workbook may carry it: never a formula, never markup, never too long."""

from __future__ import annotations

import re
from math import isfinite
from unicodedata import east_asian_width

LONGEST_TEXT = 32_000
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def plain(text: str, longest: int = LONGEST_TEXT) -> str:
    r"""The text with control characters written out (`\x00`), cut where it is too long."""
    shown = UNPRINTABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
    if len(shown) > longest:
        shown = f"{shown[:longest]}…"
    # XlsxWriter takes a text between these marks for markup of its own.
    return f"{shown} " if shown.startswith("<r>") and shown.endswith("</r>") else shown


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula if it were typed in."""
    return text.startswith(STARTS_FORMULA)


def is_number(text: str) -> bool:
    """Whether a workbook can hold the text as a number that is shown just as it stands."""
    try:
        value = float(text)
    except ValueError:
        return False
    return isfinite(value) and f"{value:.15g}" == text and text != "-0"


def width(text: str) -> int:
    """The columns that a line takes; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def text_lines(text: str, columns: int) -> int:
    """How many lines a text takes when it is wrapped in so many columns."""
    if "\n" not in text and len(text) * 2 < columns:
        return 1
    return sum(1 + width(line) // max(columns - 1, 1) for line in text.split("\n"))
