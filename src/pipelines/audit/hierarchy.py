"""Parts and wholes: what the units of a group have together is not more than what the group has."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipelines.audit.document import Document
from pipelines.audit.figures import Figure
from pipelines.audit.intervals import Interval, shown_interval
from pipelines.audit.results import Comparison, about, name_of, texts

NAMES = ("name_zh", "name_en")
# Quantities of which parts have a share; a price, a size or a percentage has none.
ADDITIVE = ("mass", "volume", "energy", "electricity", "coal_equivalent", "area")


def parts_of_wholes(document: Document) -> Iterator[Comparison]:
    """Quantities of an entity against those of its parts.

    The parts are known from `entities.csv`, or from the column `parent` of the table itself.
    """
    for whole in document.figures:
        if whole.sense != "level" or whole.year is None or not _adds_up(whole):
            continue
        parts = _parts(document, whole)
        if parts and not whole.is_at_least:
            yield _compared(whole, parts)


def _parts(document: Document, whole: Figure) -> list[Figure]:
    ids = {row[name]: row["entity_id"] for row in document.entities for name in NAMES}
    own_id = ids.get(whole.entity)
    children = [row for row in document.entities if own_id and row["parent_id"] == own_id]
    said = {figure.entity for figure in document.figures if figure.parent == whole.entity}
    names = sorted({row[name] for row in children for name in NAMES} | said - {""})
    concept_id, year = whole.concept.concept_id, whole.year or 0
    found = [part for name in names if (part := document.one_of(concept_id, name, year))]
    return [part for part in found if part.dimension == whole.dimension]


def _adds_up(figure: Figure) -> bool:
    """Whether what parts have is part of the whole: known things, and any that have a dimension."""
    if not figure.concept.concept_id.startswith("name:"):
        return figure.concept.is_additive
    return figure.unit is not None and figure.unit.quantity in ADDITIVE


def _compared(whole: Figure, parts: list[Figure]) -> Comparison:
    total = Interval.exactly(0)
    for part in parts:
        total += part.value
    factor = whole.unit.factor if whole.unit else Fraction(1)
    return Comparison(
        kind="part",
        subject=f"{whole.entity}|{whole.concept.concept_id}",
        verdict="holds" if total.low <= whole.value.high else "contradicts",
        figures=(whole, *parts),
        about=about(whole),
        title=texts("audit_parts", entity=whole.entity, concept=name_of(whole)),
        arithmetic=texts(
            "audit_parts_found",
            year=whole.year,
            parts=" + ".join(f"{part.entity} {part.label}" for part in parts),
            total=shown_interval(total.times(1 / factor)),
            whole=whole.label,
        ),
    )
