"""Layouts: how the cells of each form are to be read, as data.

A layout is one YAML file a form and version in `dbt_project/layouts`. What is in a layout, and
whether it makes sense, is decided here; applying one to cells is done by intake (the cover) and
by SQL (the tables).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.foreign_ledger import FOREIGN_LEDGER_TABLES, Rows, foreign_rows
from pipelines.foreign_tables import (
    HEADERS_JOINED_BY,
    TABLE_KEYS,
    ForeignTable,
    read_foreign_table,
)
from pipelines.layout_documents import LayoutError, mapping, read_document, row_number, texts
from pipelines.settings import Settings

__all__ = ["LayoutError"]

READERS = ("xlsx", "csv")
CSV_SHEET = "csv"
COVER_FIELDS = (
    "form_id",
    "layout_version",
    "plant_id",
    "plant_name",
    "period",
    "kind",
    "revision",
    "sender",
    "contact",
    "sent_at",
    "reason",
)
COLUMN_FIELDS = (
    "plant_id",
    "period",
    "indicator_id",
    "indicator_name",
    "material_id",
    "material_name",
    "counterparty_id",
    "unit",
    "value",
    "note",
    "data_quality",
    "previous_value",
    "check",
    "document_id",
    "licence_id",
    "treatment_id",
    "method_id",
)
REQUIRED_COVER_FIELDS = ("form_id", "layout_version", "plant_id", "period")
REQUIRED_COLUMNS = {
    "xlsx": ("indicator_id", "value"),
    "csv": ("plant_id", "period", "indicator_id", "value"),
}


@dataclass(frozen=True)
class Cover:
    """The cover sheet: its name, and the texts of the label of each field (value beside it)."""

    sheet: str
    labels: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """One table of a form: its sheet, its header row, and the header texts of each field.

    `indicator_id` is what every row of the table reports, where no column says it. A foreign
    table has no fields of its own: `foreign` says how its columns are read.
    """

    sheet: str
    domains: tuple[str, ...]
    header_row: int
    columns: dict[str, tuple[str, ...]]
    indicator_id: str | None = None
    foreign: ForeignTable | None = None

    @property
    def header_texts(self) -> tuple[str, ...]:
        """Every header text that the table knows; of several header rows, the texts of each."""
        if self.foreign:
            named = self.foreign.named_columns
            return tuple(part for text in named for part in (text, *text.split(HEADERS_JOINED_BY)))
        return tuple(text for texts in self.columns.values() for text in texts)

    def required_columns(self, reader: str) -> tuple[str, ...]:
        """The fields without whose columns no row can be read."""
        return _required_columns(reader, self.indicator_id)


@dataclass(frozen=True)
class Layout:
    """One version of one form; `other_sheets` are sheets of the form that carry no data.

    `encoding` is that of a CSV which is not Unicode; null where it is found out.
    """

    form_id: str
    version: str
    reader: str
    cover: Cover | None
    tables: tuple[Table, ...]
    other_sheets: tuple[str, ...]
    encoding: str | None = None

    @property
    def order(self) -> tuple[str, int, str]:
        """By which layouts are sorted: version 10 follows version 9."""
        return self.form_id, len(self.version), self.version

    @property
    def foreign(self) -> tuple[ForeignTable, ...]:
        """What the layout says of foreign tables; empty for a form of our own."""
        return tuple(table.foreign for table in self.tables if table.foreign)

    @property
    def label(self) -> str:
        """The form and version as they are named to people."""
        return f"{self.form_id} version {self.version}"


def load_layouts(settings: Settings) -> tuple[Layout, ...]:
    """All layouts, sorted by form and version. Raises LayoutError for one that makes no sense."""
    layouts = [read_layout(path) for path in sorted(settings.layouts.glob("*.yml"))]
    keys = [(layout.form_id, layout.version) for layout in layouts]
    for key in keys:
        if keys.count(key) > 1:
            raise LayoutError(f"{settings.layouts}: two layouts are {key[0]} version {key[1]}")
    return tuple(sorted(layouts, key=lambda layout: layout.order))


def sheets_without_data(settings: Settings) -> list[str]:
    """The sheets that some form has and that carry no data: instructions, lists, calculations."""
    return sorted({sheet for layout in load_layouts(settings) for sheet in layout.other_sheets})


def layout_columns(layouts: tuple[Layout, ...]) -> list[dict[str, object]]:
    """One row per header text that a layout knows; several domains of a sheet joined by `;`."""
    return [
        {
            "form_id": layout.form_id,
            "layout_version": layout.version,
            "sheet": table.sheet,
            "header_row": table.header_row,
            "header_text": header_text,
            "field": field,
            "domain": ";".join(table.domains),
            "indicator_id": table.indicator_id,
        }
        for layout in layouts
        for table in layout.tables
        if not table.foreign
        for field, header_texts in table.columns.items()
        for header_text in header_texts
    ]


def foreign_tables(layouts: tuple[Layout, ...]) -> dict[str, Rows]:
    """The rows of every foreign table for SQL, by table of the ledger."""
    rows: dict[str, Rows] = {table: [] for table in FOREIGN_LEDGER_TABLES}
    for layout in layouts:
        for table in layout.tables:
            if table.foreign:
                key: dict[str, object] = {
                    "form_id": layout.form_id,
                    "layout_version": layout.version,
                    "sheet": table.sheet,
                }
                for name, more in foreign_rows(key, table.foreign).items():
                    rows[name] += more
    return rows


def read_layout(path: Path) -> Layout:
    """The layout in one file. Raises LayoutError with the place that makes no sense."""
    document = read_document(path)
    place = path.name
    fields = mapping(
        document,
        place,
        ("form_id", "version", "reader", "tables"),
        ("cover", "other_sheets", "source", "encoding"),
    )
    reader = str(fields["reader"])
    if reader not in READERS:
        raise LayoutError(f"{place}: reader is {reader!r}; expected one of {', '.join(READERS)}")
    tables = _tables(fields["tables"], place, reader, path.parent)
    is_foreign = any(table.foreign for table in tables)
    if is_foreign and not all(table.foreign for table in tables):
        raise LayoutError(f"{place}: either all tables have `values`, or none has")
    if (reader == "xlsx" and not is_foreign) != ("cover" in fields):
        raise LayoutError(
            f"{place}: a form read as xlsx has a cover; one read as csv has none, nor has a"
            " foreign table"
        )
    layout = Layout(
        form_id=str(fields["form_id"]),
        version=str(fields["version"]),
        reader=reader,
        cover=_cover(fields["cover"], f"{place}: cover") if "cover" in fields else None,
        tables=tables,
        other_sheets=texts(fields.get("other_sheets", []), f"{place}: other_sheets"),
        encoding=_encoding(fields.get("encoding"), place),
    )
    _require_distinct_sheets(layout, place)
    return layout


def _encoding(value: Any, place: str) -> str | None:
    if value is None:
        return None
    try:
        "a".encode(str(value))
    except LookupError as error:
        raise LayoutError(f"{place}: encoding {value!r} is not known; such as cp1252") from error
    return str(value)


def _cover(value: Any, place: str) -> Cover:
    fields = mapping(value, place, ("sheet", "labels"))
    labels = _field_texts(fields["labels"], f"{place}: labels", COVER_FIELDS, REQUIRED_COVER_FIELDS)
    return Cover(sheet=str(fields["sheet"]), labels=labels)


def _tables(value: Any, place: str, reader: str, folder: Path) -> tuple[Table, ...]:
    if not isinstance(value, list) or not value:
        raise LayoutError(f"{place}: tables is {value!r}; expected a list of tables")
    tables = tuple(
        table
        for number, described in enumerate(value)
        for table in _tables_of(described, f"{place}: tables[{number}]", reader, folder)
    )
    if reader == "csv" and [table.sheet for table in tables] != [CSV_SHEET]:
        raise LayoutError(f"{place}: a csv layout has one table, sheet {CSV_SHEET}")
    if reader == "csv" and not tables[0].foreign and tables[0].header_row != 1:
        raise LayoutError(f"{place}: a csv layout has header_row 1")
    return tables


def _tables_of(value: Any, place: str, reader: str, folder: Path) -> tuple[Table, ...]:
    """The tables that one entry describes: a foreign one may stand on several sheets alike."""
    if isinstance(value, dict) and "values" in value:
        return _foreign_tables(value, place, folder)
    return (_table(value, place, reader),)


def _table(value: Any, place: str, reader: str) -> Table:
    fields = mapping(value, place, ("sheet", "domains", "header_row", "columns"), ("indicator_id",))
    indicator_id = fields.get("indicator_id")
    return Table(
        sheet=str(fields["sheet"]),
        domains=texts(fields["domains"], f"{place}: domains"),
        header_row=row_number(fields["header_row"], f"{place}: header_row"),
        columns=_field_texts(
            fields["columns"],
            f"{place}: columns",
            COLUMN_FIELDS,
            _required_columns(reader, indicator_id),
        ),
        indicator_id=indicator_id,
    )


def _foreign_tables(value: dict[str, Any], place: str, folder: Path) -> tuple[Table, ...]:
    fields = mapping(value, place, ("header_rows", "values"), ("sheet", "sheets", *TABLE_KEYS))
    if ("sheet" in fields) == ("sheets" in fields):
        raise LayoutError(f"{place}: expected either sheet, or sheets (several of one shape)")
    names = fields["sheets"] if "sheets" in fields else [fields["sheet"]]
    if not isinstance(names, list) or not names:
        raise LayoutError(f"{place}: sheets is {names!r}; expected a list of names")
    tables = []
    for sheet in map(str, names):
        foreign = read_foreign_table(fields, place, folder, sheet)
        tables.append(Table(sheet, (), foreign.header_rows[-1], {}, foreign=foreign))
    return tuple(tables)


def _required_columns(reader: str, indicator_id: str | None) -> tuple[str, ...]:
    """With an indicator for the whole table, the number of the document tells its rows apart."""
    fields = REQUIRED_COLUMNS[reader]
    if indicator_id is None:
        return fields
    return tuple("document_id" if field == "indicator_id" else field for field in fields)


def _field_texts(
    value: Any, place: str, known: tuple[str, ...], required: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    optional = tuple(field for field in known if field not in required)
    fields = mapping(value, place, required, optional)
    by_field = {field: texts(given, f"{place}: {field}") for field, given in fields.items()}
    owners: dict[str, str] = {}
    for field, header_texts in by_field.items():
        for text in header_texts:
            if text in owners:
                raise LayoutError(f"{place}: {text!r} stands for both {owners[text]} and {field}")
            owners[text] = field
    return by_field


def _require_distinct_sheets(layout: Layout, place: str) -> None:
    sheets = [table.sheet for table in layout.tables] + list(layout.other_sheets)
    if layout.cover:
        sheets.append(layout.cover.sheet)
    for sheet in sheets:
        if sheets.count(sheet) > 1:
            raise LayoutError(f"{place}: sheet {sheet!r} stands twice")
