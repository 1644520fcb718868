"""The receipts of a build: which are due, what each says, and the index of those written.

A receipt is due for every submission, and for every file that holds none or several. It depends
on gate 1 alone, and is written again only when its file, verdict or findings differ from those
of the receipt that lies there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from xlsxwriter.exceptions import XlsxWriterException

from pipelines.builds import Build
from pipelines.layouts import sheets_without_data
from pipelines.quality.workspace import open_build
from pipelines.receipts.contents import Receipt, ReceiptFinding, ReceiptSheet
from pipelines.receipts.index import Entry, index_kept
from pipelines.receipts.workbook import MOST_CELLS, write_receipt
from pipelines.settings import Settings

SQL = Path(__file__).parent / "sql"
SHAPE = "1"  # Counts up when receipts look different: all are then written again.
BATCH = 20
SUMMARY = "receipts.json"
LONGEST_STEM = 60
Report = Callable[[str], None]


@dataclass(frozen=True)
class IssuedReceipts:
    """How many receipts were written, stood as they were, or could not be written and why."""

    written: int
    unchanged: int
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """One receipt that is due, with the fingerprint of what it says."""

    subject_id: str
    arrival_id: str
    submission_id: str
    plant_id: str
    form_id: str
    period: str
    verdict: str
    parts: list[list[str]]
    path: str
    received_at: str
    fingerprint: str

    @property
    def place(self) -> str:
        """Where the receipt lies: by plant and period, or among the files."""
        if self.submission_id:
            name = f"{self.form_id}_{self.submission_id}.xlsx"
            return "/".join((_safe(self.plant_id), self.period, name))
        return f"_files/{_safe(Path(self.path).stem)}_{self.arrival_id}.xlsx"


def issue_receipts(
    settings: Settings, build: Build, report: Report | None = None
) -> IssuedReceipts:
    """Writes the receipts that gate 1 of a build makes due, and the index; says what it did.

    A receipt that cannot be written is named in `failed` and tried again by the next run.
    """
    failed: list[str] = []
    left_out = sheets_without_data(settings)
    with open_build(settings, build) as connection, index_kept(settings) as index:
        due = _due(connection, build)
        missing = [one for one in due if not _stands(settings, index, one)]
        for start in range(0, len(missing), BATCH):
            for one, receipt in _receipts(
                connection, build, missing[start : start + BATCH], left_out
            ):
                out = settings.receipts / one.place
                try:
                    out.parent.mkdir(parents=True, exist_ok=True)
                    write_receipt(out, receipt)
                except (OSError, XlsxWriterException) as error:
                    failed.append(f"{one.place}: {error}")
                else:
                    index[one.place] = _entry(one, build)
            if report:
                report(f"{min(start + BATCH, len(missing)):,} / {len(missing):,}")
    issued = IssuedReceipts(len(missing) - len(failed), len(due) - len(missing), tuple(failed))
    part = build.checks / f"{SUMMARY}.part"
    part.write_text(json.dumps(asdict(issued), ensure_ascii=False), encoding="utf-8")
    part.replace(build.checks / SUMMARY)
    return issued


def issued_receipts(build: Build) -> IssuedReceipts | None:
    """What was said of the receipts of a build; None before they were written."""
    path = build.checks / SUMMARY
    if not path.exists():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return IssuedReceipts(said["written"], said["unchanged"], tuple(said["failed"]))


def _due(connection: duckdb.DuckDBPyConnection, build: Build) -> list[Due]:
    """All receipts that are due; leaves their findings in temporary tables."""
    connection.execute("use build")
    connection.execute(
        _statement("findings"), {"findings": str(build.checks / "findings_gate_1.parquet")}
    )
    connection.execute(_statement("subjects"), {"verdicts": str(build.checks / "verdicts.parquet")})
    connection.execute(_statement("found"))
    rows = connection.execute(_statement("due"), {"shape": SHAPE}).fetchall()
    return [Due(*row) for row in rows]


def _stands(settings: Settings, index: dict[str, Entry], due: Due) -> bool:
    entry = index.get(due.place)
    is_equal = entry is not None and entry.fingerprint == due.fingerprint
    return is_equal and (settings.receipts / due.place).exists()


def _receipts(
    connection: duckdb.DuckDBPyConnection,
    build: Build,
    due: Sequence[Due],
    left_out: list[str],
) -> Iterator[tuple[Due, Receipt]]:
    """Each receipt with what stands in it."""
    values: dict[str, object] = {"subject_ids": [one.subject_id for one in due]}
    found = connection.execute(_statement("finding_texts"), values).fetchall()
    findings = {
        subject_id: tuple(_finding(row[1:-1], row[-1]) for row in rows)
        for subject_id, rows in groupby(found, key=lambda row: row[0])
    }
    # Where nothing is to be marked, the first sheet says so, and nothing is repeated.
    marked = {"subject_ids": list(findings), "most_cells": MOST_CELLS, "left_out": left_out}
    cells = connection.execute(_statement("cells"), marked).fetchall() if findings else []
    sheets = {
        subject_id: _sheets(list(rows))
        for subject_id, rows in groupby(cells, key=lambda row: row[0])
    }
    for one in due:
        shown, unshown = sheets.get(one.subject_id, ((), 0))
        yield (
            one,
            Receipt(
                path=one.path,
                form_id=one.form_id,
                plant_id=one.plant_id,
                period=one.period,
                verdict=one.verdict,
                sheets=shown,
                findings=findings.get(one.subject_id, ()),
                received_at=one.received_at,
                submission_id=one.submission_id,
                as_of=build.as_of.isoformat(),
                parts=tuple((s, plant, period, v) for s, plant, period, v in one.parts),
                cells_left_out=unshown,
            ),
        )


def _sheets(
    rows: list[tuple[str, str, int | None, str, str, bool, int]],
) -> tuple[tuple[ReceiptSheet, ...], int]:
    """The sheets of one receipt, and how many of its cells are not among them."""
    sheets = []
    for (name, header_row), group in groupby(rows, key=lambda row: (row[1], row[2])):
        cells = list(group)
        sheets.append(
            ReceiptSheet(
                name,
                tuple((address, text) for _, _, _, address, text, _, _ in cells),
                frozenset(row[3] for row in cells if row[5]),
                header_row,
            )
        )
    return tuple(sheets), rows[0][6] - len(rows)


def _finding(texts: Sequence[Any], other_cells: list[str]) -> ReceiptFinding:
    places = [cell_id.split("!", 1)[1].rpartition("!") for cell_id in other_cells]
    finding = ReceiptFinding(*texts)
    return replace(finding, other_cells=tuple((sheet, address) for sheet, _, address in places))


def _entry(due: Due, build: Build) -> Entry:
    return Entry(
        due.place,
        due.submission_id,
        due.arrival_id,
        due.plant_id,
        due.period,
        due.form_id,
        due.verdict,
        build.build_id,
        due.fingerprint,
    )


def _safe(text: str) -> str:
    """A text as part of a file name."""
    return re.sub(r"[^\w-]", "_", text)[:LONGEST_STEM] or "_"


def _statement(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
