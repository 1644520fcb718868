"""Identities between figures of one entity and year, as `audit_relations.csv` states them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from math import log10

from pipelines.audit.document import Document
from pipelines.audit.figures import Figure, in_unit_of
from pipelines.audit.intervals import Interval, shown
from pipelines.audit.results import Comparison, Texts, Verdict, texts

Line = dict[str, str]
WHOLE = Interval.exactly(100)


def relations(document: Document) -> Iterator[Comparison]:
    """Every relation, for each entity and time that has all of its figures.

    A part above its whole is not told again where their sum is broken.
    """
    broken: list[set[Figure]] = []
    for line in document.relations:
        if line["form"] not in FORMS:
            continue
        for found in FORMS[line["form"]](document, line):
            figures = set(found.figures)
            is_told = line["form"] == "at_most" and any(figures <= each for each in broken)
            if found.verdict == "contradicts" and not is_told:
                broken.append(figures)
            if found.verdict == "holds" or not is_told:
                yield found


def _sums(document: Document, line: Line) -> Iterator[Comparison]:
    """Sums; a term with `?` in front may be counted or not, where it is printed at all."""
    terms = line["right_concepts"].split(";")
    needed = [term for term in terms if not term.startswith("?")]
    for left, parts in _places(document, line, needed):
        optional = [
            figure
            for term in terms
            if term.startswith("?")
            and (figure := document.one_of(term[1:], left.entity, left.when))
            and figure.dimension == left.dimension
        ]
        sums = [
            [*parts, *more] for n in range(len(optional) + 1) for more in combinations(optional, n)
        ]
        holding = [each for each in sums if _total(each).meets(left.value)]
        members = (holding or [parts])[0]
        how = " + ".join(figure.printed for figure in members)
        yield _compared(document, line, left, members, _total(members), how, left.value)


def _shares(document: Document, line: Line) -> Iterator[Comparison]:
    for left, (part, whole) in _places(document, line, line["right_concepts"].split(";")):
        if whole.value.is_positive and part.dimension == whole.dimension:
            share = (part.value / whole.value).times(100)
            how = f"{part.printed} / {whole.printed} × 100"
            yield _compared(document, line, left, [part, whole], share, how, left.value)


def _wholes(document: Document, line: Line) -> Iterator[Comparison]:
    first, *others = line["right_concepts"].split(";")
    for entity, when in document.places(first):
        parts = [document.one_of(each, entity, when) for each in (first, *others)]
        members = [part for part in parts if part]
        if len(members) == len(parts):
            how = " + ".join(part.printed for part in members)
            yield _compared(document, line, members[0], members[1:], _total(members), how, WHOLE)


def _intensities(document: Document, line: Line) -> Iterator[Comparison]:
    for left, (above, below) in _places(document, line, line["right_concepts"].split(";")):
        if below.value.is_positive and left.dimension == f"{above.dimension}/{below.dimension}":
            ratio = above.value / below.value
            how = f"{above.printed} {above.unit_text} / {below.printed} {below.unit_text}"
            yield _compared(document, line, left, [above, below], ratio, how, left.value)


def _savings(document: Document, line: Line) -> Iterator[Comparison]:
    energy_id, intensity_id = line["right_concepts"].split(";")
    for entity, year in document.places(line["left_concept"]):
        if isinstance(year, str):
            continue
        saved = document.one_of(line["left_concept"], entity, year)
        energy = document.one_of(energy_id, entity, year)
        before = document.one_of(energy_id, entity, year - 1)
        change = document.one_of(intensity_id, entity, year, "change")
        if not (saved and energy and change) or change.value.high >= 0:
            continue
        if saved.dimension != energy.dimension:
            continue
        fall = change.value.times(Fraction(-1, 100))
        readings = {
            "E1 × r / (1 - r)": energy.value * fall / (Interval.exactly(1) - fall),
            "E1 × r": energy.value * fall,
        }
        if before:
            readings["E0 × r"] = before.value * fall
        holding = [how for how, value in readings.items() if value.meets(saved.value)]
        figures = [figure for figure in (energy, before, change) if figure]
        yield _comparison(
            line,
            "holds" if holding else "contradicts",
            saved,
            figures,
            texts(
                "audit_saving",
                readings="; ".join(
                    f"{how} = {in_unit_of(saved, value)}" for how, value in readings.items()
                ),
                printed=saved.label,
                holding=", ".join(holding) or "-",
            ),
        )


def _differences(document: Document, line: Line) -> Iterator[Comparison]:
    above_id, below_id = line["right_concepts"].split(";")
    for left in document.all_of(line["left_concept"]):
        above, below = document.all_of(above_id), document.all_of(below_id)
        if above and below:
            value = above[0].value - below[0].value
            how = f"{above[0].printed} - {below[0].printed}"
            yield _compared(document, line, left, [above[0], below[0]], value, how, left.value)


def _at_most(document: Document, line: Line) -> Iterator[Comparison]:
    for left, right in _pairs(document, line):
        is_within = left.value.low <= right.value.high
        yield _comparison(
            line,
            "holds" if is_within else "contradicts",
            left,
            [right],
            texts(
                "audit_at_most" if is_within else "audit_above", left=left.label, right=right.label
            ),
        )


def _ranges(document: Document, line: Line) -> Iterator[Comparison]:
    least, most = Fraction(line["minimum"]), Fraction(line["maximum"])
    alternatives = line["right_concepts"].split("|")
    for entity, when in document.places(line["left_concept"]):
        left = document.one_of(line["left_concept"], entity, when)
        found = [document.one_of(each, entity, when) for each in alternatives]
        rights = [right for right in found if right and right.value.is_positive]
        if left is None or len(rights) < len(alternatives):
            continue
        ratios = [left.value / right.value for right in rights]
        holds = any(ratio.meets(Interval(least, most)) for ratio in ratios)
        how = "; ".join(
            f"{left.printed} / {right.printed} = {shown(ratio.middle, 3)}"
            for right, ratio in zip(rights, ratios, strict=True)
        )
        yield _comparison(
            line,
            "holds" if holds else "implausible",
            left,
            rights,
            texts("audit_range", how=how, least=shown(least), most=shown(most)),
        )


def _places(
    document: Document, line: Line, right_ids: list[str]
) -> Iterator[tuple[Figure, list[Figure]]]:
    """The left figure and the right ones, for each entity and time that has them all.

    Of a sum all are in one dimension; quotients look for themselves.
    """
    for entity, when in document.places(line["left_concept"]):
        left = document.one_of(line["left_concept"], entity, when)
        rights = [document.one_of(each, entity, when) for each in right_ids]
        found = [right for right in rights if right]
        if left is None or len(found) < len(right_ids):
            continue
        if line["form"] != "sum" or {right.dimension for right in found} == {left.dimension}:
            yield left, found


def _pairs(document: Document, line: Line) -> Iterator[tuple[Figure, Figure]]:
    """What is at most another figure, which may be of any of several concepts."""
    for left in document.all_of(line["left_concept"]):
        right = document.one_of(line["right_concepts"], left.entity, left.when)
        if right is None and line["entities"] == "any":
            right = next(iter(document.all_of(line["right_concepts"])), None)
        if right and right.dimension == left.dimension:
            yield left, right


def _total(figures: list[Figure]) -> Interval:
    total = Interval.exactly(0)
    for figure in figures:
        total += figure.value
    return total


def _compared(
    document: Document,
    line: Line,
    left: Figure,
    others: list[Figure],
    computed: Interval,
    how: str,
    expected: Interval,
) -> Comparison:
    holds = computed.meets(expected)
    return _comparison(
        line,
        "holds" if holds else "contradicts",
        left,
        others,
        texts(
            "audit_relation_holds" if holds else "audit_relation_fails",
            how=how,
            computed=in_unit_of(left, computed),
            printed=left.label if expected == left.value else "100 %",
        ),
        None if holds else _slip(document, computed, expected),
    )


def _slip(document: Document, computed: Interval, expected: Interval) -> Texts | None:
    """A wrong unit, where the two sides differ by about a power of ten."""
    if not (computed.is_positive and expected.is_positive):
        return None
    ratio = expected.middle / computed.middle
    power = round(log10(ratio))
    left_over = ratio / Fraction(10) ** power
    near = Fraction(document.thresholds["relation_slip"])
    if abs(power) < 2 or not 1 / near <= left_over <= near:
        return None
    return texts("audit_cause_unit", factor=shown(Fraction(10) ** abs(power)))


def _comparison(
    line: Line,
    verdict: Verdict,
    left: Figure,
    others: list[Figure],
    arithmetic: Texts,
    cause: Texts | None = None,
) -> Comparison:
    statement = Texts(line["statement_en"], line["statement_zh"])
    return Comparison(
        kind="relation",
        subject=f"{left.entity}|{line['relation_id']}",
        verdict=verdict,
        figures=(left, *others),
        about=texts("audit_about", entity=left.entity, what=statement),
        title=texts("audit_relation", entity=left.entity, statement=statement),
        arithmetic=texts("audit_in_year", year=left.when, text=arithmetic),
        cause=cause,
    )


FORMS: dict[str, Callable[[Document, Line], Iterator[Comparison]]] = {
    "sum": _sums,
    "share": _shares,
    "whole": _wholes,
    "intensity": _intensities,
    "saving": _savings,
    "difference": _differences,
    "at_most": _at_most,
    "range": _ranges,
}
