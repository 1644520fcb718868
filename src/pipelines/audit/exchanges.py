"""Exchanged cells: two rows of a table that both jump, and are smooth once cells change places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import exp, log

from pipelines.audit.document import Document, Row
from pipelines.audit.figures import Figure
from pipelines.audit.rates import implied_change, is_comparable
from pipelines.audit.results import Comparison, Texts, about, texts

FEW_YEARS = 2


@dataclass(frozen=True)
class Exchange:
    """Two rows and the years whose cells change places, with the sum of yearly changes by then."""

    first: Row
    other: Row
    years: tuple[int, ...]
    cost: float

    def read(self, row: Row) -> list[Figure]:
        """The cells that a row has by this reading, in the order of the years."""
        elsewhere = self.other if row is self.first else self.first
        return [
            (elsewhere if year in self.years else row).years[year] for year in sorted(row.years)
        ]


def exchanges(document: Document) -> Iterator[Comparison]:
    """Pairs of rows whose cells look exchanged; each row is reported once."""
    found = []
    rows = [row for row in document.rows if _is_candidate(row) and _jumps(document, row)]
    for first, other in combinations(rows, 2):
        if _are_alike(first, other):
            printed = _cost(first.figures) + _cost(other.figures)
            best = min(_readings(first, other), key=lambda reading: reading.cost)
            if best.cost * document.thresholds[_gain(first)] <= printed:
                found.append((best.cost / printed, best))
    taken: set[tuple[str, str]] = set()
    for _, best in sorted(found, key=lambda each: each[0]):
        keys = {(row.entity, row.concept_id) for row in (best.first, best.other)}
        if not keys & taken:
            taken |= keys
            yield _comparison(document, best)


def _gain(row: Row) -> str:
    """The threshold of what an exchange must gain: two years alone tell little."""
    return "exchange_gain" if len(row.years) > FEW_YEARS else "exchange_gain_of_two_years"


def _is_candidate(row: Row) -> bool:
    years = sorted(row.years)
    is_unbroken = years == list(range(years[0], years[-1] + 1))
    return (
        row.sense in ("level", "index")
        and len(years) >= FEW_YEARS
        and is_unbroken
        and all(is_comparable(figure) for figure in row.figures)
    )


def _are_alike(first: Row, other: Row) -> bool:
    """Whether cells of the two rows could be mistaken for each other."""
    is_near = first.entity == other.entity or first.concept_id == other.concept_id
    return (
        is_near
        and (first.sense, first.base_year, first.years.keys())
        == (other.sense, other.base_year, other.years.keys())
        and first.figures[0].unit == other.figures[0].unit
    )


def _jumps(document: Document, row: Row) -> bool:
    least = log(1 + document.thresholds["exchange_jump"])
    return max(map(abs, _steps(row.figures))) > least


def _readings(first: Row, other: Row) -> Iterator[Exchange]:
    """Every choice of years but none and all; the first year stays, or the rest would change."""
    later = sorted(first.years)[1:]
    for count in range(1, len(later) + 1):
        for years in combinations(later, count):
            reading = Exchange(first, other, years, 0)
            cost = sum(_cost(reading.read(row)) for row in (first, other))
            yield Exchange(first, other, years, cost)


def _steps(figures: list[Figure] | tuple[Figure, ...]) -> list[float]:
    changes = [
        float(implied_change(earlier, later).middle) / 100
        for earlier, later in zip(figures, figures[1:], strict=False)
    ]
    return [log(1 + change) for change in changes]


def _cost(figures: list[Figure] | tuple[Figure, ...]) -> float:
    return sum(map(abs, _steps(figures)))


def _comparison(document: Document, best: Exchange) -> Comparison:
    rows = (best.first, best.other)
    kept = tuple(year for year in sorted(best.first.years) if year not in best.years)
    mirrored = Exchange(best.first, best.other, kept, best.cost)
    readings = sorted((best, mirrored), key=lambda each: _distance(document, each))
    likelier = readings[0] if _distance(document, best) != _distance(document, mirrored) else None
    return Comparison(
        kind="exchange",
        subject="|".join(f"{row.entity}|{row.concept_id}" for row in rows),
        verdict="contradicts" if len(best.first.years) > FEW_YEARS else "suspicious",
        figures=tuple(figure for row in rows for figure in row.figures),
        about=about(best.first.figures[0]),
        title=texts(
            "audit_exchange",
            entity=best.first.entity,
            first=_name(best.first, best.first.entity),
            other=_name(best.other, best.first.entity),
        ),
        arithmetic=texts(
            "audit_exchange_found",
            printed="; ".join(_shown(row.figures) for row in rows),
            first=_years(best.years),
            other=_years(kept),
            smooth="; ".join(_shown(best.read(row)) for row in rows),
        ),
        cause=texts("audit_cause_exchange", years=_years(likelier.years)) if likelier else None,
    )


def _distance(document: Document, reading: Exchange) -> float:
    """How far the rates that the text states are from those of a reading, in per cent."""
    distance = 0.0
    for row in (reading.first, reading.other):
        cells = reading.read(row)
        for year, earlier, later in zip(sorted(row.years)[1:], cells, cells[1:], strict=False):
            stated = document.one_of(row.concept_id, row.entity, year, "change")
            if stated:
                gap = implied_change(earlier, later).middle - stated.value.middle
                distance += abs(float(gap))
    return distance


def _name(row: Row, entity: str) -> Texts:
    """What a row measures, and whose it is where that is not the entity that was named."""
    concept = row.figures[0].concept
    if row.entity == entity:
        return Texts(concept.name_en, concept.name_zh)
    return Texts(f"{concept.name_en} ({row.entity})", f"{concept.name_zh}（{row.entity}）")


def _years(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))


def _shown(figures: list[Figure] | tuple[Figure, ...]) -> str:
    changes = [f"{(exp(step) - 1) * 100:+.1f} %" for step in _steps(figures)]
    return f"{', '.join(f.printed for f in figures)} ({', '.join(changes)})"
