"""Two intensities over the same thing: both must imply the same revenue, or the same output."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipelines.audit.document import Document
from pipelines.audit.figures import Figure
from pipelines.audit.intervals import Interval, shown_interval
from pipelines.audit.results import Comparison, Texts, texts

Line = dict[str, str]
Implied = tuple[Interval, tuple[Figure, Figure]]


def implied_denominators(document: Document) -> Iterator[Comparison]:
    """What pairs of intensities of one entity and year imply they were divided by."""
    lines = [line for line in document.relations if line["form"] == "intensity"]
    for first, other in combinations(lines, 2):
        if _denominator(first) != _denominator(other):
            continue
        for entity, when in document.places(first["left_concept"]):
            by_first = _implied(document, first, entity, when)
            by_other = _implied(document, other, entity, when)
            if by_first and by_other:
                yield _compared(document, first, by_first, by_other, other["relation_id"])


def _denominator(line: Line) -> str:
    return line["right_concepts"].split(";")[1]


def _implied(document: Document, line: Line, entity: str, when: int | str) -> Implied | None:
    above = document.one_of(line["right_concepts"].split(";")[0], entity, when)
    intensity = document.one_of(line["left_concept"], entity, when)
    if above is None or intensity is None or not intensity.value.is_positive:
        return None
    if not (
        above.unit and intensity.unit and intensity.dimension.startswith(f"{above.dimension}/")
    ):
        return None
    return above.value / intensity.value, (above, intensity)


def _compared(
    document: Document, line: Line, first: Implied, other: Implied, other_id: str
) -> Comparison:
    (value, figures), (other_value, other_figures) = first, other
    entity, year = figures[0].entity, figures[0].when
    concept = document.vocabulary.named(_denominator(line))
    name = Texts(concept.name_en, concept.name_zh)
    return Comparison(
        kind="relation",
        subject=f"{entity}|{line['relation_id']}|{other_id}",
        verdict="holds" if value.meets(other_value) else "contradicts",
        figures=(*figures, *other_figures),
        about=texts("audit_about", entity=entity, what=name),
        title=texts("audit_denominators", entity=entity, concept=name),
        arithmetic=texts(
            "audit_denominators_found",
            year=year,
            first=" / ".join(figure.label for figure in figures),
            value=shown_interval(value),
            other=" / ".join(figure.label for figure in other_figures),
            other_value=shown_interval(other_value),
        ),
    )
