"""Rules of gate 1 as formulas: what can be told from the cells of one workbook while it is typed.

Each value has two cells of the calculation sheet, its amount in the canonical unit and the half
unit of its last digit; a rule is broken only where no values inside those intervals keep it, as
in `quality/kinds`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.template.request import Request
from pipelines.template.rows import Row

NO_MORE = {
    "identity": {"left", "right", "optional", "by", "industries"},
    "balance": {"left", "right", "optional", "by", "industries", "tolerance_share", "of"},
    "bound": {"left", "right", "optional", "by", "industries", "factor", "hours"}
    | {"tolerance_share"},
    "ratio": {"left", "right", "optional", "by", "industries", "times", "unit"}
    | {"minimum", "maximum"},
    "range": {"indicators", "domains", "materials", "industries", "minimum", "maximum"},
}
SIGNS = {"blocking": "✗", "compliance": "!", "warning": "!"}
NOISE = "1E-9"  # Sums of binary fractions differ in their last digits.


@dataclass(frozen=True)
class Cell:
    """A value of the workbook: its row, and its amount and half unit on the calculation sheet."""

    row: Row
    amount: str
    half: str


@dataclass(frozen=True)
class Check:
    """One rule on some cells: a formula that is true where it is broken, and what it says."""

    sign: str
    text: str
    is_broken: str
    cells: tuple[Cell, ...]


def checks_on(settings: Settings, request: Request, cells: list[Cell]) -> list[Check]:
    """The checks that the rules in force make on the cells, blocking ones first."""
    checks: list[Check] = []
    for rule in read_seed(settings, "rules"):
        if _is_decidable(rule, request):
            checks += _checks_of(rule, request, cells)
    return sorted(checks, key=lambda check: check.sign != SIGNS["blocking"])


def _is_decidable(rule: dict[str, str], request: Request) -> bool:
    """Whether a rule can be told from one workbook, by parameters that are known here."""
    parameters = json.loads(rule["parameters"] or "{}")
    return (
        (rule["gate"], rule["stage"], rule["valid_to"]) == ("gate_1", "1", "")
        and rule["kind"] in NO_MORE
        and rule["severity"] in SIGNS
        and parameters.keys() <= NO_MORE[rule["kind"]]
        and parameters.get("by") in {None, "material"}
        and request.industry_id in parameters.get("industries", [request.industry_id])
    )


def _checks_of(rule: dict[str, str], request: Request, cells: list[Cell]) -> Iterator[Check]:
    parameters = json.loads(rule["parameters"] or "{}")
    text = f"{rule['statement_zh']} {rule['statement_en']}"
    sign = SIGNS[rule["severity"]]
    if rule["kind"] == "range":
        for cell in cells:
            if _is_in_range_of(cell.row, parameters):
                yield Check(sign, text, _outside(cell, parameters), (cell,))
        return
    for group in _groups(cells, parameters.get("by") == "material"):
        sides = _Sides.of(group, parameters)
        if sides:
            broken = _BROKEN[rule["kind"]](sides, parameters, request)
            is_broken = f"AND({sides.all_filled},{broken})"
            yield Check(sign, text, is_broken, (*sides.left, *sides.right))


def _is_in_range_of(row: Row, parameters: dict[str, list[str]]) -> bool:
    if row.indicator is None:
        return False
    indicators, domains = parameters.get("indicators"), parameters.get("domains")
    materials = parameters.get("materials")
    return (
        (indicators is None or row.indicator["indicator_id"] in indicators)
        and (domains is None or row.indicator["domain"] in domains)
        and (materials is None or row.material_id in materials)
    )


def _groups(cells: list[Cell], by_material: bool) -> list[list[Cell]]:
    """All cells together, or those of each material that is named."""
    if not by_material:
        return [cells]
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.row.material_id:
            groups[cell.row.material_id].append(cell)
    return list(groups.values())


@dataclass(frozen=True)
class _Sides:
    """The cells of the terms on either side, and those of terms that must be filled."""

    left: list[Cell]
    right: list[Cell]
    base: list[Cell]
    required: list[list[Cell]]

    @classmethod
    def of(cls, cells: list[Cell], parameters: dict[str, list[str]]) -> _Sides | None:
        """The sides in some cells; None where a term that must be there is not."""
        optional = set(parameters.get("optional", []))
        found = {
            term: [cell for cell in cells if _is_term(cell.row, term)]
            for side in ("left", "right", "of")
            for term in parameters.get(side, [])
        }
        required = [
            found[term]
            for side in ("left", "right")
            for term in parameters[side]
            if term not in optional
        ]
        sides = [
            [cell for term in parameters.get(side, []) for cell in found[term]]
            for side in ("left", "right", "of")
        ]
        if not all(required) or not sides[0] or not sides[1]:
            return None
        return cls(sides[0], sides[1], sides[2], required)

    @property
    def all_filled(self) -> str:
        """Whether every term is filled in that must be, and something on each side."""
        filled = [_count(cells) for cells in (*self.required, self.left, self.right)]
        return ",".join(f"{count}>0" for count in filled)

    @property
    def halves(self) -> str:
        """How far rounding may bring the two sides apart."""
        return f"({_sum(self.left, 'half')}+{_sum(self.right, 'half')})"


def _is_term(row: Row, term: str) -> bool:
    indicator_id, _, material_id = term.partition(":")
    if row.indicator is None or row.indicator["indicator_id"] != indicator_id:
        return False
    return not material_id or row.material_id == material_id


def _identity(sides: _Sides, parameters: dict[str, object], request: Request) -> str:
    left, right = _sum(sides.left), _sum(sides.right)
    return f"ABS({left}-{right})-{sides.halves}>{NOISE}*(1+ABS({left}))"


def _balance(sides: _Sides, parameters: dict[str, object], request: Request) -> str:
    left, right = _sum(sides.left), _sum(sides.right)
    most = f"{parameters.get('tolerance_share', 0)}*{_sum(sides.base)}+{sides.halves}"
    return f"ABS({left}-{right})-({most})>{NOISE}*(1+ABS({left}))"


def _bound(sides: _Sides, parameters: dict[str, object], request: Request) -> str:
    factor = f"{parameters.get('factor', 1)}" + (
        f"*{request.hours}" if "hours" in parameters else ""
    )
    least = f"{_sum(sides.left)}-{_sum(sides.left, 'half')}"
    most = f"({_sum(sides.right)}+{_sum(sides.right, 'half')})*{factor}"
    share = f"(1+{parameters.get('tolerance_share', 0)})"
    return f"{least}-{most}*{share}>{NOISE}*(1+ABS({_sum(sides.left)}))"


def _ratio(sides: _Sides, parameters: dict[str, object], request: Request) -> str:
    left, left_half = _sum(sides.left), _sum(sides.left, "half")
    right, right_half = _sum(sides.right), _sum(sides.right, "half")
    times = parameters.get("times", 1)
    outside = []
    if "minimum" in parameters:
        bound = f"{parameters['minimum']}*({right}-{right_half})"
        outside.append(f"({left}+{left_half})*{times}<{bound}")
    if "maximum" in parameters:
        bound = f"{parameters['maximum']}*({right}+{right_half})"
        outside.append(f"({left}-{left_half})*{times}>{bound}")
    return f"{right}<>0,OR({','.join(outside)})"


def _outside(cell: Cell, parameters: dict[str, object]) -> str:
    outside = []
    if "minimum" in parameters:
        outside.append(f"{cell.amount}+{cell.half}<{parameters['minimum']}")
    if "maximum" in parameters:
        outside.append(f"{cell.amount}-{cell.half}>{parameters['maximum']}")
    return f"IF(ISNUMBER({cell.amount}),OR({','.join(outside)}),FALSE)"


_BROKEN = {"identity": _identity, "balance": _balance, "bound": _bound, "ratio": _ratio}


def _sum(cells: list[Cell], part: str = "amount") -> str:
    return f"SUM({','.join(getattr(cell, part) for cell in cells)})"


def _count(cells: list[Cell]) -> str:
    return f"COUNT({','.join(cell.amount for cell in cells)})"
