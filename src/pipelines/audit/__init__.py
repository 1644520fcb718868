"""Published documents audited: the contradictions in a table of figures, found without being told.

`audit` compares figures with each other and with what can be; each kind of comparison has a module
of its own. What the figures are recomputed to from plants' data lives in `rpt_disclosure`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.audit.denominators import implied_denominators
from pipelines.audit.document import Document, Row
from pipelines.audit.exchanges import exchanges
from pipelines.audit.figures import COUNTED, Figure, read_figures
from pipelines.audit.hierarchy import parts_of_wholes
from pipelines.audit.magnitudes import magnitudes
from pipelines.audit.named import named_quotients
from pipelines.audit.rates import claims, coincidences, rates, signs
from pipelines.audit.relations import relations
from pipelines.audit.repeats import attributions, repeats
from pipelines.audit.results import Comparison, Contradiction, gathered
from pipelines.audit.vocabulary import Vocabulary
from pipelines.messages import say
from pipelines.settings import Settings

CHECKS = (
    magnitudes,
    exchanges,
    repeats,
    attributions,
    relations,
    named_quotients,
    implied_denominators,
    parts_of_wholes,
    rates,
    claims,
    signs,
    coincidences,
)


@dataclass(frozen=True)
class Audit:
    """What an audit came to.

    `compared_nowhere` are figures that no other figure could be compared with, and dates or names;
    `unreadable` are those of the figures without a value where something stands that is no number.
    """

    figures: int
    contradictions: list[Contradiction]
    holding: list[Comparison]
    compared_nowhere: list[Figure]
    without_value: list[Figure]
    unreadable: list[Figure]
    unknown_units: list[Figure]
    mixed_decimals: list[Row]

    def summary(self) -> str:
        """How much was compared and found, as one sentence."""
        found = len(self.contradictions)
        held = len(self.holding)
        return say("audit_summary", figures=self.figures, found=found, held=held)

    def what_was_not_read(self) -> list[str]:
        """A sentence for each text that is no number, and for each unit that is not known."""
        return [
            *(
                say(
                    "audit_unreadable",
                    line=f.line,
                    figure_id=f.figure_id,
                    text=repr(f.text),
                    unit=f.unit_text or "-",
                )
                for f in self.unreadable
            ),
            *(
                say("audit_unknown_unit", unit=unit, figures=", ".join(ids))
                for unit, ids in self._by_unknown_unit().items()
            ),
        ]

    def what_is_uneven(self) -> str:
        """Which rows print their years to different decimals, as one sentence; empty for none."""
        rows = [", ".join(figure.label for figure in row.figures) for row in self.mixed_decimals]
        return say("audit_mixed_decimals", rows="; ".join(rows)) if rows else ""

    def _by_unknown_unit(self) -> dict[str, list[str]]:
        units: dict[str, list[str]] = {}
        for figure in self.unknown_units:
            units.setdefault(figure.unit_text, []).append(figure.figure_id)
        return units

    def what_stands_alone(self) -> str:
        """How many figures nothing was compared with, as one sentence."""
        return say("audit_alone", count=len(self.compared_nowhere), empty=len(self.without_value))


def _is_unit(figure: Figure) -> bool:
    """Whether a text that is no known unit keeps a known quantity from being compared."""
    is_known = not figure.concept.concept_id.startswith("name:")
    return is_known and figure.concept.quantity not in COUNTED and bool(figure.unit_text)


def audit(settings: Settings, path: Path) -> Audit:
    """The contradictions in a CSV table of figures. Raises FiguresError for what cannot be read."""
    vocabulary = Vocabulary(settings)
    figures = read_figures(path, vocabulary)
    document = Document(settings, figures, vocabulary)
    comparisons = [comparison for check in CHECKS for comparison in check(document)]
    compared = {figure.figure_id for each in comparisons for figure in each.figures}
    return Audit(
        figures=len(figures),
        contradictions=gathered(comparisons),
        holding=[each for each in comparisons if each.verdict == "holds"],
        compared_nowhere=[f for f in document.figures if f.figure_id not in compared],
        without_value=[f for f in figures if f.interval is None],
        unreadable=[f for f in figures if f.interval is None and not f.is_missing],
        unknown_units=[f for f in figures if f.unit is None and _is_unit(f)],
        mixed_decimals=[row for row in document.rows if row.has_mixed_decimals],
    )
