"""How the command line shows things: tables, JSON and progress."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

WIDTH_OF_A_PIPE = 10_000

# What a terminal would obey instead of showing it: controls other than line breaks and tabs, and
# the marks that turn the direction of writing. Halves of characters (names that are not UTF-8)
# cannot be written at all.
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Unicode has a picture for each of the first controls, from this one on.
FIRST_PICTURE = 0x2400
PICTURES = 0x20
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class PlainConsole(Console):
    """A console that shows what files and people say, and does nothing that they say."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The segments of something to show, control characters as visible ones."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=plain(segment.text))


def results() -> Console:
    """Where results go; into a pipe without a limit of width, so that nothing is cut off."""
    return PlainConsole(width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE, highlight=False)


def errors() -> Console:
    """Where errors and progress go."""
    return PlainConsole(stderr=True, soft_wrap=True, highlight=False)


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


def plain(text: str) -> str:
    """The text with each control character as a visible one."""
    return OBEYED.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(FIRST_PICTURE + code) if code < PICTURES else UNKNOWN


def text_of(value: object) -> str:
    """A value as people read it: times to the second, whole numbers with separators."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return plain(str(value))


def print_json(value: object) -> None:
    """Write dataclasses, lists and dictionaries to standard output as JSON."""
    text = json.dumps(value, default=_plain, ensure_ascii=False, indent=2)
    sys.stdout.write(OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
