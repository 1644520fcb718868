"""Words of published documents as reference data: what is measured, in which unit, in which sense.

The patterns stand in `audit_concepts.csv`, `audit_words.csv`, `units.csv` and `unit_aliases.csv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pipelines.reference import read_seed
from pipelines.settings import Settings


@dataclass(frozen=True)
class Concept:
    """What a figure is about, as one line of `audit_concepts.csv` or as the figure's own name."""

    concept_id: str
    quantity: str | None
    is_additive: bool
    name_en: str
    name_zh: str


@dataclass(frozen=True)
class Unit:
    """A unit as a text gives it: its dimension, the multiple of its canonical unit, its text."""

    text: str
    quantity: str
    canonical: str
    factor: Fraction


class Vocabulary:
    """Finds concepts, senses and units in the texts of a document."""

    def __init__(self, settings: Settings) -> None:
        self._concepts = read_seed(settings, "audit_concepts")
        self._words = read_seed(settings, "audit_words")
        self._units = {row["unit_id"]: row for row in read_seed(settings, "units")}
        self._aliases = {
            row["alias"].casefold(): row["unit_id"] for row in read_seed(settings, "unit_aliases")
        } | {unit_id.casefold(): unit_id for unit_id in self._units}

    def concept(self, name_zh: str, name_en: str) -> Concept:
        """The concept that a name means; a name that means none known stands for itself."""
        for row in self._concepts:
            if _found(row["pattern_zh"], name_zh) or _found(row["pattern_en"], name_en):
                return _concept(row)
        own = _squeezed(name_zh) or _squeezed(name_en).casefold()
        return Concept(f"name:{own}", None, False, name_en or name_zh, name_zh or name_en)

    def named(self, concept_id: str) -> Concept:
        """The concept with an id."""
        return _concept(next(row for row in self._concepts if row["concept_id"] == concept_id))

    def has(self, kind: str, *texts: str) -> bool:
        """Whether one of the words of a kind stands in one of the texts."""
        return any(pattern.search(text) for pattern in self._patterns[kind] for text in texts)

    def base_year(self, *texts: str) -> int | None:
        """The base year that the texts compare with, where they name one."""
        for pattern in self._patterns["index"]:
            for text in texts:
                found = pattern.search(text)
                if found:
                    return int(found[1])
        return None

    def stands_before(self, kind: str, number: str, text: str) -> bool:
        """Whether a word of a kind stands right before a number in a text."""
        return self._is_beside(text, rf"(?:{self._any(kind)})\s*{re.escape(number)}")

    def stands_after(self, kind: str, number: str, text: str) -> bool:
        """Whether a word of a kind stands after a number and its unit, or before it in English."""
        word = self._any(kind)
        return self._is_beside(
            text, rf"{re.escape(number)}\s*[^\d，。,.;；]{{0,6}}?(?:{word})"
        ) or self._is_beside(text, rf"(?:{word})\s*{re.escape(number)}")

    def unit(self, *texts: str) -> Unit | None:
        """The unit that the first readable text names; none where no text names one."""
        return next((unit for text in texts if (unit := self._unit(text))), None)

    @cached_property
    def _patterns(self) -> dict[str, list[re.Pattern[str]]]:
        kinds: dict[str, list[re.Pattern[str]]] = {}
        for row in self._words:
            pattern = re.escape(row["pattern"]) if row["value"] else row["pattern"]
            kinds.setdefault(row["word_kind"], []).append(re.compile(pattern, re.IGNORECASE))
        return kinds

    @cached_property
    def _multiples(self) -> list[tuple[str, Fraction]]:
        found = [(r["pattern"], r["value"]) for r in self._words if r["word_kind"] == "multiple"]
        return sorted(
            ((prefix, Fraction(value)) for prefix, value in found), key=lambda each: -len(each[0])
        )

    def _any(self, kind: str) -> str:
        return "|".join(pattern.pattern for pattern in self._patterns[kind])

    @staticmethod
    def _is_beside(text: str, pattern: str) -> bool:
        return re.search(pattern, text, re.IGNORECASE) is not None

    def _unit(self, text: str) -> Unit | None:
        bare = self._bare(text)
        known = self._simple(bare)
        if known or "/" not in bare:
            return known
        above, _, below = bare.partition("/")
        numerator, denominator = self._simple(self._bare(above)), self._simple(self._bare(below))
        if numerator is None or denominator is None:
            return None
        return Unit(
            text,
            f"{numerator.quantity}_per_{denominator.quantity}",
            f"{numerator.canonical}/{denominator.canonical}",
            numerator.factor / denominator.factor,
        )

    def _bare(self, text: str) -> str:
        bare = text.strip()
        for pattern in self._patterns["without"]:
            bare = pattern.sub("", bare).strip()
        return bare

    def _simple(self, text: str) -> Unit | None:
        unit_id = self._aliases.get(text.casefold())
        if unit_id:
            row = self._units[unit_id]
            return Unit(
                text, row["quantity"], row["canonical_unit"], Fraction(row["factor_to_canonical"])
            )
        for prefix, multiple in self._multiples:
            if text.casefold().startswith(prefix.casefold()) and len(text) > len(prefix):
                rest = self._simple(text[len(prefix) :].strip())
                if rest:
                    return Unit(text, rest.quantity, rest.canonical, rest.factor * multiple)
        return None


def _concept(row: dict[str, str]) -> Concept:
    return Concept(
        row["concept_id"],
        row["quantity"],
        row["is_additive"] == "true",
        row["name_en"],
        row["name_zh"],
    )


def _found(pattern: str, text: str) -> bool:
    return bool(pattern) and re.search(pattern, text, re.IGNORECASE) is not None


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
