"""Magnitudes that cannot be: against the nation, against physics, and against the same row.

The bounds stand in `audit_bounds.csv`, each with its reason and source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import log10
from statistics import median

from pipelines.audit.document import Document, Row
from pipelines.audit.figures import Figure
from pipelines.audit.intervals import shown
from pipelines.audit.results import Comparison, Texts, Verdict, about, name_of, texts

Line = dict[str, str]
VERDICTS: dict[str, Verdict] = {"impossible": "impossible", "implausible": "implausible"}


def magnitudes(document: Document) -> Iterator[Comparison]:
    """Every figure against every bound that applies to it; those within are not listed.

    Of several bounds of one form the first that a figure breaks is told: the gravest stands first.
    """
    told: set[tuple[str, str, str]] = set()
    for bound in document.bounds:
        for found in FORMS[bound["form"]](document, bound):
            places = {(bound["form"], bound["per_concept_id"], f.figure_id) for f in found.figures}
            if not places <= told:
                yield found
            told |= places


def _shares_of_nation(document: Document, bound: Line) -> Iterator[Comparison]:
    most = Fraction(bound["maximum"])
    for figure in document.figures:
        if figure.sense != "level" or figure.year is None or not figure.concept.is_additive:
            continue
        if figure.unit is None:
            continue
        nation = document.nation(figure.concept.concept_id, figure.year)
        if nation and figure.value.low > most * Fraction(nation[1]):
            ratio = figure.value.middle / Fraction(nation[1])
            arithmetic = texts(
                "audit_of_nation",
                figure=figure.label,
                share=shown(ratio * 100, 3),
                year=nation[0],
                nation=shown(Fraction(nation[1])),
            )
            yield _outside(figure, (figure,), bound, arithmetic, _slip_of(document, figure))


def _times_nation(document: Document, bound: Line) -> Iterator[Comparison]:
    most = Fraction(bound["maximum"])
    numerators = {
        line["left_concept"]: line["right_concepts"].split(";")[0]
        for line in document.relations
        if line["form"] == "intensity"
    }
    for figure in document.figures:
        numerator = numerators.get(figure.concept.concept_id)
        if numerator is None or figure.sense != "level" or figure.year is None:
            continue
        above, below = document.nation(numerator, figure.year), document.nation("gdp", figure.year)
        if above and below:
            average = Fraction(above[1]) / Fraction(below[1])
            ratio = figure.value.middle / average
            if figure.value.low > most * average:
                factor = figure.unit.factor if figure.unit else Fraction(1)
                arithmetic = texts(
                    "audit_times_nation",
                    figure=figure.label,
                    times=shown(ratio, 3),
                    average=f"{shown(average / factor, 3)} {figure.unit_text}",
                    year=above[0],
                )
                yield _outside(figure, (figure,), bound, arithmetic, _slip(ratio))


def _ratios(document: Document, bound: Line) -> Iterator[Comparison]:
    for concept_id in bound["concept_id"].split("|"):
        for entity, when in document.places(concept_id):
            figure = document.one_of(concept_id, entity, when)
            per = document.one_of(bound["per_concept_id"], entity, when)
            if not (figure and per and figure.unit and per.unit and per.value.is_positive):
                continue
            ratio = figure.value / per.value
            is_above = bool(bound["maximum"]) and ratio.low > Fraction(bound["maximum"])
            is_below = bool(bound["minimum"]) and ratio.high < Fraction(bound["minimum"])
            if is_above or is_below:
                arithmetic = texts(
                    "audit_ratio",
                    figure=figure.label,
                    per=per.label,
                    ratio=shown(ratio.middle, 3),
                    unit=bound["unit"],
                    bound=bound["maximum"] if is_above else bound["minimum"],
                )
                cause = _slip_of(document, figure)
                yield _outside(figure, (figure, per), bound, arithmetic, cause)


def _times_nation_per_ghg(document: Document, bound: Line) -> Iterator[Comparison]:
    """What goes into the air with greenhouse gases, against what does in the whole nation."""
    least, most = Fraction(bound["minimum"]), Fraction(bound["maximum"])
    for concept_id in bound["concept_id"].split("|"):
        for figure in document.all_of(concept_id):
            own, nation = _per_ghg(document, figure), _nation_per_ghg(document, figure)
            if figure.unit is None or own is None or nation is None:
                continue
            if not least <= own / nation <= most:
                arithmetic = texts(
                    "audit_per_ghg_of_nation",
                    figure=figure.label,
                    times=shown(own / nation, 3),
                )
                yield _outside(figure, (figure,), bound, arithmetic, _slip_of(document, figure))


def _implied_of_nation(document: Document, bound: Line) -> Iterator[Comparison]:
    """What a total and its intensity imply the entity turns over, against the whole nation."""
    most = Fraction(bound["maximum"])
    for line in document.relations:
        if line["form"] != "intensity":
            continue
        for entity, when in document.places(line["left_concept"]):
            intensity = document.one_of(line["left_concept"], entity, when)
            above = document.one_of(line["right_concepts"].split(";")[0], entity, when)
            if not (intensity and above and intensity.unit and above.unit and intensity.year):
                continue
            nation = document.nation("gdp", intensity.year)
            if nation is None or not (intensity.value.is_positive and above.value.is_positive):
                continue
            implied = above.value / intensity.value
            if implied.low > most * Fraction(nation[1]):
                arithmetic = texts(
                    "audit_implied_of_nation",
                    above=above.label,
                    figure=intensity.label,
                    implied=shown(implied.middle, 3),
                    share=shown(implied.middle / Fraction(nation[1]) * 100, 3),
                    year=nation[0],
                )
                yield _outside(intensity, (intensity,), bound, arithmetic, None)


def _negatives(document: Document, bound: Line) -> Iterator[Comparison]:
    """Quantities below nothing."""
    for figure in document.figures:
        is_quantity = figure.concept.is_additive or _has_extent(figure)
        if figure.sense == "level" and is_quantity and figure.value.high < 0:
            arithmetic = texts(
                "audit_value", figure=figure.label, bound=bound["minimum"], unit=figure.unit_text
            )
            yield _outside(figure, (figure,), bound, arithmetic, None)


def _has_extent(figure: Figure) -> bool:
    """Whether it measures what there cannot be less than nothing of; money may be lost."""
    return figure.unit is not None and figure.unit.quantity in ("count", "area", "power", "time")


def _values(document: Document, bound: Line) -> Iterator[Comparison]:
    for figure in document.all_of(bound["concept_id"]):
        if figure.unit and figure.value.low > Fraction(bound["maximum"]):
            arithmetic = texts(
                "audit_value", figure=figure.label, bound=bound["maximum"], unit=bound["unit"]
            )
            yield _outside(figure, (figure,), bound, arithmetic, None)


def _shares(document: Document, bound: Line) -> Iterator[Comparison]:
    for figure in document.figures:
        is_named = document.vocabulary.has("share", figure.name_zh, figure.name_en)
        is_share = figure.concept.quantity == "share" or (is_named and figure.is_percent)
        if is_share and figure.sense == "level":
            yield from _percentage(figure, bound)


def _changes(document: Document, bound: Line) -> Iterator[Comparison]:
    for figure in document.figures:
        if figure.sense in ("change", "index"):
            yield from _percentage(figure, bound)


def _percentage(figure: Figure, bound: Line) -> Iterator[Comparison]:
    is_below = bool(bound["minimum"]) and figure.value.high < Fraction(bound["minimum"])
    is_above = bool(bound["maximum"]) and figure.value.low > Fraction(bound["maximum"])
    if is_below or is_above:
        limit = bound["minimum"] if is_below else bound["maximum"]
        arithmetic = texts("audit_value", figure=figure.label, bound=limit, unit=bound["unit"])
        yield _outside(figure, (figure,), bound, arithmetic, None)


def _series(document: Document, bound: Line) -> Iterator[Comparison]:
    """Rows with a year that is many times, or a fraction, of what the other years are."""
    most = float(bound["maximum"])
    for row in document.rows:
        sizes = {f: float(f.value.middle) for f in row.figures if f.value.is_positive}
        if row.sense != "level" or len(sizes) < 2 or not _is_steady(document, row):
            continue
        for figure, size in sizes.items():
            usual = median(other for each, other in sizes.items() if each is not figure)
            if not 1 / most < size / usual < most:
                arithmetic = texts(
                    "audit_series",
                    figure=figure.label,
                    year=figure.year,
                    times=shown(Fraction(size / usual), 3),
                    others=", ".join(f.label for f in sizes if f is not figure),
                )
                cause = _slip(Fraction(size / usual))
                yield _outside(figure, tuple(sizes), bound, arithmetic, cause)


def _is_steady(document: Document, row: Row) -> bool:
    """Whether years compare: small counts and shares may well change manyfold."""
    unit = row.figures[0].unit
    if unit is None or unit.quantity == "share" or len({f.dimension for f in row.figures}) > 1:
        return False
    least = document.thresholds["steady_count"]
    usual = median(float(figure.value.middle) for figure in row.figures)
    return unit.quantity != "count" or usual >= least


def _peer_slip(document: Document, figure: Figure) -> Texts | None:
    """The wrong unit that another entity's figure per emission of CO2 suggests."""
    own = _per_ghg(document, figure)
    for peer in document.all_of(figure.concept.concept_id):
        usual = _per_ghg(document, peer)
        if peer.entity != figure.entity and peer.year == figure.year and own and usual:
            return _slip(own / usual)
    return None


