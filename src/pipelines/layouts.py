"""Layouts: how the cells of each form are to be read, as data.

A layout is one YAML file a form and version in `dbt_project/layouts`. What is in a layout, and
whether it makes sense, is decided here; applying one to cells is done by intake (the cover) and
by SQL (the tables).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import PotlineError
from pipelines.settings import Settings

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


class LayoutError(PotlineError):
    """A layout file that cannot be used, with the place in it and what it should say."""


@dataclass(frozen=True)
class Cover:
    """The cover sheet: its name, and the texts of the label of each field (value beside it)."""

    sheet: str
    labels: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """One table of a form: its sheet, its header row, and the header texts of each field.

    `indicator_id` is what every row of the table reports, where no column says it.
    """

    sheet: str
    domains: tuple[str, ...]
    header_row: int
    columns: dict[str, tuple[str, ...]]
    indicator_id: str | None = None

    def required_columns(self, reader: str) -> tuple[str, ...]:
        """The fields without whose columns no row can be read."""
        return _required_columns(reader, self.indicator_id)


@dataclass(frozen=True)
class Layout:
    """One version of one form; `other_sheets` are sheets of the form that carry no data."""

    form_id: str
    version: str
    reader: str
    cover: Cover | None
    tables: tuple[Table, ...]
    other_sheets: tuple[str, ...]

    @property
    def order(self) -> tuple[str, int, str]:
        """By which layouts are sorted: version 10 follows version 9."""
        return self.form_id, len(self.version), self.version

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
        for field, header_texts in table.columns.items()
        for header_text in header_texts
    ]


def read_layout(path: Path) -> Layout:
    """The layout in one file. Raises LayoutError with the place that makes no sense."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LayoutError(f"{path}: not YAML: {error}") from error
    place = path.name
    fields = _mapping(
        document, place, ("form_id", "version", "reader", "tables"), ("cover", "other_sheets")
    )
    reader = str(fields["reader"])
    if reader not in READERS:
        raise LayoutError(f"{place}: reader is {reader!r}; expected one of {', '.join(READERS)}")
    if (reader == "xlsx") != ("cover" in fields):
        raise LayoutError(f"{place}: a form read as xlsx has a cover, one read as csv has none")
    layout = Layout(
        form_id=str(fields["form_id"]),
        version=str(fields["version"]),
        reader=reader,
        cover=_cover(fields["cover"], f"{place}: cover") if "cover" in fields else None,
        tables=_tables(fields["tables"], place, reader),
        other_sheets=_texts(fields.get("other_sheets", []), f"{place}: other_sheets"),
    )
    _require_distinct_sheets(layout, place)
    return layout


def _cover(value: Any, place: str) -> Cover:
    fields = _mapping(value, place, ("sheet", "labels"))
    labels = _field_texts(fields["labels"], f"{place}: labels", COVER_FIELDS, REQUIRED_COVER_FIELDS)
    return Cover(sheet=str(fields["sheet"]), labels=labels)


def _tables(value: Any, place: str, reader: str) -> tuple[Table, ...]:
    if not isinstance(value, list) or not value:
        raise LayoutError(f"{place}: tables is {value!r}; expected a list of tables")
    tables = tuple(
        _table(table, f"{place}: tables[{number}]", reader) for number, table in enumerate(value)
    )
    if reader == "csv" and [(table.sheet, table.header_row) for table in tables] != [
        (CSV_SHEET, 1)
    ]:
        raise LayoutError(f"{place}: a csv layout has one table, sheet {CSV_SHEET}, header_row 1")
    return tables


def _table(value: Any, place: str, reader: str) -> Table:
    fields = _mapping(
        value, place, ("sheet", "domains", "header_row", "columns"), ("indicator_id",)
    )
    indicator_id = fields.get("indicator_id")
    header_row = fields["header_row"]
    if not isinstance(header_row, int) or isinstance(header_row, bool) or header_row < 1:
        raise LayoutError(f"{place}: header_row is {header_row!r}; expected a row number from 1")
    return Table(
        sheet=str(fields["sheet"]),
        domains=_texts(fields["domains"], f"{place}: domains"),
        header_row=header_row,
        columns=_field_texts(
            fields["columns"],
            f"{place}: columns",
            COLUMN_FIELDS,
            _required_columns(reader, indicator_id),
        ),
        indicator_id=indicator_id,
    )


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
    fields = _mapping(value, place, required, optional)
    by_field = {field: _texts(texts, f"{place}: {field}") for field, texts in fields.items()}
    owners: dict[str, str] = {}
    for field, texts in by_field.items():
        for text in texts:
            if text in owners:
                raise LayoutError(f"{place}: {text!r} stands for both {owners[text]} and {field}")
            owners[text] = field
    return by_field


def _mapping(
    value: Any, place: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise LayoutError(f"{place}: expected a mapping, found {value!r}")
    missing = [key for key in required if key not in value]
    unknown = [str(key) for key in value if key not in (*required, *optional)]
    if missing:
        raise LayoutError(f"{place}: {', '.join(missing)} missing")
    if unknown:
        raise LayoutError(
            f"{place}: {', '.join(unknown)} unknown; known: {', '.join((*required, *optional))}"
        )
    return value


def _texts(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise LayoutError(f"{place}: {value!r}; expected a list of texts")
    return tuple(value)


def _require_distinct_sheets(layout: Layout, place: str) -> None:
    sheets = [table.sheet for table in layout.tables] + list(layout.other_sheets)
    if layout.cover:
        sheets.append(layout.cover.sheet)
    for sheet in sheets:
        if sheets.count(sheet) > 1:
            raise LayoutError(f"{place}: sheet {sheet!r} stands twice")
