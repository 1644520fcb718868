"""One thing printed twice: in the text and in a table, or for two entities."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from pipelines.audit.document import Document
from pipelines.audit.figures import Figure
from pipelines.audit.intervals import Interval
from pipelines.audit.results import Comparison, about, name_of, texts


def repeats(document: Document) -> Iterator[Comparison]:
    """Figures of one entity, concept and year that are printed more than once: all must agree."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in document.figures:
        groups.setdefault(_key(figure), []).append(figure)
    for members in groups.values():
        first, *others = sorted(members, key=lambda figure: not figure.is_in_table)
        for other in others:
            agree = _agree(first, other)
            yield Comparison(
                kind="repeat",
                subject=f"{first.entity}|{first.concept.concept_id}|{first.period}",
                verdict="holds" if agree else "contradicts",
                figures=(first, other),
                about=about(first),
                title=texts("audit_repeat", entity=first.entity, concept=name_of(first)),
                arithmetic=texts(
                    "audit_same" if agree else "audit_not_same",
                    first=first.label,
                    other=other.label,
                ),
            )


def attributions(document: Document) -> Iterator[Comparison]:
    """One value of one concept and year printed for two entities, too long to agree by chance."""
    least = document.thresholds["significant_digits"]
    known = [f for f in document.figures if f.year and _is_telling(f, least)]
    for first, other in combinations(known, 2):
        is_same_thing = (first.concept, first.sense, first.year, first.printed) == (
            other.concept,
            other.sense,
            other.year,
            other.printed,
        )
        if is_same_thing and first.entity != other.entity and first.unit == other.unit:
            yield Comparison(
                kind="attribution",
                subject=f"{first.concept.concept_id}|{first.year}|{first.printed}",
                verdict="contradicts",
                figures=(first, other),
                about=about(first),
                title=texts(
                    "audit_attribution",
                    entity=first.entity,
                    other=other.entity,
                    concept=name_of(first),
                ),
                arithmetic=texts(
                    "audit_attribution_found",
                    first=first.label,
                    place=first.section,
                    entity=first.entity,
                    second=other.label,
                    other_place=other.section,
                    other=other.entity,
                ),
                cause=texts("audit_cause_name"),
            )


def _is_telling(figure: Figure, least: float) -> bool:
    """Whether a value is not twice the same by chance: long, no year, no whole of 100 %."""
    is_year = figure.concept.quantity in ("year", "years") or figure.unit is None
    is_whole = figure.is_percent and figure.value.middle == 100
    return figure.significant_digits >= least and not is_year and not is_whole


def _key(figure: Figure) -> tuple[object, ...]:
    about = figure.concept.concept_id if figure.year else figure.name_zh or figure.name_en
    return figure.entity, about, figure.sense, figure.base_year, figure.when, figure.dimension


def _agree(first: Figure, other: Figure) -> bool:
    return _reach(first).meets(_reach(other))


def _reach(figure: Figure) -> Interval:
    """What a figure may stand for; one that says "at least" reaches up to twice its value."""
    value = figure.value
    return Interval(value.low, value.high * Fraction(2)) if figure.is_at_least else value
