"""The process in which files are parsed: one after the other, within limits, and nothing else.

`parsers` starts it as `python -m pipelines.intake.child <descriptor>`. It imports no database and
no Arrow, so that it starts quickly and most of its memory is left for the file. It cannot write a
file, start a process or open a connection: a file that finds a hole in a reader finds nothing.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

from pipelines.intake.cells import Book
from pipelines.intake.contents import Content, Job, parse
from pipelines.intake.limits import Limits
from pipelines.layouts import Layout

# What the process ends with when a file needs more memory than it may.
OUT_OF_MEMORY = 3

# Sent in pieces, so that sending needs little memory beside the cells themselves.
CELLS_A_MESSAGE = 20_000

# The standard streams, the connection, the file, and a module imported late.
DESCRIPTORS = 16

READ_ONLY = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FORBIDDEN = ("socket.", "subprocess.", "ctypes.", "shutil.", "tempfile.", "urllib.", "ftplib.")
FORBIDDEN_EVENTS = frozenset(
    f"os.{name}"
    for name in (
        *("exec", "fork", "forkpty", "posix_spawn", "spawn", "system", "startfile", "kill"),
        *("chmod", "chown", "link", "mkdir", "remove", "rename", "rmdir", "symlink", "truncate"),
    )
)


def serve(connection: Connection) -> None:
    """Parse what is asked for until the other end closes the connection."""
    layouts, limits = pickle.loads(connection.recv_bytes())
    _confine(limits)
    connection.send_bytes(b"ready")
    while True:
        try:
            jobs = pickle.loads(connection.recv_bytes())
        except EOFError:
            return
        for job in jobs:
            for message in _answer(job, layouts, limits):
                connection.send_bytes(pickle.dumps(message))


def _answer(job: Job, layouts: tuple[Layout, ...], limits: Limits) -> Iterator[Any]:
    """What a content is, then its cells piece by piece; plain values only."""
    # The kernel ends the process when the time is over, whatever code it is in.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    content, book = parse(job, layouts)
    signal.setitimer(signal.ITIMER_REAL, 0)
    messages = _messages(book)
    yield _plain(content), [sheet.name for sheet in book.sheets], len(messages)
    for pieces in messages:
        yield [
            (
                number,
                {name: values[cells] for name, values in vars(book.sheets[number].cells).items()},
            )
            for number, cells in pieces
        ]


def _messages(book: Book) -> list[list[tuple[int, slice]]]:
    """The pieces of sheets that each message holds."""
    messages: list[list[tuple[int, slice]]] = []
    room = 0
    for sheet_number, sheet in enumerate(book.sheets):
        start = 0
        while start < len(sheet.cells):
            if not room:
                messages.append([])
                room = CELLS_A_MESSAGE
            end = min(start + room, len(sheet.cells))
            messages[-1].append((sheet_number, slice(start, end)))
            room -= end - start
            start = end
    return messages


def _plain(content: Content) -> dict[str, Any]:
    rejection = content.rejection
    return {
        "form_id": content.form_id,
        "layout_version": content.layout_version,
        "cover": {field: vars(value) for field, value in content.cover.items()},
        "notes": [vars(note) for note in content.notes],
        "rejection": vars(rejection) if rejection else None,
        "cell_count": content.cell_count,
    }


def _confine(limits: Limits) -> None:
    """Give up, for good, whatever parsing does not need."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stderr.fileno())
    os.close(nothing)
    for limit, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
    ):
        resource.setrlimit(limit, (value, value))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise PermissionError for what no reader of files has to do."""
    writes = event == "open" and (arguments[2] or 0) & READ_ONLY != os.O_RDONLY
    if writes or event in FORBIDDEN_EVENTS or event.startswith(FORBIDDEN):
        raise PermissionError(f"a process that parses files may not do this: {event}")


if __name__ == "__main__":
    try:
        serve(Connection(int(sys.argv[1])))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BrokenPipeError:
        os._exit(0)
