"""Locks between processes: who may write a store, and who holds it now.

The kernel drops a lock when its process ends, however it ends, so no lock ever has to be removed
by hand. The file itself stays; it names the holder for those who find it locked.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from pipelines.errors import PotlineError
from pipelines.messages import say


@dataclass(frozen=True)
class Holder:
    """The process that holds a lock, and since when; null where it has not written itself down."""

    process_id: int | None
    since: str | None

    def __str__(self) -> str:
        return say("lock_holder", process_id=self.process_id or "?", since=self.since or "?")


class AlreadyRunningError(PotlineError):
    """Another process holds the lock."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(say("already_running", holder=holder, path=path))
        self.holder = holder


@dataclass
class _Hold:
    file: TextIO
    times: int


_holds: dict[Path, _Hold] = {}
_holds_guard = threading.RLock()


@contextmanager
def exclusive(
    path: Path, wait: bool = False, on_wait: Callable[[Holder], None] | None = None
) -> Iterator[None]:
    """Hold the lock of `path`; a process that holds it already may ask again.

    When another process holds it, `wait` says whether to wait (after one call of `on_wait`)
    or to raise AlreadyRunningError.
    """
    path = path.resolve()
    with _holds_guard:
        if path not in _holds:
            _holds[path] = _Hold(_locked_file(path, wait, on_wait), 0)
        _holds[path].times += 1
    try:
        yield
    finally:
        with _holds_guard:
            _holds[path].times -= 1
            if not _holds[path].times:
                _holds.pop(path).file.close()


def _locked_file(path: Path, wait: bool, on_wait: Callable[[Holder], None] | None) -> TextIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="utf-8")
    try:
        _lock(file, path, wait, on_wait)
    except BaseException:
        file.close()
        raise
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    file.truncate(0)
    file.write(json.dumps(asdict(Holder(os.getpid(), since))))
    file.flush()
    return file


def _lock(file: TextIO, path: Path, wait: bool, on_wait: Callable[[Holder], None] | None) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = read_holder(path)
        if not wait:
            raise AlreadyRunningError(path, holder) from None
        if on_wait:
            on_wait(holder)
        fcntl.flock(file, fcntl.LOCK_EX)


def read_holder(path: Path) -> Holder:
    """Who holds the lock, as it wrote itself down; a file half written names nobody."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, TypeError):
        return Holder(None, None)
