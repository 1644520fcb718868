"""Submitting: putting files into the inbox, at the place that their form, plant and period give.

Nothing is judged here beyond what the place needs. A file at a place is never overwritten: the
next one for the same place gets a suffix.
"""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from pipelines.errors import PotlineError
from pipelines.intake.arrivals import DEFAULT_KIND, DEFAULT_REVISION, KINDS, WITHDRAWS, parse_kind
from pipelines.intake.cells import Book
from pipelines.intake.contents import CSV_ENDINGS, WORKBOOK_ENDINGS, Content, Job, reader_of
from pipelines.intake.inbox import is_file
from pipelines.intake.limits import MAX_FILE_BYTES
from pipelines.intake.parsers import Parsers
from pipelines.intake.places import PlacePattern, load_place_patterns
from pipelines.intake.sidecar import SUFFIX
from pipelines.layouts import Layout, load_layouts
from pipelines.reference import read_seed
from pipelines.settings import Settings

MONTH = re.compile(r"([0-9]{4})[-/年]?(0?[1-9]|1[0-2])月?(?:[-/]0?1)?")
DAY = re.compile(
    r"([0-9]{4})(?:[-/年](0?[1-9]|1[0-2])[-/月][0-9]{1,2}|(0[1-9]|1[0-2])[0-9]{2})日?"
    r"(?:[ T][0-9:]+)?"
)
YEAR = re.compile(r"([0-9]{4})年?")


class SubmitError(PotlineError):
    """A file that has no place in the inbox, with the reason and the way out."""


@dataclass(frozen=True)
class Placed:
    """One file put into the inbox; plant and period null where the file holds several."""

    source: Path
    path: Path
    sidecar: Path | None
    form_id: str
    plant_id: str | None
    period: str | None


@dataclass(frozen=True)
class _Destination:
    source: Path
    layout: Layout
    path: Path
    plant_id: str | None
    period: str | None


def submit_files(
    settings: Settings,
    files: Sequence[Path],
    kind: str | None = None,
    revision: int | None = None,
    sender: str | None = None,
    contact: str | None = None,
    sent_at: datetime | None = None,
    reason: str | None = None,
) -> list[Placed]:
    """Put files into the inbox; what is given of kind, sender and so on goes into a sidecar.

    Raises SubmitError, before any file is placed, when one of them has no place.
    """
    if kind is not None and kind not in KINDS:
        raise SubmitError(f"kind {kind!r} is unknown; known: {', '.join(KINDS)}")
    if revision is not None and revision < 0:
        raise SubmitError(f"revision {revision} is no revision; give 0, 1, 2 …")
    given = {
        "kind": kind,
        "revision": revision,
        "sender": sender,
        "contact": contact,
        "sent_at": sent_at.isoformat(sep=" ") if sent_at else None,
        "reason": reason,
    }
    stated = {field: value for field, value in given.items() if value is not None}
    layouts, patterns = load_layouts(settings), load_place_patterns(settings)
    with Parsers(layouts) as parsers:
        destinations = [
            _destination(settings, Path(file), layouts, patterns, kind, parsers) for file in files
        ]
    return [_place(destination, stated) for destination in destinations]


def _destination(
    settings: Settings,
    file: Path,
    layouts: tuple[Layout, ...],
    patterns: list[PlacePattern],
    kind: str | None,
    parsers: Parsers,
) -> _Destination:
    """Where a file belongs, by what stands in it; a form without values only where it withdraws."""
    reader = reader_of(file.name)
    if reader is None:
        endings = ", ".join((*WORKBOOK_ENDINGS, *CSV_ENDINGS))
        raise SubmitError(f"{file}: no form ends in {file.suffix!r}; forms end in {endings}")
    if not is_file(file):
        raise SubmitError(f"{file}: there is no such file")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise SubmitError(f"{file}: {file.stat().st_size:,} bytes; send at most {MAX_FILE_BYTES:,}")
    if file.resolve().is_relative_to(settings.raw):
        raise SubmitError(f"{file}: lies in the inbox already; submit a copy from elsewhere")
    content, book = parsers.parse_one(Job("", reader, file))
    if content.rejection and not (content.is_empty_form and _kind_of(content, kind) == WITHDRAWS):
        raise SubmitError(f"{file}: {content.rejection.found}; send {content.rejection.expected}")
    layout = next(
        layout
        for layout in layouts
        if (layout.form_id, layout.version) == (content.form_id, content.layout_version)
    )
    pattern = next(pattern for pattern in patterns if pattern.form_id == layout.form_id)
    stated = _stated_places(content, book, layout)
    if not stated:
        raise SubmitError(
            f"{file}: names no plant and period; fill these two in one row, without a value"
        )
    if pattern.frequency == "event":
        stated = list(dict.fromkeys((plant, _month_of(day)) for plant, day in stated))
    if len(stated) > 1:
        return _Destination(file, layout, settings.raw / pattern.folder / file.name, None, None)
    plant_text, period_text = stated[0]
    plant_id = _plant_id(settings, file, plant_text)
    period = _period(file, period_text, pattern)
    path = settings.raw / pattern.path_of(plant_id, period, file.suffix.lower())
    return _Destination(file, layout, path, plant_id, period)


