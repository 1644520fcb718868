"""Parsing in processes of their own: a file that breaks a limit takes no other file with it.

Each process parses one content at a time and answers for each of them. When it ends before it has
answered, that content is the cause: it is rejected, a new process takes the contents after it.
"""

from __future__ import annotations

import io
import math
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from pipelines.errors import PotlineError
from pipelines.intake.batches import Batch, Parsed, batch_of
from pipelines.intake.cells import Book, Cells, Sheet
from pipelines.intake.child import OUT_OF_MEMORY
from pipelines.intake.contents import Content, Job, unreadable
from pipelines.intake.cover import CoverValue
from pipelines.intake.limits import LIMITS, MIB, Limits
from pipelines.intake.problems import Note, Rejection
from pipelines.layouts import Layout

PROCESSES = 2
BATCH_SIZE = 16
BATCHES_AHEAD = 6

# A batch of more ends early, so that many large files do not wait in memory together. Sixteen
# monthly workbooks have some 10,000 cells.
CELLS_A_BATCH = 200_000

# The process ends itself when the time of a file is over; this much later it is ended from here.
GRACE_SECONDS = 1.5
START_SECONDS = 60.0
POLL_SECONDS = 0.25

# Python asks for memory by arenas of a MiB: with less than two left, it is at its end.
ARENAS = 2

# A process that others end is no fault of the file; so often in a row it is one of the machine.
MOST_INTERRUPTIONS = 5

# Where Python and its modules are; nothing else of the environment is the business of a file.
ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL")

BY_TIME = (-signal.SIGALRM, -signal.SIGXCPU)
# Readers written in C and Rust abort when they get no memory.
BY_MEMORY = (OUT_OF_MEMORY, -signal.SIGABRT)
BY_OTHERS = tuple(
    -number for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
)


class Parsers:
    """Parses contents in processes that live as long as the block."""

    def __init__(self, layouts: tuple[Layout, ...], limits: Limits = LIMITS) -> None:
        self._layouts = layouts
        self._limits = limits
        self._pool = ThreadPoolExecutor(PROCESSES, thread_name_prefix="parser")
        self._guard = threading.Lock()
        self._idle: list[_Process] = []
        self._is_closed = False

    def __enter__(self) -> Parsers:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed = True
        self._pool.shutdown(cancel_futures=True)
        for process in self._idle:
            process.end()

    def expect(self, count: int) -> None:
        """Start processes for so many contents ahead of time; it takes them a moment."""
        for _ in range(min(PROCESSES, math.ceil(count / BATCH_SIZE)) - len(self._idle)):
            self._pool.submit(lambda: self._put_back(self._start()))

    def parse_all(self, jobs: Sequence[Job]) -> Iterator[Batch]:
        """Every content parsed, in the order of the jobs, batch by batch.

        Raises PotlineError where no process can be started, or others keep ending it.
        """
        ahead: deque[Future[tuple[Batch, Sequence[Job]]]] = deque()
        for start in range(0, len(jobs), BATCH_SIZE):
            ahead.append(self._pool.submit(self._batch, jobs[start : start + BATCH_SIZE]))
            while len(ahead) > BATCHES_AHEAD:
                yield self._first_of(ahead)
        while ahead:
            yield self._first_of(ahead)

    def parse_one(self, job: Job) -> Parsed:
        """One content and its sheets. Raises PotlineError as `parse_all` does."""
        return self._parse([job])[0]

    def _first_of(self, ahead: deque[Future[tuple[Batch, Sequence[Job]]]]) -> Batch:
        """The next batch; the contents that it left out come first then."""
        batch, left_out = ahead.popleft().result()
        if left_out:
            ahead.appendleft(self._pool.submit(self._batch, left_out))
        return batch

    def _batch(self, jobs: Sequence[Job]) -> tuple[Batch, Sequence[Job]]:
        """The first of some contents, up to so many cells, and the contents left out."""
        parsed = self._parse(jobs)
        return batch_of(parsed), jobs[len(parsed) :]

    def _parse(self, jobs: Sequence[Job]) -> list[Parsed]:
        """The first of some contents parsed: all of them, or those with CELLS_A_BATCH cells."""
        parsed: list[Parsed] = []
        interruptions = 0
        cells = 0
        while len(parsed) < len(jobs):
            process = self._take()
            is_fresh = not process.answers
            before = len(parsed)
            try:
                for one in process.parse(jobs[before:]):
                    parsed.append(one)
                    cells += one[0].cell_count
                    if cells > CELLS_A_BATCH and len(parsed) < len(jobs):
                        process.kill()
                        return parsed
                self._put_back(process)
            except _ProcessEndedError as ended:
                job = jobs[len(parsed)]
                is_fresh = is_fresh and len(parsed) == before
                if ended.code in BY_OTHERS:
                    interruptions += 1
                    self._require_few(interruptions, ended.code)
                elif ended.code in BY_TIME or is_fresh:
                    parsed.append((self._rejected(job, ended), Book([])))
                # Else once more, in a process of its own: files before it may have used the memory.
        return parsed

    def _rejected(self, job: Job, ended: _ProcessEndedError) -> Content:
        if ended.code in BY_TIME:
            rejection = Rejection(
                "took_too_long",
                f"a file that was not read after {self._limits.seconds:g} seconds",
                "the filled form alone, copied into a new one; forms are read in a second",
            )
        elif ended.code in BY_MEMORY:
            rejection = Rejection(
                "too_much_memory",
                f"a file that needs more than {self._limits.memory_bytes // MIB} MiB of memory",
                "the filled form alone, copied into a new one; forms need a tenth of that",
            )
        else:
            rejection = unreadable(job, f"its reader ended with code {ended.code}")
        return Content(job.content_id, job.reader, rejection=rejection)

    def _require_few(self, interruptions: int, code: int) -> None:
        if interruptions >= MOST_INTERRUPTIONS or self._is_closed:
            raise PotlineError(
                f"the process that reads files was ended {interruptions} times by signal {-code}; "
                "see who ends it (often the kernel, for want of memory), and run again"
            )

    def _take(self) -> _Process:
        with self._guard:
            process = self._idle.pop() if self._idle else None
        return process or self._start()

    def _put_back(self, process: _Process) -> None:
        with self._guard:
            self._idle.append(process)

    def _start(self) -> _Process:
        return _Process(self._layouts, self._limits)


