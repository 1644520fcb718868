"""The index of receipts, `var/receipts/index.csv`: one row per receipt that lies there."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from pipelines.settings import Settings


@dataclass(frozen=True)
class Entry:
    """One receipt: where it lies, what it is about, the build that wrote it, and what it says."""

    place: str
    submission_id: str
    arrival_id: str
    plant_id: str
    period: str
    form_id: str
    verdict: str
    build_id: str
    fingerprint: str


@contextmanager
def index_kept(settings: Settings) -> Iterator[dict[str, Entry]]:
    """The receipts by place, written back at the end also of work that fails halfway.

    After a kill the receipts that the index does not name yet are written again.
    """
    index = _read(settings)
    try:
        yield index
    finally:
        _write(settings, index)


def _read(settings: Settings) -> dict[str, Entry]:
    path = _path(settings)
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != [field.name for field in fields(Entry)]:
            return {}
        return {row["place"]: Entry(**row) for row in rows}


def _write(settings: Settings, index: dict[str, Entry]) -> None:
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(field.name for field in fields(Entry))
        rows.writerows(vars(entry).values() for _, entry in sorted(index.items()))
    part.replace(path)


def _path(settings: Settings) -> Path:
    return settings.receipts / "index.csv"
