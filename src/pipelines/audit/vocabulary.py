"""Words of published documents as reference data: what is measured, in which unit, in which sense.

The patterns stand in `audit_concepts.csv`, `audit_words.csv`, `units.csv` and
`unit_aliases.csv`, and what only documents write in `audit_units.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from pipelines.reference import read_seed
from pipelines.settings import Settings

PER = re.compile(r"\s+per\s+|每", re.IGNORECASE)


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
        self._usual = {row["alias"].casefold(): row for row in read_seed(settings, "audit_units")}

    def concept(self, name_zh: str, name_en: str) -> Concept:
        """The concept that a name means.

        A name that means none known, or only a part, a limit or a target of one, stands for itself.
        """
        for row in self._concepts:
            rest = _rest(row["pattern_zh"], name_zh) or _rest(row["pattern_en"], name_en)
            if rest is not None:
                is_other = self.has("other_thing", rest)
                return self.own_concept(name_zh, name_en) if is_other else _concept(row)
        return self.own_concept(name_zh, name_en)

    def own_concept(self, name_zh: str, name_en: str) -> Concept:
        """The concept that a name stands for which means none known."""
        own = self.own_name(name_zh, name_en)
        return Concept(f"name:{own}", None, False, name_en or name_zh, name_zh or name_en)

    def own_name(self, name_zh: str, name_en: str) -> str:
        """A name without what says in which sense it is meant, without spaces and case."""
        name = unicodedata.normalize("NFKC", name_zh or name_en)
        for pattern in self._patterns["sense"]:
            name = pattern.sub("", name)
        return re.sub(r"[\s,，;；:：]+", "", name).casefold()

    def named(self, concept_id: str) -> Concept:
        """The concept with an id."""
        return _concept(next(row for row in self._concepts if row["concept_id"] == concept_id))

    def members(self, kind: str, name: str) -> Iterator[tuple[str, str]]:
        """The own names of what a quotient is of, above and below, as its name may be read."""
        for pattern in self._patterns[kind]:
            found = pattern.search(unicodedata.normalize("NFKC", name))
            if found:
                yield self.own_name(found["above"], ""), self.own_name(found["below"], "")

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
        if number not in text:
            return False
        return self._is_beside(
            text, rf"(?:{self._any(kind)})\s*(?:by|of|了)?\s*{re.escape(number)}(?!\.?\d)"
        )

    def stands_after(self, kind: str, number: str, text: str) -> bool:
        """Whether a word of a kind stands after a number and its unit, or before it in English."""
        if number not in text:
            return False
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
        above, _, below = PER.sub("/", bare).partition("/")
        if known or not below:
            return known
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
        bare = unicodedata.normalize("NFKC", text).strip()
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
        usual = self._usual.get(text.casefold())
        if usual:
            unit = self._simple(usual["unit_id"])
            return unit and replace(unit, text=text, factor=unit.factor * int(usual["multiple"]))
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


def _rest(pattern: str, text: str) -> str | None:
    """What a name says beside a pattern that it holds, with a space at the front; else None."""
    if not pattern or re.search(pattern, text, re.IGNORECASE) is None:
        return None
    return f" {re.sub(pattern, '', text, count=1, flags=re.IGNORECASE)}"
