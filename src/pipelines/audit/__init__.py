"""Published documents audited: the contradictions in a table of figures, found without being told.

`audit` compares figures with each other and with what can be; each kind of comparison has a module
of its own. What the figures are recomputed to from plants' data lives in `rpt_disclosure`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.audit.denominators import implied_denominators
from pipelines.audit.document import Document
from pipelines.audit.exchanges import exchanges
from pipelines.audit.figures import Figure, read_figures
from pipelines.audit.hierarchy import parts_of_wholes
from pipelines.audit.magnitudes import magnitudes
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

    `compared_nowhere` are figures that no other figure could be compared with, and dates or names.
    """

    figures: int
    contradictions: list[Contradiction]
    holding: list[Comparison]
    compared_nowhere: list[Figure]
    without_value: list[Figure]

    def summary(self) -> str:
        """How much was compared and found, as one sentence."""
        found = len(self.contradictions)
        held = len(self.holding)
        return say("audit_summary", figures=self.figures, found=found, held=held)

    def what_stands_alone(self) -> str:
        """How many figures nothing was compared with, as one sentence."""
        return say("audit_alone", count=len(self.compared_nowhere), empty=len(self.without_value))


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
    )
