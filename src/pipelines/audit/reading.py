"""A table of figures as its file gives it: columns by any of their names, lines with their numbers.

What a line means is read in `figures`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import PotlineError
from pipelines.intake.delimited import HEADER_LINES, read_delimited
from pipelines.intake.problems import RejectedError
from pipelines.messages import say

# The names that a column may have, whatever their case and spaces.
COLUMNS = {
    "figure_id": ("figure_id", "id", "figure", "no", "编号", "序号"),
    "entity": (
        "entity",
        "entity_source_text",
        "company",
        "organisation",
        "主体",
        "单位名称",
        "公司",
    ),
    "parent": ("parent", "parent_entity", "上级", "上级主体"),
    "name_zh": ("indicator_zh", "name_zh", "indicator", "name", "指标", "指标名称"),
    "name_en": ("indicator_en", "name_en", "indicator", "name", "指标", "指标名称"),
    "period": ("period", "year", "年份", "年度", "期间"),
    "value": ("value", "printed_value", "数值", "值"),
    "unit_zh": ("unit_zh", "unit", "单位", "计量单位"),
    "unit_en": ("unit_en", "unit", "单位", "计量单位"),
    "section": ("section", "章节", "位置"),
    "quote": ("quote_zh", "quote_en", "quote", "原文"),
}
REQUIRED = ("entity", "period", "value")
NAMES = frozenset(name for names in COLUMNS.values() for name in names)
# Forty times what the report of 2021 prints on 60 pages; every figure is compared with others.
MOST_FIGURES = 10_000
MAX_FIGURES_BYTES = 4 * 1024 * 1024


class FiguresError(PotlineError):
    """A table of figures that cannot be read, with the line and what it should say."""


@dataclass(frozen=True)
class Line:
    """One line of a table: its number in the file, and its texts by field."""

    number: int
    texts: dict[str, str]

    def text(self, field: str) -> str:
        """The text of a field; empty where the table has none."""
        return self.texts.get(field, "")


def read_lines(path: Path) -> list[Line]:
    """The lines of a table in a CSV file. Raises FiguresError where it cannot be read."""
    _require_small(path)
    rows = _rows(path)
    header_number = max(
        list(rows)[:HEADER_LINES], key=lambda number: _known(rows[number]), default=0
    )
    columns = _columns(path, rows.get(header_number, {}))
    lines = []
    for number, row in rows.items():
        if number > header_number:
            _require_within(path, number, row, rows[header_number])
            lines.append(Line(number, {f: row.get(at, "").strip() for f, at in columns.items()}))
    if not lines:
        raise FiguresError(say("figures_none", path=path))
    if len(lines) > MOST_FIGURES:
        raise FiguresError(say("figures_too_many", path=path, most=f"{MOST_FIGURES:,}"))
    return lines


def _require_small(path: Path) -> None:
    if path.is_file() and path.stat().st_size > MAX_FIGURES_BYTES:
        raise FiguresError(say("figures_too_large", path=path, most=f"{MAX_FIGURES_BYTES:,}"))


def _rows(path: Path) -> dict[int, dict[int, str]]:
    """The texts of a file by line and column."""
    try:
        (sheet,) = read_delimited(path, NAMES).sheets
    except OSError as error:
        raise FiguresError(say("figures_unreadable", path=path, error=error.strerror)) from error
    except RejectedError as error:
        raise FiguresError(
            say("figures_rejected", path=path, found=error.rejection.found)
        ) from error
    rows: dict[int, dict[int, str]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row_number, {})[cell.column_number] = cell.text or ""
    return rows


def _known(row: dict[int, str]) -> int:
    return sum(_name(text) in NAMES for text in row.values())


def _name(header: str) -> str:
    return unicodedata.normalize("NFKC", header).strip().casefold().replace(" ", "_")


def _columns(path: Path, header: dict[int, str]) -> dict[str, int]:
    places = {_name(text): at for at, text in reversed(header.items())}
    columns = {
        field: places[name]
        for field, names in COLUMNS.items()
        if (name := next((name for name in names if name in places), None))
    }
    missing = [field for field in REQUIRED if field not in columns]
    if not columns.keys() & {"name_zh", "name_en"}:
        missing.append("indicator_en")
    if missing:
        raise FiguresError(say("figures_lack_columns", path=path, columns=", ".join(missing)))
    return columns


def _require_within(path: Path, number: int, row: dict[int, str], header: dict[int, str]) -> None:
    """A comma that was meant as part of a text or number shifts all that stands after it."""
    beyond = [at for at in row if at > max(header)]
    if beyond:
        raise FiguresError(
            say("figures_beyond", path=path, line=number, column=min(beyond), header=max(header))
        )
