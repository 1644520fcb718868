"""Foreign tables: how a table that Potline did not design is read, as a part of its layout.

What belongs here is the shape of that part and its rows for SQL. Each column of values takes what
it needs (plant, period, indicator, unit …) from other columns, from its own header or from a text
that is the same for the whole table. docs/guides/foreign_tables.md explains every key.
"""

from __future__ import annotations

import calendar
import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.layout_documents import LayoutError, mapping, row_number

# Fields of a value, in the order in which the guide explains them.
FIELDS = (
    "plant_id",
    "plant_name",
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
SOURCE_KEYS = ("column", "columns", "header", "fixed", "cell", "sheet")
OPTIONAL_SOURCE_KEYS = (
    "pattern",
    "codes",
    "code_table",
    "prefix",
    "joined_by",
    "date_order",
    "filled_down",
)
OF_TABLE_OR_VALUE = ("missing", "decimal", "marks", *FIELDS)
TABLE_KEYS = ("leave_out", "keep", "other_columns", *OF_TABLE_OR_VALUE)
VALUE_KEYS = ("multiplied_by", "rounded", "repeated", *OF_TABLE_OR_VALUE)
DATE_ORDERS = ("dmy", "mdy", "ymd", "my", "serial")
DECIMAL_SIGNS = (".", ",")
CODE_TABLE_COLUMNS = ("text", "code")
ANY_COLUMN = "any"
JOINED_BY = "/"
HEADERS_JOINED_BY = " / "
CELL_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d*|R[1-9]\d*C[1-9]\d*")

# What patterns of Python have and those of SQL (RE2) have not: looking around, references, \Z.
NOT_IN_SQL = re.compile(r"\(\?(?![:i])|\\[1-9ZuUN]|[*+?}]\+")
CHINESE_MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


@dataclass(frozen=True)
class Source:
    """Where one field comes from: columns, the header of the value, a cell above, or one text.

    `pattern` has one group: the part of the text that counts.
    """

    columns: tuple[str, ...] = ()
    is_header: bool = False
    fixed: str | None = None
    cell: str | None = None
    pattern: str | None = None
    is_filled_down: bool = False
    prefix: str = ""
    joined_by: str = JOINED_BY
    date_order: str | None = None
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Filter:
    """Rows to leave out by the text of a column; with `keeps`, all rows but those are left out.

    The texts are `values`, or those that fit `pattern`.
    """

    column: str
    values: tuple[str, ...]
    pattern: str | None
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
    marks: tuple[str, ...]
    has_decimal_comma: bool


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


def read_foreign_table(
    fields: dict[str, Any], place: str, folder: Path, sheet: str
) -> ForeignTable:
    """The foreign part of the table of a sheet; `folder` holds its code tables.

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
            _value(value, fields, f"{place}: values[{number}]", folder, sheet)
            for number, value in enumerate(values)
        ),
        filters=(
            *_filters(fields.get("leave_out", []), f"{place}: leave_out", keeps=False),
            *_filters(fields.get("keep", []), f"{place}: keep", keeps=True),
        ),
        other_columns=None if others == ANY_COLUMN else _cells(others, f"{place}: other_columns"),
    )


def _columns_of(value: ForeignValue) -> list[str]:
    """The columns of a value, of its multiplier and of its fields."""
    named = [*value.columns, *([value.multiplied_by] if value.multiplied_by else [])]
    return [*named, *(column for _, source in value.fields for column in source.columns)]


def _value(value: Any, table: dict[str, Any], place: str, folder: Path, sheet: str) -> ForeignValue:
    fields = mapping(value, place, (), ("column", "columns", *VALUE_KEYS))
    columns = _value_columns(fields, place)
    given = {
        field: _source(
            fields.get(field, table.get(field)), field, f"{place}: {field}", folder, sheet
        )
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
    decimal = fields.get("decimal", table.get("decimal", "."))
    if decimal not in DECIMAL_SIGNS:
        raise LayoutError(f'{place}: decimal is {decimal!r}; expected "." or ","')
    missing, marks = (
        _cells(fields.get(key, table.get(key, [])), f"{place}: {key}")
        for key in ("missing", "marks")
    )
    return ForeignValue(
        columns=columns,
        fields=tuple(given.items()),
        multiplied_by=multiplied_by,
        is_rounded=fields.get("rounded", False) or multiplied_by is not None,
        is_read_once=fields.get("repeated") == "once",
        missing=missing,
        marks=marks,
        has_decimal_comma=decimal == ",",
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


def _source(value: Any, field: str, place: str, folder: Path, sheet: str) -> Source:
    fields = mapping(value, place, (), (*SOURCE_KEYS, *OPTIONAL_SOURCE_KEYS))
    if sum(key in fields for key in SOURCE_KEYS) != 1:
        raise LayoutError(f"{place}: expected one of {', '.join(SOURCE_KEYS)}")
    for key in ("header", "sheet", "filled_down"):
        if key in fields and fields[key] is not True:
            raise LayoutError(f"{place}: {key} is {fields[key]!r}; expected true")
    cell = fields.get("cell")
    if cell is not None and not CELL_ADDRESS.fullmatch(str(cell)):
        raise LayoutError(f"{place}: cell is {cell!r}; expected B2, or R2C2 of a CSV")
    if "date_order" in fields and (field != "period" or fields["date_order"] not in DATE_ORDERS):
        raise LayoutError(f"{place}: date_order is one of {', '.join(DATE_ORDERS)}, under period")
    columns = fields.get("columns", [fields["column"]] if "column" in fields else [])
    if "filled_down" in fields and not columns:
        raise LayoutError(f"{place}: filled_down is for a column")
    fixed = sheet if "sheet" in fields else fields.get("fixed")
    return Source(
        columns=_cells(columns, place) if columns else (),
        is_header="header" in fields,
        fixed=None if fixed is None else str(fixed),
        cell=cell,
        pattern=_pattern(fields.get("pattern"), place),
        is_filled_down="filled_down" in fields,
        prefix=str(fields.get("prefix", "")),
        joined_by=str(fields.get("joined_by", JOINED_BY)),
        date_order=fields.get("date_order"),
        codes=_codes(fields, field, place, folder),
    )


def _pattern(value: Any, place: str) -> str | None:
    """A pattern with one group. Raises LayoutError for one that Python or SQL cannot read."""
    if value is None:
        return None
    try:
        groups = re.compile(str(value)).groups
    except re.error as error:
        raise LayoutError(f"{place}: pattern {value!r}: {error}") from error
    if groups > 1 or NOT_IN_SQL.search(str(value)):
        raise LayoutError(
            f"{place}: pattern {value!r}; expected at most one group, and nothing like (?=…) or \\1"
        )
    return str(value) if groups else f"({value})"


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
        at = f"{place}[{number}]"
        fields = mapping(one, at, ("column",), ("values", "pattern"))
        if ("values" in fields) == ("pattern" in fields):
            raise LayoutError(f"{at}: expected either values or pattern")
        values = _cells(fields.get("values", []), f"{at}: values")
        pattern = _pattern(fields.get("pattern"), at)
        filters.append(Filter(str(fields["column"]), values, pattern, keeps))
    return tuple(filters)


def _cells(value: Any, place: str) -> tuple[str, ...]:
    """Texts as cells have them; numbers of YAML are taken as they would stand in a cell."""
    if not isinstance(value, list) or any(isinstance(one, (dict, list, bool)) for one in value):
        hint = " (put texts such as NO and Yes in quotes)"
        raise LayoutError(f"{place}: {value!r}; expected a list of texts{hint}")
    return tuple("" if one is None else str(one) for one in value)
