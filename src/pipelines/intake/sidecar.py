"""Sidecars: `<file>.meta.yml`, which says of a file what its form has no cover for.

Read event by event: lines of `name: value` need no more of YAML, and what needs more (aliases,
tags, nested values) is refused before anything is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from pipelines.intake.delimited import decode
from pipelines.intake.limits import MAX_SIDECAR_BYTES
from pipelines.intake.oddities import CONTROL, VISIBLE
from pipelines.intake.problems import Note, RejectedError, shortened

SUFFIX = ".meta.yml"
FIELDS = ("kind", "revision", "sender", "contact", "sent_at", "reason")
EXPECTED = f"lines of `name: value` with the names {', '.join(FIELDS)}"

# How YAML writes that there is no value (YAML 1.1, null), where it is not quoted.
NOTHING = ("", "~", "null", "Null", "NULL")


def read_sidecar(content: bytes) -> tuple[dict[str, str], list[Note]]:
    """What a sidecar says, by field, with a note for each name that is not known.

    Raises RejectedError when it is no mapping of single values.
    """
    try:
        if len(content) > MAX_SIDECAR_BYTES:
            raise ValueError(f"more than {MAX_SIDECAR_BYTES:,} bytes")
        stated = _mapping(decode(content))
    except (RejectedError, ValueError, yaml.YAMLError, RecursionError) as error:
        found = f"a sidecar that cannot be read ({' '.join(str(error).split())})"
        raise RejectedError("sidecar_unreadable", found, EXPECTED) from error
    notes = [
        Note("unknown_sidecar_field", None, None, shortened(f"{name}: {value}"), EXPECTED)
        for name, value in stated.items()
        if name not in FIELDS
    ]
    notes += [
        Note("control_characters", None, None, shortened(repr(value)), VISIBLE)
        for value in stated.values()
        if CONTROL.search(value)
    ]
    return {name: value for name, value in stated.items() if name in FIELDS}, notes


def _mapping(text: str) -> dict[str, str]:
    """The single values of one mapping by name, as they are written."""
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    for expected in (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.MappingStartEvent):
        event = next(events)
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        if isinstance(event, yaml.ScalarEvent) and event.value in NOTHING:
            return {}
        if not isinstance(event, expected):
            raise ValueError("it is no list of names")
    stated: dict[str, str] = {}
    names: set[str] = set()
    for name in _scalars(events):
        value = next(_scalars(events), None)
        if value is None:
            raise ValueError(f"{name.value!r} has no value")
        if not _is_text(name.value + value.value):
            raise ValueError(f"{name.value!a} holds half of a character")
        if name.value in names:
            raise ValueError(f"{name.value!r} stands twice")
        names.add(name.value)
        if value.style or value.value not in NOTHING:
            stated[name.value] = value.value
    return stated


def _is_text(text: str) -> bool:
    """Whether a text can be stored: an escape (`\\ud800`) may stand for half a character."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _scalars(events: Iterator[yaml.Event]) -> Iterator[yaml.ScalarEvent]:
    """The scalars up to the end of the mapping. Raises ValueError for anything else in it."""
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            _require_end(events)
            return
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise ValueError("a value that is nested, tagged, or refers to another")
        yield event


def _require_end(events: Iterator[yaml.Event]) -> None:
    for event in events:
        if not isinstance(event, (yaml.DocumentEndEvent, yaml.StreamEndEvent)):
            raise ValueError("it holds more than one document")
