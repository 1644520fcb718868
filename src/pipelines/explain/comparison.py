"""Two calculations side by side: which inputs differ, and what each of them does to the result.

Inputs are exchanged one after the other, in the order of the formula and the potential last, so
that the effects add up to the difference of the results.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.explain.calculation import POTENTIAL, Calculation, Symbol
from pipelines.explain.sources import number
from pipelines.formulas import evaluate
from pipelines.messages import say

EFFECT_DECIMALS = 9


@dataclass(frozen=True)
class Difference:
    """One input that differs, and the t CO2e that it adds."""

    what: str
    before: str
    after: str
    effect_tco2e: str


@dataclass(frozen=True)
class Comparison:
    """Two calculations, what differs between them, and what that leaves unexplained."""

    before: Calculation
    after: Calculation
    differences: list[Difference]
    change_tco2e: str
    change_pct: str | None


def compared(before: Calculation, after: Calculation) -> Comparison:
    """The differences between two calculations, with the effect of each."""
    steps = _steps(before, after)
    change = steps[-1].result - _result(before)
    differences = []
    result = _result(before)
    for step in steps:
        if step.is_different:
            effect = number(round(step.result - result, EFFECT_DECIMALS))
            differences.append(Difference(step.what, step.before, step.after, effect))
        result = step.result
    return Comparison(
        before,
        after,
        differences,
        number(round(change, EFFECT_DECIMALS)),
        percent(change, _result(before)),
    )


def percent(change: float, whole: float) -> str | None:
    """A change as a percentage of the whole, to two decimals; null where the whole is zero."""
    return f"{100 * change / whole:+.2f}" if whole else None


@dataclass(frozen=True)
class _Step:
    """The result once an input, and all before it, have been exchanged."""

    what: str
    before: str
    after: str
    result: float

    @property
    def is_different(self) -> bool:
        return self.before != self.after


def _steps(before: Calculation, after: Calculation) -> list[_Step]:
    potential = _value(before.potential)
    if before.formula.expression == after.formula.expression:
        steps = _exchanged_symbols(before, after, potential)
    else:
        steps = [
            _Step(
                say("explain_formula"),
                _formula_text(before),
                _formula_text(after),
                evaluate(after.formula.arithmetic, {}) * potential,
            )
        ]
    return [
        *steps,
        _Step(
            say("explain_potential_of", gas=after.gas),
            _text(before.potential),
            _text(after.potential),
            _result(after),
        ),
    ]


def _exchanged_symbols(before: Calculation, after: Calculation, potential: float) -> list[_Step]:
    values = {symbol.symbol: _value(symbol) for symbol in before.symbols}
    now = {symbol.symbol: symbol for symbol in after.symbols}
    steps = []
    for symbol in before.symbols:
        values[symbol.symbol] = _value(now[symbol.symbol])
        steps.append(
            _Step(
                f"{symbol.symbol}, {symbol.name}",
                _text(symbol),
                _text(now[symbol.symbol]),
                evaluate(before.formula.expression, values) * potential,
            )
        )
    return steps


def _result(calculation: Calculation) -> float:
    return evaluate(calculation.formula.arithmetic, {}) * _value(calculation.potential)


def _value(symbol: Symbol) -> float:
    return evaluate(symbol.value, {})


def _formula_text(calculation: Calculation) -> str:
    return f"{calculation.formula.expression} ({calculation.formula.formula_id})"


def _text(symbol: Symbol) -> str:
    """A value with its origin: `6500 (SAR, FA0013)`, `0.034 t/t (ndrc_2013, guide default, …)`."""
    if symbol.factor is None:
        return f"{symbol.value} {symbol.unit} ({symbol.origin})"
    named = (symbol.factor.series,)
    if symbol.symbol == POTENTIAL:
        return f"{symbol.value} ({_listed(*named, symbol.factor.factor_id)})"
    origin = _listed(symbol.factor.factor_set, *named, symbol.factor.factor_id)
    return f"{symbol.value} {symbol.unit} ({origin})"


def _listed(*words: str | None) -> str:
    return ", ".join(word for word in words if word)
