"""Rates: what a text says of a change, against what the figures of both years imply."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipelines.audit.document import Document, Row
from pipelines.audit.figures import Figure
from pipelines.audit.intervals import Interval, shown, shown_interval
from pipelines.audit.results import Comparison, Texts, Verdict, about, name_of, texts

ONE = Interval.exactly(1)
HUNDRED = Fraction(100)


def rates(document: Document) -> Iterator[Comparison]:
    """Every stated change against the rows of the same entity and concept."""
    for figure in document.figures:
        if figure.year is None or figure.is_at_least:
            continue
        if figure.sense == "change":
            yield from _against_rows(document, figure)
        elif figure.sense == "difference":
            yield from _against_levels(document, figure)
        elif figure.sense == "index":
            yield from _against_base(document, figure)


def claims(document: Document) -> Iterator[Comparison]:
    """How many pollutants a text says have fallen, against how many the rows show falling."""
    for line in document.relations:
        if line["form"] == "claim":
            yield from _claimed(document, line["left_concept"], line["right_concepts"].split(";"))


def _claimed(document: Document, concept_id: str, pollutants: list[str]) -> Iterator[Comparison]:
    for claim in document.figures:
        if claim.concept.concept_id != concept_id or claim.year is None:
            continue
        rows = [
            row
            for row in document.rows
            if row.entity == claim.entity
            and row.concept_id in pollutants
            and _has_change(row, claim.year)
        ]
        falling = [row for row in rows if _change(row, claim.year).high < 0]
        not_falling = [row for row in rows if row not in falling]
        if len(rows) < claim.value.middle:
            continue
        holds = len(falling) >= claim.value.middle
        rising = [
            (earlier, later)
            for row in not_falling
            for earlier, later in row.steps()
            if is_comparable(earlier) and implied_change(earlier, later).low >= 0
        ]
        yield Comparison(
            kind="claim",
            subject=f"{claim.entity}|{claim.concept.concept_id}|{claim.year}",
            verdict="holds" if holds else "contradicts",
            figures=(claim, *dict.fromkeys(f for step in rising for f in step)),
            about=about(claim),
            title=texts("audit_claim", entity=claim.entity, count=claim.printed),
            arithmetic=texts(
                "audit_claim_found",
                count=claim.printed,
                year=claim.year,
                falling=len(falling),
                known=len(rows),
                rising="; ".join(
                    f"{later.year}: {earlier.label} → {later.label}: "
                    f"{shown(implied_change(earlier, later).middle, 3)} %"
                    for earlier, later in rising
                ),
            ),
        )


def signs(document: Document) -> Iterator[Comparison]:
    """Changes that are printed as a rise where the sentence says that it fell."""
    for figure in document.figures:
        if figure.sense == "level" or not figure.value.is_positive:
            continue
        if document.vocabulary.stands_before("fall", figure.printed.lstrip("+"), figure.quote):
            yield Comparison(
                kind="sign",
                subject=figure.figure_id,
                verdict="contradicts",
                figures=(figure,),
                about=about(figure),
                title=texts("audit_sign", entity=figure.entity, concept=name_of(figure)),
                arithmetic=texts("audit_sign_found", figure=figure.label, quote=figure.quote),
            )


def coincidences(document: Document) -> Iterator[Comparison]:
    """Printed rates equal, digit by digit, to a rate of another entity and year: a copied cell?"""
    least = document.thresholds["significant_digits"]
    printed = [
        f
        for f in document.figures
        if f.sense in ("index", "change") and f.significant_digits >= least and f.year
    ]
    for row in document.rows:
        if row.sense != "level":
            continue
        for earlier, later in row.steps():
            if not (earlier.value.is_positive and later.value.is_positive):
                continue
            change = implied_change(earlier, later).middle
            for figure in printed:
                if figure.concept.concept_id == row.concept_id and figure.entity != row.entity:
                    decimals = len(figure.printed.partition(".")[2])
                    if round(change, decimals) == round(figure.value.middle, decimals):
                        yield _coincidence(figure, earlier, later)


def is_comparable(earlier: Figure) -> bool:
    """Whether a rate against this figure can be formed: what it stands for is above zero."""
    return _left(earlier).is_positive


def implied_change(earlier: Figure, later: Figure) -> Interval:
    """The change in % from one year to the next; of indices by what they leave of the base."""
    return (_left(later) / _left(earlier) - ONE).times(HUNDRED)


def _left(figure: Figure) -> Interval:
    if figure.sense == "index":
        return ONE + figure.value.times(1 / HUNDRED)
    return figure.value


def _against_rows(document: Document, stated: Figure) -> Iterator[Comparison]:
    for row in document.rows:
        if (row.entity, row.concept_id) != (stated.entity, stated.concept.concept_id):
            continue
        if row.sense not in ("level", "index"):
            continue
        for earlier, later in row.steps():
            if later.year == stated.year and is_comparable(earlier):
                yield _rate(stated, earlier, later)


def _rate(stated: Figure, earlier: Figure, later: Figure) -> Comparison:
    relative = implied_change(earlier, later)
    points = later.value - earlier.value
    is_share = earlier.sense == "level" and earlier.is_percent
    if relative.meets(stated.value):
        verdict: Verdict = "holds"
        reading = texts("audit_rate_relative")
    elif is_share and points.meets(stated.value):
        verdict, reading = "holds", texts("audit_rate_points")
    else:
        key = "audit_rate_neither" if is_share else "audit_rate_relative"
        verdict, reading = "contradicts", texts(key)
    return _stated(stated, earlier, later, verdict, relative, reading)


def _against_levels(document: Document, stated: Figure) -> Iterator[Comparison]:
    row = document.row(stated.entity, stated.concept.concept_id, "level")
    for earlier, later in row.steps() if row else ():
        if later.year == stated.year:
            difference = later.value - earlier.value
            verdict: Verdict = "holds" if difference.meets(stated.value) else "contradicts"
            reading = texts("audit_rate_difference")
            yield _stated(stated, earlier, later, verdict, difference, reading)


def _against_base(document: Document, stated: Figure) -> Iterator[Comparison]:
    """A change against a base year, by the levels of both years or by their indices on another."""
    if stated.year is None or stated.base_year is None:
        return
    for row in document.rows:
        if (row.entity, row.concept_id) != (stated.entity, stated.concept.concept_id):
            continue
        base, now = row.years.get(stated.base_year), row.years.get(stated.year)
        if row.sense in ("level", "index") and base and now and is_comparable(base):
            yield _rate(stated, base, now)


def _stated(
    stated: Figure,
    earlier: Figure,
    later: Figure,
    verdict: Verdict,
    implied: Interval,
    reading: Texts,
) -> Comparison:
    factor = stated.unit.factor if stated.unit else Fraction(1)
    return Comparison(
        kind="rate",
        subject=f"{stated.entity}|{stated.concept.concept_id}",
        verdict=verdict,
        figures=(stated, earlier, later),
        about=about(stated),
        title=texts("audit_rate", entity=stated.entity, concept=name_of(stated)),
        arithmetic=texts(
            "audit_rate_found",
            year=stated.year,
            stated=stated.label,
            earlier=earlier.label,
            later=later.label,
            implied=f"{shown_interval(implied.times(1 / factor))} {stated.unit_text}",
            reading=reading,
        ),
        cause=None if verdict == "holds" else texts("audit_cause_boundary"),
    )


def _has_change(row: Row, year: int) -> bool:
    is_row = row.sense in ("level", "index") and year in row.years and year - 1 in row.years
    return is_row and is_comparable(row.years[year - 1])


def _change(row: Row, year: int) -> Interval:
    return implied_change(row.years[year - 1], row.years[year])


def _coincidence(figure: Figure, earlier: Figure, later: Figure) -> Comparison:
    return Comparison(
        kind="coincidence",
        subject=figure.figure_id,
        verdict="suspicious",
        figures=(figure, earlier, later),
        about=about(figure),
        title=texts(
            "audit_coincidence", entity=figure.entity, concept=name_of(figure), other=later.entity
        ),
        arithmetic=texts(
            "audit_coincidence_found",
            figure=figure.label,
            period=figure.period,
            earlier=earlier.label,
            later=later.label,
            change=shown(implied_change(earlier, later).middle, 5),
        ),
        cause=texts("audit_cause_copy"),
    )
