"""Published figures as a document prints them: read, understood, and grouped into series.

What a figure says of itself in a remark is not read: the audit is told nothing.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Literal

from pipelines.audit.intervals import Interval
from pipelines.audit.vocabulary import Concept, Unit, Vocabulary
from pipelines.errors import PotlineError
from pipelines.messages import say

Sense = Literal["level", "change", "index", "difference"]

# The names that a column may have.
COLUMNS = {
    "figure_id": ("figure_id", "id"),
    "entity": ("entity", "entity_source_text"),
    "name_zh": ("indicator_zh", "name_zh", "indicator"),
    "name_en": ("indicator_en", "name_en", "indicator"),
    "period": ("period", "year"),
    "value": ("value", "printed_value"),
    "unit_zh": ("unit_zh", "unit"),
    "unit_en": ("unit_en", "unit"),
    "section": ("section",),
    "quote": ("quote_zh", "quote_en", "quote"),
}
REQUIRED = ("figure_id", "entity", "period", "value")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
COUNTED = ("count", "year", "years")
# The report of 2021 prints 237 figures on 60 pages. Figures are compared with each other, so that
# ten times as many take a hundred times as long.
MOST_FIGURES = 3_000
MAX_FIGURES_BYTES = 4 * 1024 * 1024
# What is longer, written out, is no figure: `1e999999999` would take all memory.
LONGEST_NUMBER = 100
DATE = re.compile(r"\d{4}-\d{2}")


class FiguresError(PotlineError):
    """A table of figures that cannot be read, with the line and what it should say."""


@dataclass(frozen=True)
class Figure:
    """One printed figure.

    `interval` is what it may stand for, in `unit`'s canonical unit; None where it has no number.
    """

    figure_id: str
    line: int
    entity: str
    name_zh: str
    name_en: str
    concept: Concept
    sense: Sense
    base_year: int | None
    period: str
    year: int | None
    printed: str
    unit: Unit | None
    unit_text: str
    section: str
    quote: str
    is_in_table: bool
    is_at_least: bool
    interval: Interval | None

    @property
    def label(self) -> str:
        """The figure as it is named to people: id, printed value and unit."""
        return f"{self.figure_id} {self.printed} {self.unit_text}".strip()

    @property
    def is_percent(self) -> bool:
        """Whether it is printed in per cent."""
        return self.unit is not None and self.unit.canonical == "%"

    @property
    def value(self) -> Interval:
        """The interval of a figure that has one. Raises ValueError where it has none."""
        if self.interval is None:
            raise ValueError(f"figure {self.figure_id} has no value")
        return self.interval

    @property
    def significant_digits(self) -> int:
        """How many digits are printed, without leading zeros."""
        return len(self.printed.lstrip("+-").replace(".", "").replace(",", "").lstrip("0"))


def read_figures(path: Path, vocabulary: Vocabulary) -> list[Figure]:
    """All figures of a CSV table. Raises FiguresError with the line that cannot be read."""
    _require_small(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = _columns(path, list(reader.fieldnames or []))
            lines = [(reader.line_num, row) for row in islice(reader, MOST_FIGURES + 1)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FiguresError(say("figures_unreadable", path=path, error=error)) from error
    if len(lines) > MOST_FIGURES:
        raise FiguresError(say("figures_too_many", path=path, most=f"{MOST_FIGURES:,}"))
    figures = [_figure(path, line, row, columns, vocabulary) for line, row in lines]
    seen: dict[str, int] = {}
    for figure in figures:
        if figure.figure_id in seen:
            raise FiguresError(
                say(
                    "figure_twice",
                    path=path,
                    line=figure.line,
                    figure_id=figure.figure_id,
                    first=seen[figure.figure_id],
                )
            )
        seen[figure.figure_id] = figure.line
    return figures


def _require_small(path: Path) -> None:
    if path.is_file() and path.stat().st_size > MAX_FIGURES_BYTES:
        raise FiguresError(say("figures_too_large", path=path, most=f"{MAX_FIGURES_BYTES:,}"))


def _columns(path: Path, header: list[str]) -> dict[str, str]:
    columns = {
        field: next((name for name in names if name in header), "")
        for field, names in COLUMNS.items()
    }
    missing = [field for field in REQUIRED if not columns[field]]
    if not columns["name_zh"] and not columns["name_en"]:
        missing.append("indicator_en")
    if missing:
        raise FiguresError(say("figures_lack_columns", path=path, columns=", ".join(missing)))
    return columns


def _figure(
    path: Path, line: int, row: dict[str, str], columns: dict[str, str], vocabulary: Vocabulary
) -> Figure:
    def text(field: str) -> str:
        return (row.get(columns[field]) or "").strip() if columns[field] else ""

    if not text("figure_id"):
        raise FiguresError(say("figure_without_id", path=path, line=line))
    names = (text("name_zh"), text("name_en"))
    printed = text("value").replace(",", "").replace("−", "-")
    unit = vocabulary.unit(text("unit_zh"), text("unit_en"))
    base_year = vocabulary.base_year(*names)
    number = printed.lstrip("+-")
    quote = text("quote")
    concept = vocabulary.concept(*names)
    is_about = vocabulary.stands_before("about", number, quote)
    return Figure(
        figure_id=text("figure_id"),
        line=line,
        entity=text("entity"),
        name_zh=names[0],
        name_en=names[1],
        concept=concept,
        sense=_sense(names, unit, base_year, vocabulary),
        base_year=base_year,
        period=text("period"),
        year=_year(text("period"), vocabulary),
        printed=printed,
        unit=unit,
        unit_text=text("unit_zh") or text("unit_en"),
        section=text("section"),
        quote=quote,
        is_in_table=vocabulary.has("table", text("section")),
        is_at_least=vocabulary.stands_after("at_least", number, quote),
        interval=_interval(printed, unit, is_about, _is_counted(concept, unit)),
    )


def _sense(
    names: tuple[str, str], unit: Unit | None, base_year: int | None, vocabulary: Vocabulary
) -> Sense:
    is_percent = unit is not None and unit.canonical == "%"
    if base_year is not None and is_percent:
        return "index"
    if unit is None or not vocabulary.has("change", *names):
        return "level"
    return "change" if is_percent else "difference"


def _year(period: str, vocabulary: Vocabulary) -> int | None:
    if DATE.search(period) or vocabulary.has("no_single_year", period):
        return None
    years = {int(year) for year in YEAR.findall(period)}
    return years.pop() if len(years) == 1 else None


def _is_counted(concept: Concept, unit: Unit | None) -> bool:
    """Whether what is printed was counted, not measured: such a number is what it is."""
    is_multiple = unit is not None and unit.factor != 1
    quantities = (concept.quantity, unit.quantity if unit else None)
    return not is_multiple and any(quantity in COUNTED for quantity in quantities)


def _interval(printed: str, unit: Unit | None, is_about: bool, is_counted: bool) -> Interval | None:
    try:
        value = Decimal(printed)
    except InvalidOperation:
        return None
    if (
        not value.is_finite()
        or len(printed) > LONGEST_NUMBER
        or abs(value.adjusted()) > LONGEST_NUMBER
    ):
        return None
    if is_counted and not is_about:
        return Interval.exactly(Fraction(value))
    digit = None
    if is_about and value:
        digit = len(printed) - len(printed.rstrip("0")) if "." not in printed else None
    interval = Interval.printed(printed, digit)
    return interval.times(unit.factor if unit else Fraction(1))
