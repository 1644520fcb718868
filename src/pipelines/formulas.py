"""Formulas of the reference data: read, evaluated and written out with their numbers.

A formula (`expression` in formulas.csv) knows numbers, symbols, + - * /, parentheses and the
functions of FUNCTIONS; anything else is an error that names it. Nothing of it is run as Python.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from functools import cache

from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.steam import saturated_steam_enthalpy, steam_enthalpy


class FormulaError(PotlineError):
    """A formula that cannot be read, or not be evaluated with the values given."""


OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "steam_enthalpy": steam_enthalpy,
    "saturated_steam_enthalpy": saturated_steam_enthalpy,
}
PLAIN = re.compile(r"\w+|\d+(\.\d+)?([eE][+-]?\d+)?")
ARGUMENTS = {"steam_enthalpy": 2, "saturated_steam_enthalpy": 1}
LEAST_ARGUMENTS = 2


def evaluate(expression: str, values: Mapping[str, float]) -> float:
    """The value of a formula for the values of its symbols. Raises FormulaError."""
    tree = _parsed(expression)
    missing = [name for name in _names(tree) if name not in values]
    if missing:
        raise FormulaError(
            say("formula_without_value", expression=expression, symbols=", ".join(missing))
        )
    try:
        return _value(tree, values)
    except ZeroDivisionError as error:
        raise FormulaError(say("formula_divides_by_zero", expression=expression)) from error


def symbols_of(expression: str) -> tuple[str, ...]:
    """The symbols of a formula, each once, in their order. Raises FormulaError."""
    return tuple(_names(_parsed(expression)))


def substituted(expression: str, texts: Mapping[str, str]) -> str:
    """A formula with the text of each symbol in its place; one without a text stays as it is.

    What is more than a plain number gets parentheses, so that what comes back can be evaluated.
    Raises FormulaError.
    """
    written = _on_one_line(expression).encode()
    for name, start in _places(expression):
        text = texts.get(name, name)
        shown = text if PLAIN.fullmatch(text) else f"({text})"
        written = written[:start] + shown.encode() + written[start + len(name.encode()) :]
    return written.decode()


@cache
def _places(expression: str) -> tuple[tuple[str, int], ...]:
    """The symbols of a formula, each with the byte at which it stands, the last first.

    Kept: a total of a large group is written out in some ten formulas and thousands of numbers.
    """
    nodes = sorted(_name_nodes(_parsed(expression)), key=lambda node: node.col_offset)
    return tuple((node.id, node.col_offset) for node in reversed(nodes))


def _parsed(expression: str) -> ast.expr:
    """The tree of a formula that holds nothing but what formulas may hold."""
    try:
        tree = ast.parse(_on_one_line(expression), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(say("formula_unreadable", expression=expression)) from error
    _check(tree, expression)
    return tree


def _on_one_line(expression: str) -> str:
    return " ".join(expression.split())


def _check(node: ast.expr, expression: str) -> None:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            parts: list[ast.expr] = []
        case ast.Name() if node.id not in FUNCTIONS:
            parts = []
        case ast.UnaryOp(op=ast.USub()):
            parts = [node.operand]
        case ast.BinOp() if type(node.op) in OPERATORS:
            parts = [node.left, node.right]
        case ast.Call(func=ast.Name(id=name), keywords=[]) if _is_call(name, len(node.args)):
            parts = node.args
        case _:
            raise FormulaError(
                say(
                    "formula_not_allowed",
                    expression=expression,
                    part=ast.unparse(node),
                    functions=", ".join(FUNCTIONS),
                )
            )
    for part in parts:
        _check(part, expression)


def _is_call(name: str, arguments: int) -> bool:
    if name not in FUNCTIONS:
        return False
    wanted = ARGUMENTS.get(name)
    return arguments >= LEAST_ARGUMENTS if wanted is None else arguments == wanted


def _name_nodes(tree: ast.expr) -> list[ast.Name]:
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return [node for node in names if node.id not in FUNCTIONS]


def _names(tree: ast.expr) -> list[str]:
    nodes = sorted(_name_nodes(tree), key=lambda node: node.col_offset)
    return list(dict.fromkeys(node.id for node in nodes))


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name():
            return float(values[node.id])
        case ast.UnaryOp():
            return -_value(node.operand, values)
        case ast.BinOp():
            combine = OPERATORS[type(node.op)]
            return combine(_value(node.left, values), _value(node.right, values))
        case ast.Call(func=ast.Name(id=name)):
            return FUNCTIONS[name](*(_value(argument, values) for argument in node.args))
    raise TypeError(f"{ast.dump(node)} passed the check of formulas")
