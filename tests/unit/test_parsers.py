"""Parsing in processes of their own: limits hold, and only the file that breaks one is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad_files import CSV_ROW, csv_file, raw_workbook
from hostile_files import external_entity, sheet_elsewhere, sheet_of, with_parts

from pipelines.errors import PotlineError
from pipelines.intake import parsers as parsers_module
from pipelines.intake.contents import Job, reader_of
from pipelines.intake.limits import MIB, Limits
from pipelines.intake.parsers import Parsers
from pipelines.layouts import Layout, load_layouts
from pipelines.settings import Settings


@pytest.fixture(scope="module")
def layouts() -> tuple[Layout, ...]:
    return load_layouts(Settings.from_environment())


@pytest.fixture
def parsers(layouts: tuple[Layout, ...]) -> Iterator[Parsers]:
    with Parsers(layouts) as parsers:
        yield parsers


def job(path: Path) -> Job:
    return Job(path.name, reader_of(path.name) or "", path)


def slow(path: Path) -> Path:
    """A sheet with more empty rows than can be read in a second, in little memory."""
    return with_parts(path, {"xl/worksheets/sheet2.xml": sheet_of("<row/>" * 10_000_000)})


def hungry(path: Path) -> Path:
    """A sheet of cells that need more memory than a process has here."""
    rows = (f'<row r="{n}"><c><v>{n}.5</v></c></row>' for n in range(1, 150_000))
    return raw_workbook(path, "".join(rows))


def rules(parsers: Parsers, *jobs: Job) -> dict[str, str | None]:
    """The rule that rejects each content; null where it was read."""
    return {
        content.content_id: content.rejection.rule_id if content.rejection else None
        for batch in parsers.parse_all(jobs)
        for content in batch.contents
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("write", "limits", "rule_id"),
    [
        (slow, Limits(seconds=1.0), "took_too_long"),
        (hungry, Limits(memory_bytes=60 * MIB), "too_much_memory"),
    ],
)
def test_a_file_that_breaks_a_limit_takes_no_other_with_it(
    layouts: tuple[Layout, ...],
    tmp_path: Path,
    write: Callable[[Path], Path],
    limits: Limits,
    rule_id: str,
) -> None:
    good = [csv_file(tmp_path / f"{number}.csv") for number in range(12)]
    files = [*good[:5], write(tmp_path / "bad.xlsx"), *good[5:]]
    with Parsers(layouts, limits) as parsers:
        found = rules(parsers, *map(job, files))
    assert list(found) == [path.name for path in files]
    assert {name: rule for name, rule in found.items() if rule} == {"bad.xlsx": rule_id}


@pytest.mark.slow
def test_a_process_that_others_kill_is_no_fault_of_the_file(
    parsers: Parsers, tmp_path: Path
) -> None:
    path = csv_file(tmp_path / "good.csv")
    process = parsers._start()
    parsers._put_back(process)
    os.kill(process._process.pid, signal.SIGKILL)
    assert rules(parsers, job(path)) == {"good.csv": None}


def test_a_process_that_cannot_start_is_an_error(
    layouts: tuple[Layout, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsers_module.sys, "executable", "/bin/false")
    with Parsers(layouts) as parsers, pytest.raises(PotlineError, match="does not start"):
        parsers.parse_one(job(csv_file(tmp_path / "good.csv")))


def test_what_a_file_asks_for_is_not_fetched(parsers: Parsers, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        external_entity(tmp_path / "entity.xlsx", address)
        sheet_elsewhere(tmp_path / "sheet.xlsx", address)
        found = rules(parsers, job(tmp_path / "entity.xlsx"), job(tmp_path / "sheet.xlsx"))
        assert set(found.values()) == {"not_a_workbook"}
        with pytest.raises(TimeoutError):
            server.accept()


CONFINED = """
import os, resource, socket, subprocess, sys, tempfile
from pipelines.intake.child import _confine
from pipelines.intake.limits import Limits
_confine(Limits())
tries = {
    "socket": lambda: socket.create_connection(("127.0.0.1", 9)),
    "open": lambda: open(sys.argv[1], "w"),
    "os.open": lambda: os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY),
    "start": lambda: subprocess.run(["true"]),
    "fork": os.fork,
    "system": lambda: os.system("true"),
    "remove": lambda: os.remove(sys.argv[0]),
    "memory": lambda: bytearray(600 * 2**20),
}
for name, attempt in tries.items():
    try:
        attempt()
    except (PermissionError, MemoryError) as error:
        print(name, type(error).__name__)
"""


def test_a_process_that_parses_can_do_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "written"
    shown = subprocess.run(
        [sys.executable, "-c", CONFINED, str(target)], capture_output=True, text=True, check=True
    )
    assert dict(line.split() for line in shown.stdout.splitlines()) == {
        **dict.fromkeys(
            ("socket", "open", "os.open", "start", "fork", "system", "remove"), "PermissionError"
        ),
        "memory": "MemoryError",
    }
    assert not target.exists()


def test_cells_that_need_several_messages_come_whole(parsers: Parsers, tmp_path: Path) -> None:
    rows = [CSV_ROW.replace("1200.5", str(number)) for number in range(4_900)]
    content, book = parsers.parse_one(job(csv_file(tmp_path / "long.csv", *rows)))
    cells = book.sheets[0].cells
    assert content.cell_count == len(cells) == 6 + 5 * 4_900
    assert [cells.text[6 + 5 * n + 3] for n in (0, 4_899)] == ["0", "4899"]


def test_threads_share_the_processes(parsers: Parsers, tmp_path: Path) -> None:
    files = [job(csv_file(tmp_path / f"{number}.csv")) for number in range(4)]
    found: list[str] = []

    def parse(one: Job) -> None:
        found.append(parsers.parse_one(one)[0].content_id)

    threads = [threading.Thread(target=parse, args=(one,)) for one in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [one.content_id for one in files]


def test_large_files_are_handed_over_one_by_one_in_their_order(
    parsers: Parsers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsers_module, "CELLS_A_BATCH", 20)
    files = [
        csv_file(tmp_path / f"{number:02}.csv", *[CSV_ROW] * (number % 3 * 4 + 1))
        for number in range(20)
    ]
    batches = list(parsers.parse_all([job(file) for file in files]))
    names = [content.content_id for batch in batches for content in batch.contents]
    assert names == [file.name for file in files]
    assert max(batch.cells.num_rows for batch in batches) <= 20 + 6 + 5 * 9
