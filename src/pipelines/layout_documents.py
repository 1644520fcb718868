"""What a layout file holds, piece by piece: mappings and texts, each error with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import PotlineError


class LayoutError(PotlineError):
    """A layout file that cannot be used, with the place in it and what it should say."""


def read_document(path: Path) -> Any:
    """What stands in a YAML file. Raises LayoutError where it is none."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise LayoutError(f"{path}: not YAML: {error}") from error


def mapping(
    value: Any, place: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A mapping with these keys. Raises LayoutError with keys that are missing or unknown."""
    if not isinstance(value, dict):
        raise LayoutError(f"{place}: expected a mapping, found {value!r}")
    missing = [key for key in required if key not in value]
    unknown = [str(key) for key in value if key not in (*required, *optional)]
    if missing:
        raise LayoutError(f"{place}: {', '.join(missing)} missing")
    if unknown:
        raise LayoutError(
            f"{place}: {', '.join(unknown)} unknown; known: {', '.join((*required, *optional))}"
        )
    return value


def texts(value: Any, place: str) -> tuple[str, ...]:
    """A list of filled texts. Raises LayoutError for anything else."""
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise LayoutError(f"{place}: {value!r}; expected a list of texts")
    return tuple(value)


def row_number(value: Any, place: str) -> int:
    """A row number from 1. Raises LayoutError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise LayoutError(f"{place} is {value!r}; expected a row number from 1")
    return value