def _kind_of(content: Content, given: str | None) -> str | None:
    """The kind of a submission: as given, else as its cover says."""
    stated = content.cover.get("kind")
    return given or (parse_kind(_plain(stated.text)) if stated else None)


def _stated_places(content: Content, book: Book, layout: Layout) -> list[tuple[str, str]]:
    """Each plant and period that a file states, as they stand: one on a cover, many in a CSV."""
    if layout.cover:
        values = (content.cover.get(field) for field in ("plant_id", "period"))
        plant, period = (_plain(value.text) if value else "" for value in values)
        return [(plant, period)]
    columns = layout.tables[0].columns
    rows: dict[int, dict[int, str]] = {}
    for cell in book.sheets[0].cells:
        rows.setdefault(cell.row_number, {})[cell.column_number] = _plain(cell.text or "")
    headers = rows.pop(1)
    plant_column, period_column = (
        next(number for number, text in headers.items() if text in columns[field])
        for field in ("plant_id", "period")
    )
    return list(
        dict.fromkeys(
            (row.get(plant_column, ""), row.get(period_column, "")) for row in rows.values()
        )
    )


def _plant_id(settings: Settings, file: Path, text: str) -> str:
    known = [row["plant_id"] for row in read_seed(settings, "plants")]
    if text in known:
        return text
    near = difflib.get_close_matches(text, known, n=1, cutoff=0)
    raise SubmitError(f"{file}: plant {text!r} is unknown; the nearest known one is {near[0]}")


def _month_of(day: str) -> str:
    """The month of a day as `2022-03`; a text that is no day as it stands."""
    found = DAY.fullmatch(day)
    return f"{found[1]}-{int(found[2] or found[3]):02d}" if found else day


def _period(file: Path, text: str, pattern: PlacePattern) -> str:
    """The period as places have it: `2021-03`, or `2021` for a form of years."""
    found = (MONTH if pattern.is_monthly else YEAR).fullmatch(text)
    if not found:
        expected = "a month such as 2021-03" if pattern.is_monthly else "a year such as 2021"
        raise SubmitError(f"{file}: period {text!r} cannot be read; write {expected}")
    return f"{found[1]}-{int(found[2]):02d}" if pattern.is_monthly else found[1]


def _place(destination: _Destination, stated: dict[str, str | int]) -> Placed:
    """Put one file and its sidecar at the first free place, the sidecar first."""
    if not destination.layout.cover:
        stated = {"kind": DEFAULT_KIND, "revision": DEFAULT_REVISION, **stated}
    destination.path.parent.mkdir(parents=True, exist_ok=True)
    path, part = _free_place(destination.path)
    with part.open("wb") as file:
        file.write(destination.source.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    sidecar = _sidecar_of(path) if stated else None
    if sidecar:
        text = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False)
        sidecar.write_text(text, encoding="utf-8")
    part.replace(path)
    return Placed(
        source=destination.source,
        path=path,
        sidecar=sidecar,
        form_id=destination.layout.form_id,
        plant_id=destination.plant_id,
        period=destination.period,
    )


def _free_place(first: Path) -> tuple[Path, Path]:
    """The first free path (then `_r1`, `_r2` …), and the hidden file that keeps it free."""
    path, number = first, 0
    while not (part := _keep_free(path)):
        number += 1
        path = first.with_stem(f"{first.stem}_r{number}")
    return path, part


def _keep_free(path: Path) -> Path | None:
    """A hidden file that only one submission at a time can make; null where the place is taken."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch(exist_ok=False)
    except FileExistsError:
        return None
    if path.exists() or _sidecar_of(path).exists():
        part.unlink()
        return None
    return part


def _sidecar_of(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
