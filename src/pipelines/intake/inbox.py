"""The inbox: which files lie in it, and which of them came since they were last looked at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import PotlineError
from pipelines.intake import sidecar
from pipelines.intake.archive import Archive, ArrivalRecord, arrival_id_of, hash_content
from pipelines.intake.limits import MAX_FILE_BYTES, MAX_SIDECAR_BYTES
from pipelines.intake.problems import Rejection

NO_SUBMISSIONS = ("README.md",)
IGNORED_PREFIXES = (".", "~$")  # hidden files, and the lock files of Excel

SIDECAR_ALONE = "sidecar_without_file"

# Windows and zip files made on it carry names that are not UTF-8; the path shows them escaped.
PATH_ERRORS = "backslashreplace"


@dataclass(frozen=True)
class Sighting:
    """One file seen in the inbox, its sidecar, and what is wrong with the way it lies there."""

    path: str
    file: Path
    sidecar: Path | None
    problem: Rejection | None


@dataclass(frozen=True)
class Reading:
    """The bytes of one file and its sidecar, read at one time."""

    content: bytes
    sidecar: bytes | None
    modified_at: datetime
    problem: Rejection | None

    @property
    def identity(self) -> tuple[str, str | None]:
        """What differs when the file is another arrival than the one before it."""
        sidecar_id = None if self.sidecar is None else hash_content(self.sidecar)
        return hash_content(self.content), sidecar_id


def scan(inbox: Path) -> list[Sighting]:
    """Every file in the inbox that is a submission, by path. Follows no link out of the inbox."""
    if not inbox.is_dir():
        raise PotlineError(f"there is no inbox {inbox}; make the folder, or set POTLINE_RAW")
    problems = {file: _problem(inbox, file) for file in _walk(inbox)}
    sidecars = {file for file in problems if file.name.endswith(sidecar.SUFFIX)}
    sightings = []
    for file, problem in problems.items():
        beside = file.with_name(file.name + sidecar.SUFFIX)
        if file not in sidecars:
            has_sidecar = beside in sidecars and not problems[beside]
            sightings.append(_sighting(inbox, file, beside if has_sidecar else None, problem))
        elif problem or _owner(file) not in problems.keys() - sidecars:
            sightings.append(_sighting(inbox, file, None, problem or _without_file(file)))
    return sorted(sightings, key=lambda sighting: sighting.path)


def is_new(sighting: Sighting, latest: ArrivalRecord | None) -> bool:
    """Whether a file is another arrival than the latest one at its path; nothing is archived."""
    reading = _read(sighting)
    return reading is not None and not _is_known(reading, latest)


def take(
    archive: Archive, sighting: Sighting, latest: ArrivalRecord | None
) -> ArrivalRecord | None:
    """The arrival that a file is, archived; null where nothing came since `latest`."""
    reading = _read(sighting)
    if reading is None or _is_known(reading, latest):
        return None
    archive.store(reading.content)
    if reading.sidecar is not None:
        archive.store(reading.sidecar)
    sequence = latest.path_sequence + 1 if latest else 1
    content_id, sidecar_content_id = reading.identity
    problem = reading.problem
    record = ArrivalRecord(
        arrival_id=arrival_id_of(sighting.path, sequence, content_id, sidecar_content_id),
        path=sighting.path,
        path_sequence=sequence,
        content_id=content_id,
        sidecar_content_id=sidecar_content_id,
        size_bytes=len(reading.content),
        modified_at=reading.modified_at,
        rejection=(problem.rule_id, problem.found, problem.expected) if problem else None,
    )
    archive.add(record)
    return record


def _is_known(reading: Reading, latest: ArrivalRecord | None) -> bool:
    return latest is not None and latest.identity == reading.identity


def _walk(inbox: Path) -> Iterator[Path]:
    """Files, links out of the inbox, and folders that cannot be opened."""
    unreadable: list[Path] = []

    def remember(error: OSError) -> None:
        unreadable.append(Path(error.filename))

    for folder, folders, files in os.walk(inbox, onerror=remember):
        folders[:] = [name for name in folders if not name.startswith(IGNORED_PREFIXES)]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in [*files, *links]:
            if not name.startswith(IGNORED_PREFIXES) and name not in NO_SUBMISSIONS:
                yield Path(folder, name)
    yield from unreadable


def _problem(inbox: Path, file: Path) -> Rejection | None:
    """Why something in the inbox cannot be read as a file; null where it can."""
    if file.is_symlink():
        try:
            target = file.resolve(strict=True)
        except (OSError, RuntimeError):
            return _unreadable(f"a link to {file.readlink()}, where there is no file")
        if not target.is_relative_to(inbox.resolve()):
            return Rejection(
                "link_outside_inbox",
                f"a link to {file.readlink()}",
                "the file itself, copied into the inbox",
            )
    try:
        status = file.stat()
    except OSError as error:
        return _unreadable(f"a file that cannot be opened ({error.strerror})")
    if stat.S_ISDIR(status.st_mode):
        return _unreadable("a folder that cannot be opened, or a link to a folder")
    if not stat.S_ISREG(status.st_mode):
        return Rejection("unknown_file_type", "a pipe, socket or device", "a regular file")
    if status.st_size > MAX_FILE_BYTES:
        return Rejection(
            "too_large", f"{status.st_size:,} bytes", f"at most {MAX_FILE_BYTES:,} bytes"
        )
    return None


def _read(sighting: Sighting) -> Reading | None:
    """The bytes of a file; those of what was found instead where it cannot be read.

    Null where the file was removed since it was seen.
    """
    problem = sighting.problem
    content = problem.found.encode() if problem else b""
    beside: bytes | None = None
    try:
        modified_at = _modified_at(sighting.file)
        if problem is None or problem.rule_id == SIDECAR_ALONE:
            content = sighting.file.read_bytes()
        if sighting.sidecar:
            beside = _read_start(sighting.sidecar, MAX_SIDECAR_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = problem or _unreadable(f"a file that cannot be read ({error.strerror})")
        content = problem.found.encode()
    return Reading(content, beside, modified_at, problem)


def _modified_at(file: Path) -> datetime:
    """Modification time in UTC; that of the folder where the folder does not let files be seen."""
    try:
        status = file.lstat()
    except PermissionError:
        status = file.parent.lstat()
    return datetime.fromtimestamp(int(status.st_mtime), UTC).replace(tzinfo=None)


def _read_start(file: Path, size: int) -> bytes:
    with file.open("rb") as opened:
        return opened.read(size)


def _sighting(inbox: Path, file: Path, beside: Path | None, problem: Rejection | None) -> Sighting:
    relative = os.fsencode(file.relative_to(inbox).as_posix())
    return Sighting(relative.decode("utf-8", PATH_ERRORS), file, beside, problem)


def _owner(beside: Path) -> Path:
    return beside.with_name(beside.name.removesuffix(sidecar.SUFFIX))


def _without_file(beside: Path) -> Rejection:
    name = _owner(beside).name
    return Rejection(SIDECAR_ALONE, f"{beside.name} without {name}", f"{name} in the same folder")


def _unreadable(found: str) -> Rejection:
    return Rejection("unreadable_file", found, "a file that every user of this machine may read")
