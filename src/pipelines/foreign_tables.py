"""Foreign tables: how a table that Potline did not design is read, as a part of its layout.

What belongs here is the shape of that part and its rows for SQL. Each column of values takes what
it needs (plant, period, indicator, unit …) from other columns, from its own header or from a text
that is the same for the whole table. docs/guides/foreign_tables.md explains every key.
"""

from __future__ import annotations

import calendar
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.layout_documents import LayoutError, mapping, row_number

# Fields of a value, in the order in which the guide explains them.
FIELDS = (
    "plant_id",
    "period",
    "year",
    "month",
    "indicator_id",
    "material_id",
    "counterparty_id",
    "document_id",
    "unit",
    "data_quality",
)
SOURCE_KEYS = ("column", "columns", "header", "fixed")
OPTIONAL_SOURCE_KEYS = ("codes", "code_table", "prefix", "joined_by", "date_order")
TABLE_KEYS = ("missing", "leave_out", "keep", "other_columns", *FIELDS)
VALUE_KEYS = ("multiplied_by", "rounded", "repeated", "missing", *FIELDS)
DATE_ORDERS = ("dmy", "mdy", "ymd", "my")
CODE_TABLE_COLUMNS = ("text", "code")
ANY_COLUMN = "any"
JOINED_BY = "/"
HEADERS_JOINED_BY = " / "
FOREIGN_LEDGER_TABLES = {
    "foreign_tables": """
        form_id varchar, layout_version varchar, sheet varchar, first_header_row integer,
        header_row integer, has_any_columns boolean
    """,
    "foreign_fields": """
        form_id varchar, layout_version varchar, sheet varchar, value_number integer,
        field varchar, part integer, header_text varchar, is_header boolean, fixed_text varchar,
        prefix varchar, joined_by varchar, date_order varchar, is_rounded boolean,
        is_read_once boolean
    """,
    "foreign_codes": """
        form_id varchar, layout_version varchar, sheet varchar, value_number integer,
        field varchar, reported_text varchar, code varchar
    """,
    "foreign_filters": """
        form_id varchar, layout_version varchar, sheet varchar, filter_number integer,
        header_text varchar, reported_text varchar, keeps boolean
    """,
}
FIELD_ROW: dict[str, object] = {
    "value_number": None,
    "part": None,
    "header_text": None,
    "is_header": False,
    "fixed_text": None,
    "prefix": "",
    "joined_by": JOINED_BY,
    "date_order": None,
    "is_rounded": False,
    "is_read_once": False,
}
CHINESE_MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Source:
    """Where one field comes from: columns, the header of the value, or one text for all rows."""

    columns: tuple[str, ...] = ()
    is_header: bool = False
    fixed: str | None = None
    prefix: str = ""
    joined_by: str = JOINED_BY
    date_order: str | None = None
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Filter:
    """Rows to leave out by the text of a column; with `keeps`, all rows but those are left out."""

    column: str
    values: tuple[str, ...]
    keeps: bool


@dataclass(frozen=True)
class ForeignValue:
    """Columns of values that are read alike: several where the table is wide."""

    columns: tuple[str, ...]
    fields: tuple[tuple[str, Source], ...]
    multiplied_by: str | None
    is_rounded: bool
    is_read_once: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ForeignTable:
    """The part of a layout that reads one foreign table; `other_columns` null where any may be."""

    header_rows: tuple[int, ...]
    values: tuple[ForeignValue, ...]
    filters: tuple[Filter, ...]
    other_columns: tuple[str, ...] | None

    @property
    def named_columns(self) -> tuple[str, ...]:
        """The header texts without which the table is not this one, in the order of the file."""
        named = [column for value in self.values for column in _columns_of(value)]
        return tuple(dict.fromkeys([*named, *(one.column for one in self.filters)]))


def read_foreign_table(fields: dict[str, Any], place: str, folder: Path) -> ForeignTable:
    """The foreign part of a table; `folder` holds its code tables.

    Raises LayoutError with the place that makes no sense.
    """
    header_rows = fields["header_rows"]
    if not isinstance(header_rows, list) or not header_rows:
        raise LayoutError(f"{place}: header_rows is {header_rows!r}; expected a list such as [1]")
    numbers = tuple(row_number(number, f"{place}: header_rows") for number in header_rows)
    if list(numbers) != list(range(numbers[0], numbers[0] + len(numbers))):
        raise LayoutError(f"{place}: header_rows is {header_rows!r}; expected rows in a row")
    values = fields["values"]
    if not isinstance(values, list) or not values:
        raise LayoutError(f"{place}: values is {values!r}; expected a list of columns to read")
    others = fields.get("other_columns", [])
    return ForeignTable(
        header_rows=numbers,
        values=tuple(
            _value(value, fields, f"{place}: values[{number}]", folder)
            for number, value in enumerate(values)
        ),
        filters=(
            *_filters(fields.get("leave_out", []), f"{place}: leave_out", keeps=False),
            *_filters(fields.get("keep", []), f"{place}: keep", keeps=True),
        ),
        other_columns=None if others == ANY_COLUMN else _cells(others, f"{place}: other_columns"),
    )


