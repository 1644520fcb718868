"""Published figures as a document prints them: read, understood, and grouped into series.

What a figure says of itself in a remark is not read: the audit is told nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

from pipelines.audit.intervals import Interval, shown_interval
from pipelines.audit.numbers import Printed, printed
from pipelines.audit.reading import FiguresError, Line, read_lines
from pipelines.audit.vocabulary import Concept, Unit, Vocabulary
from pipelines.messages import say

Sense = Literal["level", "change", "index", "difference"]

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
COUNTED = ("count", "year", "years")
DATE = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class Figure:
    """One printed figure.

    `interval` is what it may stand for, in `unit`'s canonical unit; None where it has no number.
    `own_name` is its name without what says in which sense it is meant.
    """

    figure_id: str
    line: int
    entity: str
    parent: str
    name_zh: str
    name_en: str
    own_name: str
    concept: Concept
    sense: Sense
    base_year: int | None
    period: str
    year: int | None
    text: str
    printed: str
    unit: Unit | None
    unit_text: str
    section: str
    quote: str
    is_in_table: bool
    is_at_least: bool
    is_missing: bool
    interval: Interval | None

    @property
    def label(self) -> str:
        """The figure as it is named to people: id, printed value and unit."""
        return f"{self.figure_id} {self.printed} {self.unit_text}".strip()

    @property
    def when(self) -> int | str:
        """The year; the period as printed where that is of no single year."""
        return self.period if self.year is None else self.year

    @property
    def dimension(self) -> str:
        """What its unit measures; of water a tonne is a cubic metre."""
        if self.unit is None:
            return self.unit_text
        is_volume_of_mass = (self.unit.canonical, self.concept.quantity) == ("m3", "mass")
        return "t" if is_volume_of_mass else self.unit.canonical

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
        """How many digits are printed, without leading zeros and those that may be rounding."""
        digits = self.printed.lstrip("+-").replace(".", "").lstrip("0")
        return len(digits if "." in self.printed else digits.rstrip("0"))


def in_unit_of(figure: Figure, value: Interval) -> str:
    """A value as it would be printed beside a figure: in its unit, with its unit."""
    factor = figure.unit.factor if figure.unit else Fraction(1)
    return f"{shown_interval(value.times(1 / factor))} {figure.unit_text}".strip()


def read_figures(path: Path, vocabulary: Vocabulary) -> list[Figure]:
    """All figures of a CSV table. Raises FiguresError with the line that cannot be read."""
    lines = read_lines(path)
    seen: dict[str, int] = {}
    for line in lines:
        figure_id = line.text("figure_id")
        if "figure_id" in line.texts and not figure_id:
            raise FiguresError(say("figure_without_id", path=path, line=line.number))
        if figure_id in seen:
            first = seen[figure_id]
            raise FiguresError(
                say("figure_twice", path=path, line=line.number, figure_id=figure_id, first=first)
            )
        if figure_id:
            seen[figure_id] = line.number
    return [_figure(line, vocabulary) for line in lines]


def _figure(line: Line, vocabulary: Vocabulary) -> Figure:
    names = (line.text("name_zh"), line.text("name_en"))
    value = printed(line.text("value"))
    unit_text = line.text("unit_zh") or line.text("unit_en") or _unit_beside(value, vocabulary)
    unit = vocabulary.unit(unit_text, line.text("unit_en"))
    number = value.number if _says_no_more(value, unit, vocabulary) else None
    digits = (number or "").lstrip("+-")
    base_year = vocabulary.base_year(*names)
    meant = vocabulary.concept(*names)
    sense = _sense(names, meant, unit, unit_text, base_year, vocabulary)
    concept = meant if _fits(meant, unit, sense) else vocabulary.own_concept(*names)
    quote = line.text("quote")
    is_about = vocabulary.has("about", value.before) or vocabulary.stands_before(
        "about", digits, quote
    )
    is_at_least = vocabulary.has("at_least", value.before, value.after) or (
        vocabulary.stands_after("at_least", digits, quote)
    )
    if number and sense != "level" and vocabulary.has("fall", *names):
        number = f"-{digits}"
    return Figure(
        figure_id=line.text("figure_id") or f"L{line.number}",
        line=line.number,
        entity=line.text("entity"),
        parent=line.text("parent"),
        name_zh=names[0],
        name_en=names[1],
        own_name=vocabulary.own_name(*names),
        concept=concept,
        sense=sense,
        base_year=base_year,
        period=line.text("period"),
        year=_year(line.text("period"), vocabulary),
        text=line.text("value"),
        printed=number or line.text("value"),
        unit=unit,
        unit_text=unit_text,
        section=line.text("section"),
        quote=quote,
        is_in_table=vocabulary.has("table", line.text("section")),
        is_at_least=is_at_least,
        is_missing=value.is_missing or value.is_date,
        interval=_interval(number, unit, is_about, _is_counted(concept, unit)),
    )


def _unit_beside(value: Printed, vocabulary: Vocabulary) -> str:
    """The unit that stands beside the number where the table has none of its own."""
    return value.after if vocabulary.unit(value.after) else ""


def _says_no_more(value: Printed, unit: Unit | None, vocabulary: Vocabulary) -> bool:
    """Whether all that stands around a number is its unit, or says how exact it is."""
    beside = vocabulary.unit(value.after)
    is_unit = beside is not None and (unit is None or beside.factor == unit.factor)
    return (
        not value.before
        or vocabulary.has("about", value.before)
        or vocabulary.has("at_least", value.before)
    ) and (not value.after or is_unit or vocabulary.has("at_least", value.after))


def _fits(concept: Concept, unit: Unit | None, sense: Sense) -> bool:
    """Whether the unit can be one of the concept; measured in another it is another thing."""
    if concept.quantity is None or unit is None or (unit.canonical == "%" and sense != "level"):
        return True
    is_volume_of_mass = (unit.quantity, concept.quantity) == ("volume", "mass")
    return unit.quantity == concept.quantity or is_volume_of_mass


def _sense(
    names: tuple[str, str],
    concept: Concept,
    unit: Unit | None,
    unit_text: str,
    base_year: int | None,
    vocabulary: Vocabulary,
) -> Sense:
    is_percent = unit is not None and unit.canonical == "%"
    if base_year is not None and is_percent:
        return "index"
    is_claim = concept.quantity == "count" and not concept.is_additive
    if unit is None or is_claim or not vocabulary.has("change", *names):
        return "level"
    return "change" if is_percent and not vocabulary.has("points", unit_text) else "difference"


def _year(period: str, vocabulary: Vocabulary) -> int | None:
    plain = unicodedata.normalize("NFKC", period)
    if DATE.search(plain) or vocabulary.has("no_single_year", plain):
        return None
    years = {int(year) for year in YEAR.findall(plain)}
    return years.pop() if len(years) == 1 else None


def _is_counted(concept: Concept, unit: Unit | None) -> bool:
    """Whether what is printed was counted, not measured: such a number is what it is."""
    is_multiple = unit is not None and unit.factor != 1
    quantities = (concept.quantity, unit.quantity if unit else None)
    return not is_multiple and any(quantity in COUNTED for quantity in quantities)


def _interval(
    number: str | None, unit: Unit | None, is_about: bool, is_counted: bool
) -> Interval | None:
    if number is None:
        return None
    value = Decimal(number)
    if is_counted and not is_about:
        return Interval.exactly(Fraction(value))
    digit = None
    if is_about and value:
        digit = len(number) - len(number.rstrip("0")) if "." not in number else None
    interval = Interval.printed(number, digit)
    return interval.times(unit.factor if unit else Fraction(1))
