"""What a person gets by hand from what `potline explain` prints, with plain Python arithmetic."""

from __future__ import annotations

import re
from fractions import Fraction


def recomputed(shown: str) -> tuple[float, float]:
    """The mass and t CO2e that a person gets from what is printed: formula and table of symbols.

    Where steam is in the formula, its line with the enthalpies worked out is taken.
    """
    table = {
        cells[0]: float(Fraction(cells[1]))
        for cells in ([cell.strip() for cell in line.split("│")] for line in shown.splitlines())
        if len(cells) >= 5
    }
    expression = re.search(r" in t = (.+)", shown)
    assert expression is not None, shown
    formula = expression.group(1)
    enthalpy = re.search(r"Enthalpy by IAPWS-IF97, in GJ/t: (.+)", shown)
    if enthalpy:
        formula = enthalpy.group(1)
    mass = eval(formula, {"__builtins__": {}, "min": min, "max": max}, table)
    return mass, mass * table["GWP"]


def printed_result(shown: str) -> tuple[float, float]:
    """The mass and t CO2e that are printed as the result."""
    found = re.search(r"Result: (\S+) t \S+ \* .* = (\S+) t CO2e", shown)
    assert found is not None, shown
    return float(found.group(1)), float(found.group(2))
