"""The one writer of monthly workbooks and annual returns.

Sheets, header texts and the cover come from the layout of the form, names and units from the
reference data. The same entries give the same bytes: the creation date is fixed, and so are the
times inside the zip.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines.errors import PotlineError
from pipelines.layouts import Layout, Table
from pipelines.messages import say
from pipelines.reference import read_seed
from pipelines.settings import Settings

CREATED = datetime(2019, 1, 1)
COVER_TITLE = "报送封面 Cover of the submission"
TABLE_HINT = "每行一个数值 One value a row"
WIDTHS = {"indicator_name": 44, "material_name": 24, "note": 20}
USUAL_WIDTH = 16
OFFERED = ("data_quality", "method_id")


class WorkbookError(PotlineError):
    """An entry that has no place in the form, with its code."""


def require_place(out: Path) -> None:
    """Raises PotlineError for a name or folder in which no workbook can be written."""
    if out.suffix.lower() != ".xlsx":
        raise PotlineError(say("workbook_ending", out=out))
    if not out.parent.is_dir():
        raise PotlineError(say("workbook_without_folder", out=out, folder=out.parent))


@dataclass(frozen=True)
class Entry:
    """One row of a form; `value` is None where the plant is to fill it in."""

    indicator_id: str
    unit: str
    value: Decimal | None
    material_id: str = ""
    counterparty_id: str = ""
    data_quality: str = ""
    method_id: str = ""


class WorkbookWriter:
    """Writes entries into workbooks of a form."""

    def __init__(self, settings: Settings) -> None:
        self.indicators = {row["indicator_id"]: row for row in read_seed(settings, "indicators")}
        self._materials = {
            row["material_id"]: f"{row['name_zh']} {row['name_en']}"
            for row in read_seed(settings, "materials")
        }
        self._units: dict[str, list[str]] = {}
        for row in read_seed(settings, "units"):
            self._units.setdefault(row["quantity"], []).append(row["name_zh"])
        self._offered = {
            "data_quality": _names(settings, "data_quality_grades"),
            "method_id": _names(settings, "determination_methods"),
        }

    def write(
        self,
        path: Path,
        layout: Layout,
        cover: Mapping[str, str | int],
        entries: Iterable[Entry],
        with_help: bool = False,
    ) -> None:
        """Writes one workbook; `with_help` adds explanations and drop-down lists.

        The columns for data quality and method are left out of a table where no entry states
        them, unless `with_help` offers them.
        Raises WorkbookError for an entry whose indicator is unknown or has no sheet in the layout.
        """
        by_table = self._by_table(layout, entries)
        with Workbook(path, {"in_memory": True}) as book:
            book.set_properties({"created": CREATED})
            _write_cover(book, layout, cover)
            for table in layout.tables:
                sheet = book.add_worksheet(table.sheet)
                self._write_table(book, sheet, table, by_table[table.sheet], with_help)

    def _by_table(self, layout: Layout, entries: Iterable[Entry]) -> dict[str, list[Entry]]:
        sheets = {domain: table.sheet for table in layout.tables for domain in table.domains}
        by_table: dict[str, list[Entry]] = {table.sheet: [] for table in layout.tables}
        for entry in entries:
            indicator = self.indicators.get(entry.indicator_id)
            if indicator is None:
                raise WorkbookError(f"indicator {entry.indicator_id!r} is not in seeds/indicators")
            if indicator["domain"] not in sheets:
                raise WorkbookError(
                    f"{entry.indicator_id}: {layout.label} has no sheet for {indicator['domain']}"
                )
            by_table[sheets[indicator["domain"]]].append(entry)
        return by_table

    def _write_table(
        self, book: Workbook, sheet: Worksheet, table: Table, entries: list[Entry], helps: bool
    ) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, table.sheet, bold)
        sheet.write_string(1, 0, TABLE_HINT)
        fields = [
            field
            for field in table.columns
            if field not in OFFERED or helps or any(getattr(entry, field) for entry in entries)
        ]
        for column, field in enumerate(fields):
            sheet.write_string(table.header_row - 1, column, table.columns[field][0], bold)
            sheet.set_column(column, column, WIDTHS.get(field, USUAL_WIDTH))
        sheet.freeze_panes(table.header_row, 0)
        for row, entry in enumerate(entries, start=table.header_row):
            self._write_entry(sheet, row, fields, entry)
            if helps:
                self._write_help(sheet, row, fields, entry)

    def _write_entry(self, sheet: Worksheet, row: int, fields: list[str], entry: Entry) -> None:
        indicator = self.indicators[entry.indicator_id]
        texts = {
            "indicator_id": entry.indicator_id,
            "indicator_name": f"{indicator['name_zh']} {indicator['name_en']}",
            "material_id": entry.material_id,
            "material_name": self._materials.get(entry.material_id, ""),
            "counterparty_id": entry.counterparty_id,
            "unit": entry.unit,
            "data_quality": entry.data_quality,
            "method_id": entry.method_id,
        }
        for column, field in enumerate(fields):
            if field == "value" and entry.value is not None:
                sheet.write_number(row, column, float(entry.value))
            elif texts.get(field):
                sheet.write_string(row, column, texts[field])

    def _write_help(self, sheet: Worksheet, row: int, fields: list[str], entry: Entry) -> None:
        indicator = self.indicators[entry.indicator_id]
        texts = [indicator["help_zh"], indicator["help_en"]]
        if any(texts) and "indicator_name" in fields:
            sheet.write_comment(row, fields.index("indicator_name"), "\n".join(filter(None, texts)))
        units = [
            unit
            for quantity in _quantities(indicator["quantity"])
            for unit in self._units[quantity]
        ]
        for field, choices in ({"unit": units} | self._offered).items():
            if field in fields:
                column = fields.index(field)
                choice = {"validate": "list", "source": choices}
                sheet.data_validation(row, column, row, column, choice)


def _names(settings: Settings, seed: str) -> list[str]:
    """The Chinese names of a table of the reference data."""
    return [row["name_zh"] for row in read_seed(settings, seed)]


def _quantities(quantity: str) -> list[str]:
    """The quantities whose units an indicator takes: `mass_or_volume` takes both."""
    return quantity.split("_or_")


def _write_cover(book: Workbook, layout: Layout, cover: Mapping[str, str | int]) -> None:
    if layout.cover is None:
        raise WorkbookError(f"{layout.label} has no cover: it is not a workbook form")
    sheet = book.add_worksheet(layout.cover.sheet)
    sheet.set_column(0, 1, 40)
    sheet.write_string(0, 0, COVER_TITLE, book.add_format({"bold": True}))
    stated = [
        (labels[0], cover[field]) for field, labels in layout.cover.labels.items() if field in cover
    ]
    for row, (label, value) in enumerate(stated, start=1):
        sheet.write_string(row, 0, label)
        if isinstance(value, int):
            sheet.write_number(row, 1, value)
        elif value:
            sheet.write_string(row, 1, value)
