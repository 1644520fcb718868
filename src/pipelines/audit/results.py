"""Results of an audit: what was compared, by which arithmetic, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.audit.figures import Figure
from pipelines.messages import MESSAGES

# Verdicts that make a figure disputed, then those that ask for a reason, then those that pass.
Verdict = Literal["impossible", "contradicts", "implausible", "suspicious", "holds"]
DISPUTED: tuple[Verdict, ...] = ("impossible", "contradicts")
FOUND: tuple[Verdict, ...] = (*DISPUTED, "implausible", "suspicious")


@dataclass(frozen=True)
class Texts:
    """One sentence in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Comparison:
    """One comparison of figures: the kind of check, its subject, its verdict and its arithmetic.

    `about` names what is compared, `title` says what is wrong where something is. Comparisons of
    the same kind and subject are one contradiction, however many years they cover.
    """

    kind: str
    subject: str
    verdict: Verdict
    figures: tuple[Figure, ...]
    about: Texts
    title: Texts
    arithmetic: Texts
    cause: Texts | None = None


@dataclass(frozen=True)
class Contradiction:
    """Figures that cannot all be right, or that ask for a reason; `verdict` is the gravest."""

    contradiction_id: str
    kind: str
    verdict: Verdict
    figure_ids: tuple[str, ...]
    title: Texts
    arithmetic: tuple[Texts, ...]
    cause: Texts | None


def texts(key: str, **values: object) -> Texts:
    """A message in both languages; values that are Texts are filled in by language."""
    english, chinese = MESSAGES[key]
    return Texts(
        english.format(**{k: v.en if isinstance(v, Texts) else v for k, v in values.items()}),
        chinese.format(**{k: v.zh if isinstance(v, Texts) else v for k, v in values.items()}),
    )


def name_of(figure: Figure) -> Texts:
    """The name of what a figure measures."""
    return Texts(figure.concept.name_en, figure.concept.name_zh)


def about(figure: Figure) -> Texts:
    """Whose figure it is, and what it measures."""
    return texts("audit_about", entity=figure.entity, what=name_of(figure))


def gathered(comparisons: list[Comparison]) -> list[Contradiction]:
    """The contradictions among comparisons, the gravest first, then in the order of the figures."""
    subjects: dict[tuple[str, str], list[Comparison]] = {}
    for comparison in comparisons:
        if comparison.verdict in FOUND:
            subjects.setdefault((comparison.kind, comparison.subject), []).append(comparison)
    found = [_contradiction(kind, members) for (kind, _), members in subjects.items()]
    lines = {f.figure_id: f.line for each in comparisons for f in each.figures}
    found.sort(key=lambda each: (FOUND.index(each.verdict), lines[each.figure_ids[0]], each.kind))
    return _numbered(found)


def _numbered(found: list[Contradiction]) -> list[Contradiction]:
    """The contradictions with ids of their own, where several begin with one figure."""
    seen: Counter[str] = Counter()
    numbered = []
    for each in found:
        seen[each.contradiction_id] += 1
        count = seen[each.contradiction_id]
        suffix = f"-{count}" if count > 1 else ""
        numbered.append(replace(each, contradiction_id=f"{each.contradiction_id}{suffix}"))
    return numbered


def _contradiction(kind: str, members: list[Comparison]) -> Contradiction:
    members = sorted(members, key=lambda member: FOUND.index(member.verdict))
    figures = sorted({f for member in members for f in member.figures}, key=lambda f: f.line)
    causes = [member.cause for member in members if member.cause]
    return Contradiction(
        contradiction_id=f"{kind}:{figures[0].figure_id}",
        kind=kind,
        verdict=members[0].verdict,
        figure_ids=tuple(figure.figure_id for figure in figures),
        title=members[0].title,
        arithmetic=tuple(dict.fromkeys(member.arithmetic for member in members)),
        cause=causes[0] if causes else None,
    )
