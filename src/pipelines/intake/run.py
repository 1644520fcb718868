"""Intake as a whole: new files archived, then the ledger brought up to the archive.

Killed at any moment, the next intake ends in the same state: the archive only ever gains whole
contents and whole records, and the ledger is written in one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb

from pipelines.intake.archive import Archive, ArrivalRecord
from pipelines.intake.arrivals import arrival_row
from pipelines.intake.contents import PARSER_VERSION, Job, reader_of
from pipelines.intake.inbox import Sighting, is_new, scan, take
from pipelines.intake.ledger import Key, Ledger, discard_ledger, open_ledger
from pipelines.intake.parsers import Parsers
from pipelines.intake.places import load_place_patterns
from pipelines.layouts import READERS, Layout, foreign_tables, layout_columns, load_layouts
from pipelines.locks import exclusive
from pipelines.settings import Settings

# Copying waits for the disk to confirm each file; several wait together.
COPIES_AT_ONCE = 4

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class IntakeSummary:
    """What one intake found and did; `arrivals` and `rejected_arrivals` count the whole archive."""

    files: int
    new_arrivals: int
    arrivals: int
    rejected_arrivals: int
    parsed_contents: int
    parsed_cells: int


@dataclass(frozen=True)
class _Loaded:
    rejected_arrivals: int
    parsed_contents: int
    parsed_cells: int


def take_in(
    settings: Settings,
    report: Report | None = None,
    layouts: tuple[Layout, ...] | None = None,
) -> IntakeSummary:
    """Archive what is new in the inbox and load it into the ledger.

    `report` is told of progress: the step (`archive`, `parse`), how many are done, and of how many.
    `layouts` are those of the settings unless they are given.
    """
    report = report or _silent
    layouts = load_layouts(settings) if layouts is None else layouts
    with exclusive(settings.archive / "intake.lock", wait=True), Parsers(layouts) as parsers:
        archive = Archive(settings.archive)
        archive.prepare()
        records = archive.records()
        sightings = scan(settings.raw)
        parsers.expect(len({sighting.path for sighting in sightings} - {r.path for r in records}))
        new = _archive_new(archive, sightings, records, report)
        records = sorted([*records, *new], key=lambda record: (record.path, record.path_sequence))
        try:
            loaded = _load(settings, archive, records, layouts, parsers, report)
        except duckdb.Error:  # a damaged ledger is made anew; any other error comes again
            discard_ledger(settings.ledger)
            loaded = _load(settings, archive, records, layouts, parsers, report)
    return IntakeSummary(
        files=len(sightings),
        new_arrivals=len(new),
        arrivals=len(records),
        rejected_arrivals=loaded.rejected_arrivals,
        parsed_contents=loaded.parsed_contents,
        parsed_cells=loaded.parsed_cells,
    )


def new_arrivals(settings: Settings) -> list[str]:
    """The paths in the inbox whose files are not yet in the archive; nothing is written."""
    latest = {record.path: record for record in Archive(settings.archive).records()}
    return [
        sighting.path
        for sighting in scan(settings.raw)
        if is_new(sighting, latest.get(sighting.path))
    ]


def _archive_new(
    archive: Archive, sightings: list[Sighting], records: list[ArrivalRecord], report: Report
) -> list[ArrivalRecord]:
    latest = {record.path: record for record in records}
    new: list[ArrivalRecord] = []
    with ThreadPoolExecutor(COPIES_AT_ONCE) as pool:
        taken = pool.map(lambda one: take(archive, one, latest.get(one.path)), sightings)
        for number, record in enumerate(taken, start=1):
            if record:
                new.append(record)
            report("archive", number, len(sightings))
    return new


def _load(
    settings: Settings,
    archive: Archive,
    records: list[ArrivalRecord],
    layouts: tuple[Layout, ...],
    parsers: Parsers,
    report: Report,
) -> _Loaded:
    jobs = _jobs(archive, records)
    with open_ledger(settings.ledger) as ledger:
        parsed_contents, parsed_cells = _parse_missing(ledger, jobs, layouts, parsers, report)
        rejected = _write_arrivals(settings, ledger, archive, records)
        ledger.replace("layout_columns", layout_columns(layouts))
        for table, rows in foreign_tables(layouts).items():
            ledger.replace(table, rows)
    return _Loaded(rejected, parsed_contents, parsed_cells)


def _jobs(archive: Archive, records: list[ArrivalRecord]) -> dict[Key, Job]:
    """One job for each content that can be parsed, in the order of the records."""
    jobs: dict[Key, Job] = {}
    for record in records:
        reader = reader_of(record.path)
        if reader and not record.rejection:
            key = record.content_id, reader
            jobs[key] = Job(*key, archive.content_path(record.content_id))
    return jobs


def _parse_missing(
    ledger: Ledger,
    jobs: dict[Key, Job],
    layouts: tuple[Layout, ...],
    parsers: Parsers,
    report: Report,
) -> tuple[int, int]:
    """Parse what the ledger lacks; the numbers of contents and cells parsed."""
    versions = {reader: _parsed_by(reader, layouts) for reader in READERS}
    ledger.forget_others(set(jobs), versions)
    known = ledger.contents()
    missing = [job for key, job in jobs.items() if key not in known]
    contents = cells = 0
    for batch in parsers.parse_all(missing):
        ledger.add(batch, versions)
        contents += len(batch.contents)
        cells += batch.cells.num_rows
        report("parse", contents, len(missing))
    return contents, cells


def _write_arrivals(
    settings: Settings, ledger: Ledger, archive: Archive, records: list[ArrivalRecord]
) -> int:
    """Write all arrivals and what was odd about them; the number of rejected ones."""
    contents = ledger.contents()
    patterns = load_place_patterns(settings)
    rows: list[dict[str, object]] = []
    notes: list[dict[str, object]] = []
    for record in records:
        content = contents.get((record.content_id, reader_of(record.path) or ""))
        sidecar_id = record.sidecar_content_id
        sidecar = archive.content_path(sidecar_id).read_bytes() if sidecar_id else None
        row, odd = arrival_row(record, content, sidecar, patterns)
        rows.append(row)
        notes.extend({"arrival_id": record.arrival_id, **vars(note)} for note in odd)
    ledger.replace("arrivals", rows)
    ledger.replace("arrival_notes", notes)
    return sum(row["state"] == "rejected" for row in rows)


def _parsed_by(reader: str, layouts: tuple[Layout, ...]) -> str:
    """The version of the parser, and of all layouts that a reader chooses from."""
    candidates = [layout for layout in layouts if layout.reader == reader]
    digest = hashlib.sha256(repr(candidates).encode()).hexdigest()
    return f"parser {PARSER_VERSION}, layouts {digest[:12]}"


def _silent(step: str, done: int, total: int) -> None:
    """Report nothing."""
