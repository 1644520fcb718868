"""Kill the nightly run at random moments, with readers reading all the while.

    python tests/chaos/kills.py [--kills 20] [--seed 7] [--raw data/raw]

A first release is made, then a workbook's cell is changed before each run and the run is killed
(SIGKILL, the whole process group) at a random moment. Two readers look at the release store and at
`marts.duckdb` in a loop: each look must see one whole release. In the end an undisturbed run must
succeed, and its marts must equal those of a home that nobody disturbed. Exit 0 when all holds.
"""

from __future__ import annotations

import argparse
import dataclasses
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import openpyxl

from pipelines import releases
from pipelines.settings import Settings

CHANGED_SHEET, CHANGED_COLUMN = "生产 Production", 7


def command(settings: Settings) -> subprocess.Popen[bytes]:
    """A nightly run in a process group of its own."""
    environment = {
        **os.environ,
        "POTLINE_HOME": str(settings.home),
        "POTLINE_RAW": str(settings.raw),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "nightly"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def run_whole(settings: Settings) -> float:
    """Seconds of an undisturbed run. Raises RuntimeError with its output when it fails."""
    started = time.monotonic()
    process = command(settings)
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"nightly ended with {process.returncode}:\n{output.decode()}")
    return time.monotonic() - started


def change_a_cell(book: Path, step: int) -> None:
    """Raise the first number on the production sheet a little, as a person would by hand."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[CHANGED_SHEET]
    cell = next(
        row[CHANGED_COLUMN - 1]
        for row in sheet.iter_rows(min_row=4)
        if row[0].value == "installed_capacity"
    )
    cell.value = float(cell.value) + step
    workbook.save(book)


def watch(settings: Settings, stop: Event, looks: multiprocessing.Queue[str]) -> None:
    """Look at store and delivered file until told to stop; say each look that was not whole."""
    seen = 0
    while not stop.is_set():
        try:
            with releases.connect(settings) as connection:
                whole(connection, "meta.releases")
            with duckdb.connect(str(settings.marts_file), read_only=True) as connection:
                whole(connection, "meta.release")
        except Exception as error:  # whatever a reader meets is what this looks for
            looks.put(f"{type(error).__name__}: {error}")
        seen += 1
    looks.put(f"looks {seen}")


def whole(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Raise ValueError when the marts hold other rows than their release says."""
    said = connection.execute(
        f"select facts, findings from {table} order by release_id desc limit 1"
    ).fetchone()
    held = connection.execute(
        """
        select
            (select count(*) from marts.fct_indicators),
            (select count(*) from marts.fct_findings)
        """
    ).fetchone()
    if said != held:
        raise ValueError(f"mixed state: the release says {said}, the marts hold {held}")


def differences(one: Settings, other: Settings) -> list[str]:
    """The marts whose rows differ between two homes."""
    found = []
    with releases.connect(one) as first, releases.connect(other) as second:
        tables = first.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        for (table,) in tables:
            left = first.execute(f"select * from marts.{table} order by all").fetchall()
            right = second.execute(f"select * from marts.{table} order by all").fetchall()
            if left != right:
                found.append(table)
    return found


def main() -> int:
    """0 when nothing broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--raw", type=Path, default=Path("data/raw"))
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        shutil.copytree(asked.raw, raw)
        book = sorted((raw / "monthly_workbook" / "PP01").rglob("*.xlsx"))[-1]
        disturbed = dataclasses.replace(
            Settings.from_environment(), raw=raw, home=Path(folder) / "disturbed"
        )
        seconds = run_whole(disturbed)
        print(f"first run {seconds:.0f} s; killing {asked.kills} runs", flush=True)
        stop, looks = multiprocessing.Event(), multiprocessing.Queue()
        reader = multiprocessing.Process(target=watch, args=(disturbed, stop, looks))
        reader.start()
        for number in range(asked.kills):
            change_a_cell(book, 1)
            process = command(disturbed)
            moment = chance.uniform(0.5, seconds)
            time.sleep(moment)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            print(f"kill {number + 1} after {moment:.1f} s", flush=True)
        change_a_cell(book, 1)
        print(f"undisturbed run {run_whole(disturbed):.0f} s", flush=True)
        stop.set()
        faults = []
        while not (line := looks.get()).startswith("looks "):
            faults.append(line)
        reader.join()
        print(f"{line}, faults {len(faults)}: {faults[:3]}", flush=True)
        fresh = dataclasses.replace(disturbed, home=Path(folder) / "fresh")
        shutil.copytree(disturbed.archive, fresh.archive)
        run_whole(fresh)
        changed = differences(disturbed, fresh)
        print(f"marts that differ from an undisturbed home: {changed or 'none'}", flush=True)
        return 1 if faults or changed else 0


if __name__ == "__main__":
    sys.exit(main())
