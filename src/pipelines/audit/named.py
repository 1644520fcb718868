"""Shares and intensities that say in their name what they are of: `X占Y比例`, `X per t of Y`.

Known things are held to `audit_relations.csv`; here names alone tell what belongs together.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.audit.document import Document
from pipelines.audit.figures import Figure, in_unit_of
from pipelines.audit.results import Comparison, Texts, texts

QUOTIENTS = ("share", "intensity")


def named_quotients(document: Document) -> Iterator[Comparison]:
    """Shares and intensities whose name is made of the names of two other figures."""
    known = {r["left_concept"] for r in document.relations if r["form"] in QUOTIENTS}
    for figure in document.figures:
        if figure.sense != "level" or figure.concept.concept_id in known:
            continue
        kind = "share_of" if figure.is_percent else "per"
        for name in filter(None, (figure.name_zh, figure.name_en)):
            for above_name, below_name in document.vocabulary.members(kind, name):
                above = document.own_names.get((figure.entity, above_name, figure.when))
                below = document.own_names.get((figure.entity, below_name, figure.when))
                if above and below and below.value.is_positive and _fit(figure, above, below):
                    yield _compared(figure, above, below)


def _fit(figure: Figure, above: Figure, below: Figure) -> bool:
    if figure.is_percent:
        return above.dimension == below.dimension
    return figure.unit is not None and figure.dimension == f"{above.dimension}/{below.dimension}"


def _compared(figure: Figure, above: Figure, below: Figure) -> Comparison:
    quotient = above.value / below.value
    value = quotient.times(100) if figure.is_percent else quotient
    holds = value.meets(figure.value)
    name = Texts(figure.name_en or figure.name_zh, figure.name_zh or figure.name_en)
    arithmetic = texts(
        "audit_relation_holds" if holds else "audit_relation_fails",
        how=f"{above.printed} {above.unit_text} / {below.printed} {below.unit_text}",
        computed=in_unit_of(figure, value),
        printed=figure.label,
    )
    return Comparison(
        kind="quotient",
        subject=f"{figure.entity}|{figure.own_name}",
        verdict="holds" if holds else "contradicts",
        figures=(figure, above, below),
        about=texts("audit_about", entity=figure.entity, what=name),
        title=texts("audit_quotient", entity=figure.entity, name=name),
        arithmetic=texts("audit_in_year", year=figure.when, text=arithmetic),
    )
