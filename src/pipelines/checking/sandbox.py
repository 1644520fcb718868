"""Files taken in by intake and staged, in a folder of their own that goes away afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from pipelines.checking.compiled import fill_reference, fill_staging
from pipelines.errors import PotlineError
from pipelines.intake import sidecar, take_in
from pipelines.intake.inbox import is_file, shown
from pipelines.intake.limits import MAX_FILE_BYTES, MAX_SIDECAR_BYTES
from pipelines.layouts import Layout
from pipelines.messages import say
from pipelines.quality.sql import literal
from pipelines.settings import Settings


@dataclass(frozen=True)
class Staged:
    """Files staged: a connection that uses a database like a build's, and the path of each file."""

    connection: duckdb.DuckDBPyConnection
    paths: dict[str, Path]


@contextmanager
def staged(
    settings: Settings,
    files: Sequence[Path],
    as_of: date,
    layouts: tuple[Layout, ...] | None = None,
) -> Iterator[Staged]:
    """Files read by intake into a ledger, and staged in memory, with an empty `gate` beside.

    `layouts` are those of the settings unless they are given.

    Raises PotlineError for what is no file, and for files that no inbox takes as a submission.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="check-", dir=settings.home) as folder:
        inbox = Path(folder, "inbox")
        paths = {_placed(settings, inbox, number, file): file for number, file in enumerate(files)}
        own = replace(settings, raw=inbox, home=Path(folder, "home"))
        # Most of a check is planning queries over a few rows, which more threads only slow down.
        with (
            duckdb.connect(config={"threads": 1}) as connection,
            ThreadPoolExecutor(max_workers=1) as beside,
        ):
            taken_in = beside.submit(take_in, own, layouts=layouts)
            connection.execute("attach ':memory:' as build")
            connection.execute("attach ':memory:' as gate")
            connection.execute("use build")
            fill_reference(connection, settings)
            taken_in.result()
            connection.execute(f"attach {literal(str(own.ledger))} as ledger (read_only)")
            fill_staging(connection, as_of)
            _require_arrivals(connection, paths)
            yield Staged(connection, paths)


def _placed(settings: Settings, inbox: Path, number: int, file: Path) -> str:
    """The path in the sandbox's inbox at which a copy of a file, and of its sidecar, now lies.

    What lies in the inbox keeps its place there; any other file says nothing by its place.
    """
    if not is_file(file):
        raise PotlineError(say("check_a_folder" if file.is_dir() else "check_no_file", file=file))
    within = file.absolute()
    path = Path(str(number), file.name)
    if within.is_relative_to(settings.raw):
        path = within.relative_to(settings.raw)
    target = inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(file, target, MAX_FILE_BYTES)
    beside = file.with_name(file.name + sidecar.SUFFIX)
    if is_file(beside):
        _copy(beside, target.with_name(beside.name), MAX_SIDECAR_BYTES)
    return shown(path)


def _copy(file: Path, target: Path, most: int) -> None:
    """Copy a file; of one that is too large anyway, only its size."""
    size = file.stat().st_size
    if size <= most:
        shutil.copy2(file, target)
        return
    target.touch()
    os.truncate(target, size)


def _require_arrivals(connection: duckdb.DuckDBPyConnection, paths: dict[str, Path]) -> None:
    arrived = connection.execute("select path from staging.stg_arrivals").fetchall()
    ignored = paths.keys() - {path for (path,) in arrived}
    if ignored:
        names = ", ".join(sorted(str(paths[path]) for path in ignored))
        raise PotlineError(say("check_ignored", names=names))
