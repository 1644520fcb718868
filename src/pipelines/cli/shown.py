"""How the command line shows things: tables, JSON and progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH_OF_A_PIPE = 10_000


def results() -> Console:
    """Where results go; into a pipe without a limit of width, so that nothing is cut off."""
    return Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE, highlight=False)


def errors() -> Console:
    """Where errors and progress go."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def table(
    headers: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None
) -> Table:
    """A table whose cells are shown as they are; null as nothing."""
    shown = Table(title=title, title_justify="left", show_edge=False)
    for header in headers:
        shown.add_column(Text(header))
    for row in rows:
        shown.add_row(*(Text("" if value is None else text_of(value)) for value in row))
    return shown


def text_of(value: object) -> str:
    """A value as people read it: times to the second, whole numbers with separators."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def print_json(value: object) -> None:
    """Write dataclasses, lists and dictionaries to standard output as JSON."""
    json.dump(value, sys.stdout, default=_plain, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