def _slip_of(document: Document, figure: Figure) -> Texts | None:
    """The wrong unit that explains a size: by other entities, else by the nation."""
    by_peer = _peer_slip(document, figure)
    own, nation = _per_ghg(document, figure), _nation_per_ghg(document, figure)
    if by_peer or own is None or nation is None:
        return by_peer
    return _slip(own / nation)


def _nation_per_ghg(document: Document, figure: Figure) -> Fraction | None:
    above = document.nation(figure.concept.concept_id, figure.year or 0)
    below = document.nation("ghg", figure.year or 0)
    return Fraction(above[1]) / Fraction(below[1]) if above and below else None


def _per_ghg(document: Document, figure: Figure) -> Fraction | None:
    ghg = document.one_of("ghg|co2", figure.entity, figure.year or 0)
    if ghg is None or not (ghg.value.is_positive and figure.value.is_positive):
        return None
    return figure.value.middle / ghg.value.middle


def _slip(ratio: Fraction) -> Texts | None:
    """What a wrong unit would explain: the power of ten nearest to how far the figure is off."""
    power = round(log10(ratio))
    if abs(power) < 1:
        return None
    return texts("audit_cause_unit", factor=shown(Fraction(10) ** abs(power)))


def _outside(
    figure: Figure,
    figures: tuple[Figure, ...],
    bound: Line,
    arithmetic: Texts,
    cause: Texts | None,
) -> Comparison:
    return Comparison(
        kind="magnitude",
        subject=f"{figure.entity}|{figure.concept.concept_id}|{figure.sense}",
        verdict=VERDICTS[bound["verdict"]],
        figures=tuple(f for f in figures if f.concept == figure.concept),
        about=about(figure),
        title=texts("audit_magnitude", entity=figure.entity, concept=name_of(figure)),
        arithmetic=texts(
            "audit_because",
            text=arithmetic,
            reason=Texts(bound["reason_en"], bound["reason_zh"]),
        ),
        cause=cause,
    )


FORMS: dict[str, Callable[[Document, Line], Iterator[Comparison]]] = {
    "share_of_nation": _shares_of_nation,
    "times_nation": _times_nation,
    "ratio": _ratios,
    "per_ghg_of_nation": _times_nation_per_ghg,
    "implied_of_nation": _implied_of_nation,
    "negative": _negatives,
    "value": _values,
    "share": _shares,
    "change": _changes,
    "series": _series,
}
