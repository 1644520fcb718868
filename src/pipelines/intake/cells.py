"""Cells as the readers hand them over: one shape for workbooks and CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from pipelines.intake.limits import MAX_CELLS, MAX_COLUMN, MAX_ROW
from pipelines.intake.problems import Note, RejectedError

# The sheets of forms use the same addresses again and again.
ADDRESSES_KEPT = 65_536

COLUMN = re.compile(r"[A-Z]{1,3}")
ROW = re.compile(r"[1-9][0-9]{0,6}")

BOOLEAN_TEXTS = {False: "FALSE", True: "TRUE"}

# A digit other than zero before the exponent.
NOT_ZERO = re.compile(r"\A[^eE]*[1-9]")

# Beyond 15 digits a number of a workbook is no longer exact: it keeps its stored text.
EXACT_BELOW = 1e15


class Cell(NamedTuple):
    """One filled cell; `text` is null for a formula without a stored value."""

    address: str
    row_number: int
    column_number: int
    cell_type: str
    text: str | None
    formula: str | None
    is_hidden: bool


class Cells:
    """The filled cells of one sheet in reading order, kept by column.

    One list a column and not one object a cell: reading is then a third faster.
    """

    def __init__(self) -> None:
        self.address: list[str] = []
        self.row_number: list[int] = []
        self.column_number: list[int] = []
        self.cell_type: list[str] = []
        self.text: list[str | None] = []
        self.formula: list[str | None] = []
        self.is_hidden: list[bool] = []

    def add(
        self,
        address: str,
        row_number: int,
        column_number: int,
        cell_type: str,
        text: str | None,
        formula: str | None,
        is_hidden: bool,
    ) -> None:
        """Add one cell."""
        self.address.append(address)
        self.row_number.append(row_number)
        self.column_number.append(column_number)
        self.cell_type.append(cell_type)
        self.text.append(text)
        self.formula.append(formula)
        self.is_hidden.append(is_hidden)

    def add_columns(self, columns: dict[str, list[Any]]) -> None:
        """Add cells that are given by column."""
        for name, values in vars(self).items():
            values.extend(columns[name])

    def __len__(self) -> int:
        return len(self.address)

    def __iter__(self) -> Iterator[Cell]:
        return map(Cell._make, zip(*vars(self).values(), strict=True))


@dataclass(frozen=True)
class Sheet:
    """One sheet with its filled cells."""

    name: str
    cells: Cells


@dataclass(frozen=True)
class Book:
    """All sheets of one file, and what was odd about them."""

    sheets: list[Sheet]
    notes: list[Note] = field(default_factory=list)


def column_number(letters: str) -> int | None:
    """The number of a column (`A` is 1); null for letters that name no column."""
    if not COLUMN.fullmatch(letters):
        return None
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if number <= MAX_COLUMN else None


def column_letters(column_number: int) -> str:
    """The letters of a column: 1 is `A`, 28 is `AB`."""
    letters = ""
    while column_number:
        column_number, remainder = divmod(column_number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


@lru_cache(maxsize=ADDRESSES_KEPT)
def split_address(address: str) -> tuple[int, int]:
    """Row and column of an address such as `B7`. Raises RejectedError for what is no address."""
    letters = address.rstrip("0123456789")
    row_text = address[len(letters) :]
    column = column_number(letters)
    if column is None or not ROW.fullmatch(row_text) or int(row_text) > MAX_ROW:
        raise RejectedError(
            "not_a_workbook",
            f"a cell with the address {address!r}",
            "addresses from A1 to XFD1048576; save the workbook anew with Excel or LibreOffice",
        )
    return int(row_text), column


def number_text(stored: str) -> str | None:
    """The number as plain text of at most 15 digits; null where the stored text is no number.

    `91001.70600000001` gives `91001.706`; from 1e15 upwards, and for NaN, the stored text stays.
    """
    try:
        number = float(stored)
    except ValueError:
        return None
    if "_" in stored or not stored.isascii():  # Python reads these as numbers, nobody else does
        return None
    if not abs(number) < EXACT_BELOW:
        return stored
    if not number and NOT_ZERO.search(stored):  # too small for a number, and yet none of zero
        return stored
    text = f"{number:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def require_few(cell_count: int) -> None:
    """Raise RejectedError when a file has more cells than any form can have."""
    if cell_count > MAX_CELLS:
        raise RejectedError(
            "too_large",
            f"more than {MAX_CELLS:,} filled cells",
            "a file of one form; split it by plant or month",
        )
