"""Parameters of rules checked: known names, right types, and codes that the reference data has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pipelines.quality.kinds import Kind, Parameter
from pipelines.reference import read_seed
from pipelines.settings import Settings


@dataclass(frozen=True)
class Vocabulary:
    """The codes that parameters may name, by what they name."""

    codes: dict[str, frozenset[str]]

    @classmethod
    def read(cls, settings: Settings) -> Vocabulary:
        """The codes of the reference data."""
        indicators = read_seed(settings, "indicators")
        return cls(
            {
                "indicator": frozenset(row["indicator_id"] for row in indicators),
                "domain": frozenset(row["domain"] for row in indicators),
                "flow": frozenset(row["flow"] for row in indicators if row["flow"]),
                "material": _keys(settings, "materials", "material_id"),
                "industry": _keys(settings, "industries", "industry_id"),
                "source stream": _keys(settings, "source_streams", "stream_kind"),
            }
        )

    def unknown(self, what: str, code: object) -> str | None:
        """What is wrong with a code, with the nearest known one; None when it is known."""
        if code in self.codes[what]:
            return None
        near = get_close_matches(str(code), self.codes[what], n=1)
        return f"{what} {code!r} is not known" + (f"; the nearest is {near[0]!r}" if near else "")


def faults_in(kind: Kind, values: dict[str, Any], vocabulary: Vocabulary) -> Iterator[str]:
    """What is wrong with the parameters of one rule, each as one sentence."""
    for name in values.keys() - kind.parameters.keys():
        known = ", ".join(kind.parameters) or "none"
        yield f"kind {kind.name} has no parameter {name!r}; it has {known}"
    for parameter in kind.parameters.values():
        if parameter.name in values:
            yield from _faults_of(parameter, values[parameter.name], vocabulary)
        elif parameter.is_required:
            yield f"kind {kind.name} needs the parameter {parameter.name!r}"


def _faults_of(parameter: Parameter, value: Any, vocabulary: Vocabulary) -> Iterator[str]:
    if parameter.type in LISTS:
        if not isinstance(value, list):
            yield f"{parameter.name} must be a list"
            return
        for item in value:
            yield from LISTS[parameter.type](item, vocabulary)
    elif not _is_a(parameter.type, value):
        yield f"{parameter.name} is {value!r}; it must be a {parameter.type}"


def _is_a(wanted: str, value: Any) -> bool:
    if wanted == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if wanted == "truth value":
        return isinstance(value, bool)
    if wanted == "map":
        return isinstance(value, dict)
    return isinstance(value, str)


def _codes(what: str) -> Callable[[Any, Vocabulary], Iterator[str]]:
    def faults(item: Any, vocabulary: Vocabulary) -> Iterator[str]:
        fault = vocabulary.unknown(what, item)
        if fault:
            yield fault

    return faults


def _term(item: Any, vocabulary: Vocabulary) -> Iterator[str]:
    indicator, _, material = str(item).partition(":")
    for what, code in (("indicator", indicator), ("material", material)):
        fault = vocabulary.unknown(what, code) if code else None
        if fault:
            yield fault


def _product(item: Any, vocabulary: Vocabulary) -> Iterator[str]:
    for factor in str(item).split(" * "):
        fault = vocabulary.unknown("indicator", factor)
        if fault:
            yield fault


def _text(item: Any, _: Vocabulary) -> Iterator[str]:
    if not isinstance(item, str):
        yield f"{item!r} must be a text"


MEASURE_KEYS = {"mart", "sum", "max", "where", "keys", "plants", "times"}


def _measure(item: Any, _: Vocabulary) -> Iterator[str]:
    if not isinstance(item, dict) or "mart" not in item or not {"sum", "max"} & item.keys():
        yield f"{item!r} must be a measure with `mart`, and `sum` or `max`"
    elif item.keys() - MEASURE_KEYS:
        extra = ", ".join(sorted(item.keys() - MEASURE_KEYS))
        yield f"a measure has no {extra}; it has {', '.join(sorted(MEASURE_KEYS))}"


LISTS: dict[str, Callable[[Any, Vocabulary], Iterator[str]]] = {
    "indicators": _codes("indicator"),
    "domains": _codes("domain"),
    "flows": _codes("flow"),
    "materials": _codes("material"),
    "industries": _codes("industry"),
    "stream kinds": _codes("source stream"),
    "terms": _term,
    "products": _product,
    "texts": _text,
    "measures": _measure,
}


def _keys(settings: Settings, seed: str, column: str) -> frozenset[str]:
    return frozenset(row[column] for row in read_seed(settings, seed))
