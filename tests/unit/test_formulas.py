"""Formulas of the reference data: what they may hold, what comes out, how they are written out."""

from __future__ import annotations

import pytest

from pipelines.formulas import FormulaError, evaluate, substituted, symbols_of

FUEL = "FC * NCV * CC * OF * CO2_per_C"


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        (FUEL, {"FC": 2, "NCV": 20, "CC": 0.5, "OF": 0.5, "CO2_per_C": 3}, 30),
        ("P * (1 - S - A)", {"P": 10, "S": 0.25, "A": 0.25}, 5),
        ("-a + b / 4 - 1", {"a": 1, "b": 8}, 0),
        ("a - b - c", {"a": 1, "b": 2, "c": 3}, -4),
        ("max(a - b, 0)", {"a": 1, "b": 2}, 0),
        ("min(a, b, 3)", {"a": 4, "b": 5}, 3),
        ("Q * 24 * 1e-9", {"Q": 1e9}, 24),
        (" a ", {"a": 7, "unused": 1}, 7),
    ],
)
def test_a_formula_has_a_value(expression: str, values: dict[str, float], expected: float) -> None:
    assert evaluate(expression, values) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "a +",
        "a ** 2",
        "a % 2",
        "a // 2",
        "+a",
        "a < b",
        "a if b else c",
        "'text'",
        "True",
        "1j",
        "a.b",
        "a[0]",
        "[a]",
        "lambda: 1",
        "open('x')",
        "__import__('os')",
        "max(a)",
        "max(*a)",
        "max(a, b, key=c)",
        "steam_enthalpy(P)",
        "steam_enthalpy(P, T, x)",
        "max + 1",
        "(a)(b)",
        "(a := 1)",
        "a, b",
        "a; b",
        "(" * 300 + "a" + ")" * 300,
    ],
)
def test_anything_else_is_an_error_that_names_it(expression: str) -> None:
    with pytest.raises(FormulaError, match="formula"):
        symbols_of(expression)


def test_a_symbol_without_a_value_and_a_division_by_zero_are_told() -> None:
    with pytest.raises(FormulaError, match="NCV, OF"):
        evaluate(FUEL, {"FC": 1, "CC": 1, "CO2_per_C": 1})
    with pytest.raises(FormulaError, match="divides by zero"):
        evaluate("a / b", {"a": 1, "b": 0})


def test_symbols_stand_once_in_their_order() -> None:
    assert symbols_of("B * (max(A, 0) + C) - A * 44 / 12") == ("B", "A", "C")


def test_a_formula_is_written_out_with_its_numbers() -> None:
    assert substituted("a*b - (a + ab)", {"a": "1.5", "b": "-2"}) == "1.5*(-2) - (1.5 + ab)"
    assert substituted(" max(a, 0)", {"a": "3"}) == "max(3, 0)"
    assert substituted("a / b", {"a": "1e-9", "b": "44/12"}) == "1e-9 / (44/12)"
    assert substituted("(a\n  + b)", {"a": "3", "b": "4"}) == "(3 + 4)"


def test_what_is_written_out_has_the_same_value() -> None:
    values = {"P": 1234.5, "NC": -0.42, "S": 0.02}
    written = substituted(
        "P * NC * (1 - S) - -NC", {key: repr(value) for key, value in values.items()}
    )
    assert evaluate(written, {}) == evaluate("P * NC * (1 - S) - -NC", values)