class _ProcessEndedError(Exception):
    """A process ended before it had answered; `code` as subprocess has it."""

    def __init__(self, code: int) -> None:
        super().__init__(f"ended with code {code}")
        self.code = code


class _Process:
    """One process that parses; `answers` counts the contents that it has parsed."""

    def __init__(self, layouts: tuple[Layout, ...], limits: Limits) -> None:
        self.answers = 0
        self._seconds = limits.seconds + GRACE_SECONDS
        self._memory_bytes = limits.memory_bytes
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-P", "-m", "pipelines.intake.child", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            )
        self._statistics = Path(f"/proc/{self._process.pid}/statm")
        try:
            self._send(pickle.dumps((layouts, limits)))
            self._receive(START_SECONDS)
        except _ProcessEndedError as error:
            raise PotlineError(
                f"the process that reads files does not start (it {error}); "
                "what it said stands above"
            ) from error

    def parse(self, jobs: Sequence[Job]) -> Iterator[Parsed]:
        """Each content parsed. Raises _ProcessEndedError when the process ends on the way."""
        self._send(pickle.dumps(list(jobs)))
        for job in jobs:
            described, names, messages = _values(self._receive(self._seconds))
            book = Book([Sheet(name, Cells()) for name in names])
            for _ in range(messages):
                for sheet_number, columns in _values(self._receive(self._seconds)):
                    book.sheets[sheet_number].cells.add_columns(columns)
            self.answers += 1
            yield _content(job, described), book

    def end(self) -> None:
        """Close the connection, whereupon the process ends."""
        self._connection.close()
        self._process.wait()

    def kill(self) -> None:
        """End the process in the middle of its contents."""
        self._process.kill()
        self.end()

    def _send(self, message: bytes) -> None:
        try:
            self._connection.send_bytes(message)
        except OSError as error:
            raise self._ended() from error

    def _receive(self, seconds: float) -> bytes:
        end = time.monotonic() + seconds
        was_full = False
        try:
            while not self._connection.poll(POLL_SECONDS):
                # Python without any memory left may loop for ever instead of raising an error.
                is_full = self._is_full()
                if is_full and was_full:
                    raise self._killed(OUT_OF_MEMORY)
                if time.monotonic() > end:
                    raise self._killed(-signal.SIGALRM)
                was_full = is_full
            return self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise self._ended() from error

    def _is_full(self) -> bool:
        """Whether the process has used up its memory; false where the system does not say."""
        try:
            pages = int(self._statistics.read_text().split()[0])
        except (OSError, IndexError):
            return False
        return pages * resource.getpagesize() > self._memory_bytes - ARENAS * MIB

    def _killed(self, code: int) -> _ProcessEndedError:
        self._process.kill()
        self._ended()
        return _ProcessEndedError(code)

    def _ended(self) -> _ProcessEndedError:
        self._connection.close()
        code = self._process.wait()
        return _ProcessEndedError(code)


class _PlainUnpickler(pickle.Unpickler):
    """Reads plain values only: what a process says that read a hostile file makes no objects."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"an answer with a {module}.{name}")


def _values(message: bytes) -> Any:
    return _PlainUnpickler(io.BytesIO(message)).load()


def _content(job: Job, described: dict[str, Any]) -> Content:
    rejection = described["rejection"]
    return Content(
        content_id=job.content_id,
        reader=job.reader,
        form_id=described["form_id"],
        layout_version=described["layout_version"],
        cover={field: CoverValue(**value) for field, value in described["cover"].items()},
        notes=[Note(**note) for note in described["notes"]],
        rejection=Rejection(**rejection) if rejection else None,
        cell_count=described["cell_count"],
    )