def foreign_rows(key: dict[str, object], table: ForeignTable) -> dict[str, Rows]:
    """The rows of a foreign table in the ledger, by table; `key` is form, version and sheet."""
    rows: dict[str, Rows] = {
        "foreign_tables": [
            {
                **key,
                "first_header_row": table.header_rows[0],
                "header_row": table.header_rows[-1],
                "has_any_columns": table.other_columns is None,
            }
        ],
        "foreign_fields": [
            {**FIELD_ROW, **key, "field": "other", "header_text": column}
            for column in table.other_columns or ()
        ],
        "foreign_codes": [],
        "foreign_filters": [
            {
                **key,
                "filter_number": number,
                "header_text": one.column,
                "reported_text": text,
                "keeps": one.keeps,
            }
            for number, one in enumerate(table.filters)
            for text in one.values
        ],
    }
    for number, value in enumerate(table.values):
        numbered = {**key, "value_number": number}
        rows["foreign_fields"] += [{**FIELD_ROW, **row} for row in _field_rows(numbered, value)]
        rows["foreign_codes"] += _code_rows(numbered, value)
    return rows


def _field_rows(key: dict[str, object], value: ForeignValue) -> Rows:
    rows: Rows = [
        {
            **key,
            "field": "value",
            "header_text": column,
            "is_rounded": value.is_rounded,
            "is_read_once": value.is_read_once,
        }
        for column in value.columns
    ]
    if value.multiplied_by:
        rows.append({**key, "field": "multiplier", "part": 1, "header_text": value.multiplied_by})
    for field, source in value.fields:
        for part, column in enumerate(source.columns or (None,), start=1):
            rows.append(
                {
                    **key,
                    "field": field,
                    "part": part,
                    "header_text": column,
                    "is_header": source.is_header,
                    "fixed_text": source.fixed,
                    "prefix": source.prefix,
                    "joined_by": source.joined_by,
                    "date_order": source.date_order,
                }
            )
    return rows


def _code_rows(key: dict[str, object], value: ForeignValue) -> Rows:
    """Texts and their codes; a missing value is a text of the value without a code."""
    codes: Rows = [
        {**key, "field": field, "reported_text": text, "code": code}
        for field, source in value.fields
        for text, code in source.codes
    ]
    return [
        *codes,
        *({**key, "field": "value", "reported_text": text, "code": None} for text in value.missing),
    ]


def _columns_of(value: ForeignValue) -> list[str]:
    """The columns of a value, of its multiplier and of its fields."""
    named = [*value.columns, *([value.multiplied_by] if value.multiplied_by else [])]
    return [*named, *(column for _, source in value.fields for column in source.columns)]


def _value(value: Any, table: dict[str, Any], place: str, folder: Path) -> ForeignValue:
    fields = mapping(value, place, (), ("column", "columns", *VALUE_KEYS))
    columns = _value_columns(fields, place)
    given = {
        field: _source(fields.get(field, table.get(field)), field, f"{place}: {field}", folder)
        for field in FIELDS
        if field in fields or field in table
    }
    _require_fields(given, len(columns), place)
    for key in ("rounded", "repeated"):
        known = (True, False) if key == "rounded" else ("once", "never")
        if key in fields and fields[key] not in known:
            names = " or ".join(str(one).lower() for one in known)
            raise LayoutError(f"{place}: {key} is {fields[key]!r}; expected {names}")
    multiplied_by = fields.get("multiplied_by")
    if multiplied_by is not None and not isinstance(multiplied_by, str):
        raise LayoutError(f"{place}: multiplied_by is {multiplied_by!r}; expected a header")
    missing = _cells(fields.get("missing", table.get("missing", [])), f"{place}: missing")
    return ForeignValue(
        columns=columns,
        fields=tuple(given.items()),
        multiplied_by=multiplied_by,
        is_rounded=fields.get("rounded", False) or multiplied_by is not None,
        is_read_once=fields.get("repeated") == "once",
        missing=missing,
    )


def _value_columns(fields: dict[str, Any], place: str) -> tuple[str, ...]:
    if ("column" in fields) == ("columns" in fields):
        raise LayoutError(f"{place}: expected either column (one header) or columns (a wide table)")
    if "columns" in fields:
        return _cells(fields["columns"], f"{place}: columns")
    return _cells([fields["column"]], f"{place}: column")


