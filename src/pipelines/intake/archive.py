"""The archive: every content once, by its SHA-256, and one record for each arrival.

A record is written last, so that what it names is always there. Whatever is written lies in
`incoming/` until it is whole and on disk, and is then moved to its place in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

ID_DIGITS = 16


@dataclass(frozen=True)
class ArrivalRecord:
    """One file as it came, at one time; rule, found and expected where it could not be opened."""

    arrival_id: str
    path: str
    path_sequence: int
    content_id: str
    sidecar_content_id: str | None
    size_bytes: int
    modified_at: datetime
    rejection: tuple[str, str, str] | None

    @property
    def identity(self) -> tuple[str, str | None]:
        """What differs when a file at the same path is another arrival."""
        return self.content_id, self.sidecar_content_id


def arrival_id_of(path: str, sequence: int, content_id: str, sidecar_content_id: str | None) -> str:
    """The id of an arrival: `A` and 16 hex digits of what identifies it."""
    identity = json.dumps([path, sequence, content_id, sidecar_content_id])
    return "A" + hashlib.sha256(identity.encode()).hexdigest()[:ID_DIGITS]


def hash_content(content: bytes) -> str:
    """SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


class Archive:
    """The archive in one folder."""

    def __init__(self, folder: Path) -> None:
        self._contents = folder / "content"
        self._arrivals = folder / "arrivals"
        self._incoming = folder / "incoming"

    def prepare(self) -> None:
        """Make the folders, and remove what a killed intake left half-written."""
        shutil.rmtree(self._incoming, ignore_errors=True)
        for folder in (self._contents, self._arrivals, self._incoming):
            folder.mkdir(parents=True, exist_ok=True)

    def content_path(self, content_id: str) -> Path:
        """Where a content lies, or would lie."""
        return self._contents / content_id[:2] / content_id

    def records(self) -> list[ArrivalRecord]:
        """All arrivals, by path and sequence."""
        records = [_read_record(path) for path in self._arrivals.glob("*.json")]
        return sorted(records, key=lambda record: (record.path, record.path_sequence))

    def store(self, content: bytes) -> str:
        """Put a content into the archive, where it is not there yet; its SHA-256."""
        content_id = hash_content(content)
        target = self.content_path(content_id)
        if not target.exists():
            self._write(content, target)
        return content_id

    def add(self, record: ArrivalRecord) -> None:
        """Write the record of an arrival whose contents are stored."""
        document = vars(record) | {"modified_at": record.modified_at.isoformat()}
        text = json.dumps(document, ensure_ascii=False) + "\n"
        self._write(text.encode(), self._arrivals / f"{record.arrival_id}.json")

    def _write(self, content: bytes, target: Path) -> None:
        """Write a file so that, killed at any moment, it is there whole or not at all."""
        part = self._incoming / uuid4().hex
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not target.parent.exists():
            target.parent.mkdir(exist_ok=True)
        part.replace(target)


def _read_record(path: Path) -> ArrivalRecord:
    document = json.loads(path.read_text(encoding="utf-8"))
    rejection = document["rejection"]
    document["modified_at"] = datetime.fromisoformat(document["modified_at"])
    document["rejection"] = tuple(rejection) if rejection else None
    return ArrivalRecord(**document)
