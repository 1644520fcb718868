"""Sidecars: `<file>.meta.yml`, which says of a file what its form has no cover for."""

from __future__ import annotations

from datetime import date, datetime

import yaml

from pipelines.intake.delimited import decode
from pipelines.intake.limits import MAX_SIDECAR_BYTES
from pipelines.intake.problems import Note, RejectedError

SUFFIX = ".meta.yml"
FIELDS = ("kind", "revision", "sender", "contact", "sent_at", "reason")
EXPECTED = f"lines of `name: value` with the names {', '.join(FIELDS)}"


def read_sidecar(content: bytes) -> tuple[dict[str, str], list[Note]]:
    """What a sidecar says, by field, with a note for each name that is not known.

    Raises RejectedError when it is no mapping of single values.
    """
    try:
        if len(content) > MAX_SIDECAR_BYTES:
            raise ValueError(f"{len(content):,} bytes")
        document = yaml.safe_load(decode(content))
    except (RejectedError, ValueError, yaml.YAMLError, RecursionError) as error:
        found = f"a sidecar that cannot be read ({' '.join(str(error).split())})"
        raise RejectedError("sidecar_unreadable", found, EXPECTED) from error
    if document is None:
        return {}, []
    if not isinstance(document, dict) or any(
        isinstance(value, (dict, list, set, tuple, bytes)) for value in document.values()
    ):
        raise RejectedError("sidecar_unreadable", "a sidecar that is no list of names", EXPECTED)
    stated = {str(name): _text(value) for name, value in document.items() if value is not None}
    notes = [
        Note("unknown_sidecar_field", None, None, f"{name}: {value}", EXPECTED)
        for name, value in stated.items()
        if name not in FIELDS
    ]
    return {name: value for name, value in stated.items() if name in FIELDS}, notes


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
