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
from pipelines.intake.contents import CSV_ENDINGS, WORKBOOK_ENDINGS
from pipelines.intake.limits import MAX_FILE_BYTES, MAX_SIDECAR_BYTES
from pipelines.intake.problems import RejectedError, Rejection, shortened

NO_SUBMISSIONS = ("README.md",)
IGNORED_PREFIXES = (".", "~$")  # hidden files, and the lock files of Excel

SIDECAR_ALONE = "sidecar_without_file"

# Windows and zip files made on it carry names that are not UTF-8; the path shows them escaped.
PATH_ERRORS = "backslashreplace"

# Of the calendar of Python (years 1 to 9999), in seconds since 1970; a day less at either end, so
# that every clock on earth can show them.
FIRST_SECOND, LAST_SECOND = (
    int(moment.replace(tzinfo=UTC).timestamp())
    for moment in (datetime(1, 1, 2), datetime(9999, 12, 30))
)

# Where Linux says which file a process has open.
OPENED = "/proc/self/fd/{}"


@dataclass(frozen=True)
class Sighting:
    """One file seen in the inbox, its sidecar, and what is wrong with the way it lies there."""

    inbox: Path
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
    files = problems.keys() - sidecars
    sightings = []
    for file, problem in problems.items():
        beside = file.with_name(file.name + sidecar.SUFFIX)
        if file not in sidecars:
            has_sidecar = beside in sidecars and not problems[beside]
            sightings.append(_sighting(inbox, file, beside if has_sidecar else None, problem))
        elif problem or _owner(file) not in files:
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
    """Files, links to folders, folders named like files, and folders that cannot be opened."""
    unreadable: list[Path] = []

    def remember(error: OSError) -> None:
        unreadable.append(Path(error.filename))

    for folder, folders, files in os.walk(inbox, onerror=remember):
        folders[:] = [name for name in folders if not name.startswith(IGNORED_PREFIXES)]
        no_folders = [name for name in folders if _is_no_folder(Path(folder, name))]
        for name in [*files, *no_folders]:
            if not name.startswith(IGNORED_PREFIXES) and name not in NO_SUBMISSIONS:
                yield Path(folder, name)
    yield from unreadable


def _problem(inbox: Path, file: Path) -> Rejection | None:
    """Why something in the inbox cannot be read as a file; null where it can."""
    try:
        problem = _link_problem(inbox, file) if stat.S_ISLNK(file.lstat().st_mode) else None
        if problem:
            return problem
        status = file.stat()
    except OSError as error:
        return _unreadable(f"a file that cannot be opened ({error.strerror})")
    if stat.S_ISDIR(status.st_mode):
        return _unreadable("a folder that cannot be opened, is a link, or is named like a file")
    if not stat.S_ISREG(status.st_mode):
        return Rejection("unknown_file_type", "a pipe, socket or device", "a regular file")
    if status.st_size > MAX_FILE_BYTES:
        return Rejection(
            "too_large", f"{status.st_size:,} bytes", f"at most {MAX_FILE_BYTES:,} bytes"
        )
    return None


def _link_problem(inbox: Path, link: Path) -> Rejection | None:
    found = f"a link to {shown(link.readlink())}"
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return _unreadable(f"{found}, where there is no file")
    return None if target.is_relative_to(inbox.resolve()) else _outside(found)


def _outside(found: str) -> Rejection:
    expected = "the file itself, copied into the inbox"
    return Rejection("link_outside_inbox", shortened(found), expected)


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
            content = _read_inside(sighting.inbox, sighting.file, MAX_FILE_BYTES + 1)
            _require_small(content)
        if sighting.sidecar:
            beside = _read_inside(sighting.inbox, sighting.sidecar, MAX_SIDECAR_BYTES + 1)
    except RejectedError as error:
        problem = error.rejection
        content = problem.found.encode()
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = problem or _unreadable(f"a file that cannot be read ({error.strerror})")
        content = problem.found.encode()
    return Reading(content, beside, modified_at, problem)


def _modified_at(file: Path) -> datetime:
    """Modification time in UTC; that of the folder where the folder does not let files be seen.

    A file may state any time: one beyond the calendar is the first or last moment of it.
    """
    try:
        status = file.lstat()
    except FileNotFoundError:
        raise
    except OSError:
        status = file.parent.lstat()
    seconds = min(max(int(status.st_mtime), FIRST_SECOND), LAST_SECOND)
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _read_inside(inbox: Path, file: Path, size: int) -> bytes:
    """The first bytes of a file as it is now, whatever it was when it was seen.

    Raises RejectedError for what has since become a link out of the inbox, or no regular file.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RejectedError("unknown_file_type", "a pipe, socket or device", "a regular file")
        target = _opened_path(descriptor)
        if target and not target.is_relative_to(inbox.resolve()):
            rejection = _outside(f"a link to {shown(target)}")
            raise RejectedError(rejection.rule_id, rejection.found, rejection.expected)
        return opened.read(size)


def _require_small(content: bytes) -> None:
    """Raise RejectedError for a file that has grown too large since it was seen."""
    if len(content) > MAX_FILE_BYTES:
        expected = f"at most {MAX_FILE_BYTES:,} bytes"
        raise RejectedError("too_large", f"more than {MAX_FILE_BYTES:,} bytes", expected)


def _opened_path(descriptor: int) -> Path | None:
    """Where an open file lies; null where the system does not say, or it was removed since."""
    try:
        path = Path(OPENED.format(descriptor)).readlink()
    except OSError:
        return None
    return path if path.exists() else None


def is_file(path: Path) -> bool:
    """Whether there is a file of this name; false for a name that is too long for one."""
    try:
        return path.is_file()
    except OSError:
        return False


def shown(path: Path) -> str:
    """A path as text that can be stored and shown, whatever bytes are in it."""
    return os.fsencode(path.as_posix()).decode("utf-8", PATH_ERRORS)


def _is_no_folder(folder: Path) -> bool:
    try:
        is_link = folder.is_symlink()
    except OSError:  # deeper than a path may be
        return True
    return is_link or folder.suffix.lower() in (*WORKBOOK_ENDINGS, *CSV_ENDINGS)


def _sighting(inbox: Path, file: Path, beside: Path | None, problem: Rejection | None) -> Sighting:
    return Sighting(inbox, shown(file.relative_to(inbox)), file, beside, problem)


def _owner(beside: Path) -> Path:
    return beside.with_name(beside.name.removesuffix(sidecar.SUFFIX))


def _without_file(beside: Path) -> Rejection:
    name, owner = shown(Path(beside.name)), shown(Path(_owner(beside).name))
    return Rejection(SIDECAR_ALONE, f"{name} without {owner}", f"{owner} in the same folder")


def _unreadable(found: str) -> Rejection:
    return Rejection("unreadable_file", found, "a file that every user of this machine may read")
