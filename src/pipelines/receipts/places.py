"""Names and addresses of cells as Excel takes them, whatever a file called them."""

from __future__ import annotations

import re

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
LONGEST_NAME = 31
A1 = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
R1C1 = re.compile(r"R([1-9][0-9]{0,6})C([1-9][0-9]{0,4})")
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]")


def position(address: str) -> tuple[int, int] | None:
    """Row and column of an address, from 0; None for what is no cell of a workbook."""
    if match := A1.fullmatch(address):
        row, column = int(match[2]), _column_number(match[1])
    elif match := R1C1.fullmatch(address):
        row, column = int(match[1]), int(match[2])
    else:
        return None
    return (row - 1, column - 1) if row <= LAST_ROW and column <= LAST_COLUMN else None


def sheet_names(names: list[str], taken: tuple[str, ...] = ()) -> list[str]:
    """A name for each sheet that Excel accepts, all different, as near to the given as can be."""
    used = {name.casefold() for name in (*taken, "history")}
    accepted = []
    for name in names:
        cleaned = FORBIDDEN.sub("_", name).strip().strip("'") or "_"
        candidate, number = _shortened(cleaned, ""), 2
        while candidate.casefold() in used:
            candidate, number = _shortened(cleaned, f" ({number})"), number + 1
        used.add(candidate.casefold())
        accepted.append(candidate)
    return accepted


def _shortened(name: str, ending: str) -> str:
    """The name within Excel's limit, which counts UTF-16 units."""
    room = LONGEST_NAME - len(ending)
    while len(name.encode("utf-16-le")) // 2 > room:
        name = name[:-1]
    return name.rstrip("' ") + ending


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
