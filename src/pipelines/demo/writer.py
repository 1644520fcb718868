"""Writes the submissions of the demonstration group where the forms say that they belong."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import yaml

from pipelines.demo.annual import Annual, sums_of_months
from pipelines.demo.flows import Book
from pipelines.demo.group import FIRST_YEAR, MONTHS, Plant, month_at
from pipelines.demo.manifests import transfers
from pipelines.demo.presentation import STYLES, Presentation
from pipelines.demo.tables import read_routes
from pipelines.layouts import Layout, load_layouts
from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.workbooks import Entry, WorkbookWriter

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
CSV_FIELDS = (
    "plant_id",
    "period",
    "indicator_id",
    "material_id",
    "counterparty_id",
    "value",
    "unit",
)
MANIFEST_FIELDS = (
    "plant_id",
    "period",
    "document_id",
    "material_id",
    "value",
    "unit",
    "licence_id",
    "treatment_id",
)
CHINESE = 1
DAY_BEFORE_DUE = timedelta(days=1)
OFFICE_OPENS = 9
MINUTES_OF_OFFICE = 8 * 60


@dataclass(frozen=True)
class Form:
    """One form: where its files lie, when they are due, and its layout."""

    form_id: str
    place_pattern: str
    due_day: int
    due_month_offset: int
    valid_from: str
    layout: Layout

    def sent_at(self, last_month: date, position: int) -> datetime:
        """The day before the due day, at an office hour that differs from plant to plant."""
        place = last_month.year * MONTHS + last_month.month - 1 + self.due_month_offset
        year, month = divmod(place, MONTHS)
        minutes = position * 37 % MINUTES_OF_OFFICE
        opening = datetime.combine(date(year, month + 1, self.due_day), time(OFFICE_OPENS))
        return opening - DAY_BEFORE_DUE + timedelta(minutes=minutes)


class SubmissionWriter:
    """Writes monthly submissions and annual returns below a folder."""

    def __init__(self, settings: Settings, folder: Path, presentation: Presentation) -> None:
        self.written = 0
        self._folder = folder
        self._presentation = presentation
        self._workbooks = WorkbookWriter(settings)
        self._forms = read_forms(settings)
        self._routes = read_routes()
        self._order = {name: place for place, name in enumerate(presentation.indicators)}

    def write_month(self, plant: Plant, book: Book, place: int) -> None:
        """Writes one month of a plant in the form that the plant uses."""
        year, month = FIRST_YEAR + place // MONTHS, place % MONTHS + 1
        entries = self._monthly_entries(plant, book, place)
        form = self._forms[plant.form_at(place)]
        self.written += 1
        period = f"{year}-{month:02d}"
        path = self._place_of(form, plant, str(year), f"{month:02d}")
        sent_at = form.sent_at(date(year, month, 1), plant.position)
        if form.layout.reader == "csv":
            rows = [(plant.plant_id, period, *_texts(entry)) for entry in entries]
            _write_csv(path, form.layout, plant, CSV_FIELDS, rows)
            _write_sidecar(path, plant, sent_at)
        else:
            cover = _cover(form, plant, period, sent_at)
            self._workbooks.write(path, form.layout, cover, entries)

    def write_manifests(self, plant: Plant, book: Book, place: int) -> None:
        """Writes the manifests of a month, where there are any."""
        form, month = self._forms["waste_manifest"], month_at(place)
        if month.isoformat() < form.valid_from:
            return
        show, style = self._presentation, style_of(plant)
        rows = [
            (
                plant.plant_id,
                transfer.day.isoformat(),
                transfer.manifest_number,
                transfer.waste_code,
                _plain(transfer.quantity),
                transfer.unit,
                transfer.licence_id,
                transfer.treatment_id,
            )
            for transfer in transfers(plant, book, place, style, self._routes, show)
        ]
        if rows:
            self.written += 1
            path = self._place_of(form, plant, f"{month:%Y}", f"{month:%m}")
            _write_csv(path, form.layout, plant, MANIFEST_FIELDS, rows)
            _write_sidecar(path, plant, form.sent_at(month, plant.position))

    def write_year(self, plant: Plant, book: Book, annual: Annual, year: int) -> None:
        """Writes the annual return of a plant."""
        entries = [
            Entry(indicator_id, unit, value)
            for indicator_id, unit, value in annual.rows(plant, year)
        ]
        for series, total in sums_of_months(plant, book, year).items():
            value, unit = self._presentation.text(series, style_of(plant), total)
            entries.append(Entry(series.indicator_id, unit, value, series.material_id))
        self.write_return(plant, year, entries)

    def write_return(self, plant: Plant, year: int, entries: list[Entry]) -> None:
        """Writes an annual return with these entries, in the order of the indicators."""
        form = self._forms["annual_return"]
        self.written += 1
        sent_at = form.sent_at(date(year, MONTHS, 1), plant.position)
        path = self._place_of(form, plant, str(year), "")
        cover = _cover(form, plant, str(year), sent_at)
        self._workbooks.write(path, form.layout, cover, sorted(entries, key=self._rank))

    def _monthly_entries(self, plant: Plant, book: Book, place: int) -> list[Entry]:
        entries = []
        for series, values in book.items():
            if not book.is_reported(series, place):
                continue
            value, unit = self._presentation.text(series, style_of(plant), values[place])
            entries.append(
                Entry(series.indicator_id, unit, value, series.material_id, series.counterparty_id)
            )
        return sorted(entries, key=self._rank)

    def _rank(self, entry: Entry) -> tuple[int, str, str]:
        return self._order[entry.indicator_id], entry.material_id, entry.counterparty_id

    def _place_of(self, form: Form, plant: Plant, year: str, month: str) -> Path:
        """Where a submission lies; its folder is made."""
        place = form.place_pattern.format(plant_id=plant.plant_id, year=year, month=month)
        path = self._folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def read_forms(settings: Settings) -> dict[str, Form]:
    """The forms by id, each with its first layout: the demonstration plants never changed it.

    A form of foreign tables has no layout until somebody writes one.
    """
    layouts: dict[str, Layout] = {}
    for layout in load_layouts(settings):
        layouts.setdefault(layout.form_id, layout)
    duties = {
        line["form_id"]: line
        for line in read_seed(settings, "duties")
        if not (line["plant_id"] or line["industry_id"])
    }
    return {
        row["form_id"]: Form(
            row["form_id"],
            row["place_pattern"],
            int(duties[row["form_id"]]["due_day"]),
            int(duties[row["form_id"]]["due_month_offset"]),
            row["valid_from"],
            layouts[row["form_id"]],
        )
        for row in read_seed(settings, "forms")
        if row["form_id"] in layouts
        if row["form_id"] in duties
    }


def style_of(plant: Plant) -> str:
    """How the plant writes its units; a plant never changes it."""
    return STYLES[plant.position % len(STYLES)]


def _encoding_of(plant: Plant) -> str:
    return ENCODINGS[plant.position // 2 % len(ENCODINGS)]


def _sending(plant: Plant, sent_at: datetime) -> dict[str, str | int]:
    return {
        "kind": "original",
        "revision": 0,
        "sender": f"{plant.record['plant_name_zh']}环保专员",
        "contact": f"{plant.plant_id.lower()}@example.org",
        "sent_at": sent_at.isoformat(sep=" "),
    }


def _cover(form: Form, plant: Plant, period: str, sent_at: datetime) -> dict[str, str | int]:
    return {
        "form_id": form.form_id,
        "layout_version": form.layout.version,
        "plant_id": plant.plant_id,
        "plant_name": f"{plant.record['plant_name_zh']} {plant.record['plant_name_en']}",
        "period": period,
        **_sending(plant, sent_at),
    }


def _write_csv(
    path: Path, layout: Layout, plant: Plant, fields: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Writes a table; plants that write GB 18030 use Chinese headers and Windows line ends."""
    encoding = _encoding_of(plant)
    is_chinese = encoding == "gb18030"
    columns = layout.tables[0].columns
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n" if is_chinese else "\n")
    table.writerow(columns[field][CHINESE if is_chinese else 0] for field in fields)
    table.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _write_sidecar(path: Path, plant: Plant, sent_at: datetime) -> None:
    text = yaml.safe_dump(_sending(plant, sent_at), allow_unicode=True, sort_keys=False)
    sidecar = path.with_name(f"{path.name}.meta.yml")
    sidecar.write_text(text, encoding="utf-8", newline="\n")


def _texts(entry: Entry) -> tuple[str, ...]:
    codes = (entry.indicator_id, entry.material_id, entry.counterparty_id)
    return (*codes, _plain(entry.value), entry.unit)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