def _require_fields(given: dict[str, Source], columns: int, place: str) -> None:
    missing = [field for field in ("plant_id", "indicator_id", "unit") if field not in given]
    if missing:
        raise LayoutError(f"{place}: {', '.join(missing)} missing, here and in the table")
    if ("period" in given) == ("year" in given):
        raise LayoutError(f"{place}: expected either period, or year (and month)")
    if "month" in given and "year" not in given:
        raise LayoutError(f"{place}: month without year")
    if columns > 1 and not any(source.is_header for source in given.values()):
        raise LayoutError(
            f"{place}: several columns, and no field has `header: true` to tell them apart"
        )


def _source(value: Any, field: str, place: str, folder: Path) -> Source:
    fields = mapping(value, place, (), (*SOURCE_KEYS, *OPTIONAL_SOURCE_KEYS))
    if sum(key in fields for key in SOURCE_KEYS) != 1:
        raise LayoutError(f"{place}: expected one of {', '.join(SOURCE_KEYS)}")
    if "header" in fields and fields["header"] is not True:
        raise LayoutError(f"{place}: header is {fields['header']!r}; expected true")
    if "date_order" in fields and (field != "period" or fields["date_order"] not in DATE_ORDERS):
        raise LayoutError(f"{place}: date_order is one of {', '.join(DATE_ORDERS)}, under period")
    columns = fields.get("columns", [fields["column"]] if "column" in fields else [])
    fixed = fields.get("fixed")
    return Source(
        columns=_cells(columns, place) if columns else (),
        is_header="header" in fields,
        fixed=None if fixed is None else str(fixed),
        prefix=str(fields.get("prefix", "")),
        joined_by=str(fields.get("joined_by", JOINED_BY)),
        date_order=fields.get("date_order"),
        codes=_codes(fields, field, place, folder),
    )


def _codes(
    fields: dict[str, Any], field: str, place: str, folder: Path
) -> tuple[tuple[str, str], ...]:
    """Texts with their codes: of the layout, of a table beside it, and the names of months."""
    codes = dict(_month_names()) if field == "month" else {}
    if "code_table" in fields:
        codes |= _code_table(folder / str(fields["code_table"]), place)
    stated = fields.get("codes", {})
    if not isinstance(stated, dict):
        raise LayoutError(f"{place}: codes is {stated!r}; expected `text: code`")
    codes |= {str(text): str(code) for text, code in stated.items()}
    return tuple(codes.items())


def _code_table(path: Path, place: str) -> dict[str, str]:
    """Codes by text, from a CSV beside the layout with the columns `text` and `code`."""
    if path.parent.name != path.parent.resolve().name or not path.is_file():
        raise LayoutError(f"{place}: code_table {path.name}: no such file beside the layout")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or any(column not in rows[0] for column in CODE_TABLE_COLUMNS):
        wanted = " and ".join(CODE_TABLE_COLUMNS)
        raise LayoutError(f"{place}: code_table {path.name}: expected the columns {wanted}")
    return {row["text"]: row["code"] for row in rows}


def _month_names() -> dict[str, str]:
    """The number of each month by its names, as tables write them."""
    names: dict[str, str] = {}
    for number in range(1, 13):
        chinese = CHINESE_MONTHS[number - 1]
        for name in (calendar.month_name[number], calendar.month_abbr[number]):
            names |= {one: str(number) for one in (name, name.lower(), name.upper())}
        names |= {
            f"{chinese}月": str(number),
            f"{number}月": str(number),
            f"{number:02d}": str(number),
        }
    return names


def _filters(value: Any, place: str, *, keeps: bool) -> tuple[Filter, ...]:
    if not isinstance(value, list):
        raise LayoutError(f"{place}: {value!r}; expected a list of `column` and `values`")
    filters = []
    for number, one in enumerate(value):
        fields = mapping(one, f"{place}[{number}]", ("column", "values"))
        values = _cells(fields["values"], f"{place}[{number}]: values")
        filters.append(Filter(str(fields["column"]), values, keeps))
    return tuple(filters)


def _cells(value: Any, place: str) -> tuple[str, ...]:
    """Texts as cells have them; numbers of YAML are taken as they would stand in a cell."""
    if not isinstance(value, list) or any(isinstance(one, (dict, list, bool)) for one in value):
        hint = " (put texts such as NO and Yes in quotes)"
        raise LayoutError(f"{place}: {value!r}; expected a list of texts{hint}")
    return tuple("" if one is None else str(one) for one in value)
