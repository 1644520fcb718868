"""Python values as SQL, and the SQL files of this package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "sql"


def literal(value: Any) -> str:
    """A value as SQL: a quoted text, a day, a number, a truth value or null."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return f"date '{value}'"
    return "'" + str(value).replace("'", "''") + "'"


def listed(values: Iterable[Any]) -> str:
    """Values as SQL for `in`, in parentheses."""
    return f"({', '.join(literal(value) for value in values)})"


def array(values: Iterable[Any]) -> str:
    """Values as one SQL list."""
    return f"[{', '.join(literal(value) for value in values)}]"


def statement(name: str) -> str:
    """The SQL of one file of this package."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
