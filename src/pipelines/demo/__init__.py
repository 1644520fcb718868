"""The demonstration group: synthetic plants of any number, deterministic by seed.

Without a number of plants it is the committed group of `data/raw`, whose plants add up to the
published totals. Any other group uses the same profiles and meets no published total.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipelines.demo.accounting import Accounting
from pipelines.demo.annual import Annual
from pipelines.demo.balances import Balances, Books
from pipelines.demo.fitting import Bookkeeping, Fitting
from pipelines.demo.flows import LAST_PUBLISHED_YEAR, Profiles, carry_on
from pipelines.demo.group import FIRST_YEAR, MONTHS, Plant, arbitrary_group, committed_group
from pipelines.demo.presentation import Presentation
from pipelines.demo.tables import read_links, read_routes, read_shares
from pipelines.demo.targets import Targets
from pipelines.demo.writer import SubmissionWriter
from pipelines.settings import Settings
from pipelines.workbooks import Entry

COMMITTED_SEED = 2021
COMMITTED_MONTHS = 84

Report = Callable[[str], None]


@dataclass(frozen=True)
class DemoSummary:
    """What was written: plants, months of each, and submissions."""

    plants: int
    months: int
    submissions: int


def write_demo(
    settings: Settings,
    out: Path,
    plants: int | None = None,
    months: int | None = None,
    seed: int = COMMITTED_SEED,
    report: Report | None = None,
) -> DemoSummary:
    """Writes a group's submissions below `out/raw`; of a group of its own also `out/seeds`.

    `plants=None` is the committed group; `months` counts from 2019-01 (default 84, and at most 84
    for the committed group, which reports to 2025). Raises ValueError for a size that cannot be.
    """
    months = COMMITTED_MONTHS if months is None else months
    _require_possible(plants, months)
    presentation = Presentation(settings)
    annual = Annual(presentation.indicators, seed)
    if plants is None:
        group = committed_group(settings)
        books = _fitted_books(settings, group, presentation, annual, seed)
    else:
        group = arbitrary_group(settings, plants, -(-months // MONTHS), seed)
        annual.fill(group)
        profiles = Profiles.read(seed)
        flows = {plant.plant_id: profiles.flows(plant, presentation) for plant in group}
        books = _full_books(_bookkeeping(group, presentation), profiles, flows, presentation)
        _write_seeds(settings, out / "seeds", group)
    writer = SubmissionWriter(settings, out / "raw", presentation)
    _write_submissions(writer, group, books, annual, months, report)
    if plants is None:
        _write_bases(writer, group)
    return DemoSummary(len(group), months, writer.written)


def _require_possible(plants: int | None, months: int) -> None:
    if months < 1 or (plants is not None and plants < 1):
        raise ValueError(f"{plants} plants and {months} months: both must be at least 1")
    if plants is None and months > COMMITTED_MONTHS:
        raise ValueError(
            f"{months} months: the committed group has {COMMITTED_MONTHS}; name a number of plants"
        )


def _bookkeeping(group: list[Plant], presentation: Presentation) -> Bookkeeping:
    return Bookkeeping(group, read_links(), Balances(presentation, read_shares(), read_routes()))


def _fitted_books(
    settings: Settings, group: list[Plant], presentation: Presentation, annual: Annual, seed: int
) -> Books:
    """Books that give the published totals; later years keep the level of the last such year."""
    bookkeeping = _bookkeeping(group, presentation)
    profiles = Profiles.read(seed)
    flows = {plant.plant_id: profiles.flows(plant, presentation) for plant in group}
    annual.fill(group)
    flows_before = {plant_id: book.copied() for plant_id, book in flows.items()}
    annual_before = annual.values()
    accounting = cache(lambda year: Accounting(settings, year))
    Fitting(bookkeeping, presentation, Targets(), accounting).fit(flows, annual)
    for plant_id, book in flows.items():
        carry_on(book, flows_before[plant_id], LAST_PUBLISHED_YEAR, presentation)
    annual.carry_on(annual_before, LAST_PUBLISHED_YEAR)
    return _full_books(bookkeeping, profiles, flows, presentation)


def _full_books(
    bookkeeping: Bookkeeping, profiles: Profiles, flows: Books, presentation: Presentation
) -> Books:
    for plant in bookkeeping.group:
        profiles.follow(plant, flows[plant.plant_id], "flow", presentation)
    books, _ = bookkeeping.books(flows)
    for plant in bookkeeping.group:
        profiles.follow(plant, books[plant.plant_id], "book", presentation)
    return books


def _write_submissions(
    writer: SubmissionWriter,
    group: list[Plant],
    books: Books,
    annual: Annual,
    months: int,
    report: Report | None,
) -> None:
    for plant in group:
        book = books[plant.plant_id]
        for place in range(months):
            if plant.form_at(place):
                writer.write_month(plant, book, place)
                writer.write_manifests(plant, book, place)
        for year in range(FIRST_YEAR, FIRST_YEAR + months // MONTHS):
            if plant.reports_in(year):
                writer.write_year(plant, book, annual, year)
        if report is not None:
            report(plant.plant_id)


def _write_bases(writer: SubmissionWriter, group: list[Plant]) -> None:
    """The returns of headquarters for the base years."""
    headquarters = next(plant for plant in group if plant.industry_id == "headquarters")
    by_year: dict[int, list[Entry]] = {}
    for indicator_id, row in Targets().bases().items():
        entry = Entry(indicator_id, row["unit_id"], Decimal(row["value"]))
        by_year.setdefault(int(row["year"]), []).append(entry)
    for year, entries in by_year.items():
        writer.write_return(headquarters, year, entries)


def _write_seeds(settings: Settings, folder: Path, group: list[Plant]) -> None:
    """The seeds about plants that this group needs: those of the project name other plants."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = {
        "plants": [plant.record for plant in group],
        "shareholdings": [_whole_share(plant) for plant in group],
    }
    for seed in sorted(settings.seeds.glob("*.csv")):
        with seed.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        if header[0] == "plant_id":
            with (folder / seed.name).open("w", encoding="utf-8", newline="") as file:
                rows = csv.DictWriter(file, header, lineterminator="\n")
                rows.writeheader()
                rows.writerows(lines.get(seed.stem, []))


def _whole_share(plant: Plant) -> dict[str, str]:
    return {
        "plant_id": plant.plant_id,
        "share_pct": "100",
        "has_operational_control": "true",
        "valid_from": plant.record["valid_from"],
        "valid_to": "",
        "source": plant.record["source"],
    }
