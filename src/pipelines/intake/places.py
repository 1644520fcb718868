"""Places in the inbox: what a path says of form, plant and period, and where a file belongs.

A place is described by the `place_pattern` of a form, such as
`monthly_csv/{plant_id}/{year}/{plant_id}_{year}-{month}.csv`. A path fits with any ending, and
with a suffix at the end of its name (`_r1`, `_v2`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipelines.reference import read_seed
from pipelines.settings import Settings

PARTS = {
    "plant_id": r"[^/]+?",
    "year": r"[0-9]{4}",
    "month": r"0[1-9]|1[0-2]",
}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SUFFIX = r"(?:_\w+)?"


@dataclass(frozen=True)
class Place:
    """What a path says: form, plant, and period as `2021-03` or `2021`."""

    form_id: str
    plant_id: str
    period: str


@dataclass(frozen=True)
class PlacePattern:
    """The place pattern of one form; `frequency` as forms.csv has it."""

    form_id: str
    pattern: str
    expression: re.Pattern[str]
    frequency: str

    def match(self, path: str) -> Place | None:
        """The place of a path; null where the path does not fit the pattern."""
        found = self.expression.fullmatch(path)
        if not found:
            return None
        groups = found.groupdict()
        period = groups["year"] + (f"-{groups['month']}" if "month" in groups else "")
        return Place(self.form_id, groups["plant_id"], period)

    def path_of(self, plant_id: str, period: str, ending: str) -> PurePosixPath:
        """The path in the inbox for a plant and period (`2021-03` or `2021`)."""
        year, _, month = period.partition("-")
        path = PurePosixPath(self.pattern.format(plant_id=plant_id, year=year, month=month))
        return path.with_suffix(ending)

    @property
    def is_monthly(self) -> bool:
        """Whether its periods are months; else they are years."""
        return "{month}" in self.pattern

    @property
    def folder(self) -> PurePosixPath:
        """The folder of the form: the part of the pattern before plant and period."""
        parts = PurePosixPath(self.pattern).parts
        named = next(number for number, part in enumerate(parts) if PLACEHOLDER.search(part))
        return PurePosixPath(*parts[:named])


def load_place_patterns(settings: Settings) -> list[PlacePattern]:
    """The place patterns of the forms that have one, in the order of the forms."""
    return [
        PlacePattern(
            row["form_id"],
            row["place_pattern"],
            _expression(row["place_pattern"]),
            row["frequency"],
        )
        for row in read_seed(settings, "forms")
        if row["place_pattern"]
    ]


def place_of(path: str, patterns: list[PlacePattern]) -> Place | None:
    """The place of a path by the first form that it fits; null where it fits none."""
    places = (pattern.match(path) for pattern in patterns)
    return next((place for place in places if place), None)


def _expression(pattern: str) -> re.Pattern[str]:
    """The pattern as an expression; a part that stands twice must be the same both times."""
    stem = pattern.removesuffix(PurePosixPath(pattern).suffix)
    expression = ""
    position = 0
    seen: set[str] = set()
    for placeholder in PLACEHOLDER.finditer(stem):
        name = placeholder[1]
        expression += re.escape(stem[position : placeholder.start()])
        expression += f"(?P={name})" if name in seen else f"(?P<{name}>{PARTS[name]})"
        position = placeholder.end()
        seen.add(name)
    return re.compile(expression + re.escape(stem[position:]) + SUFFIX + r"\.[^./]+")
