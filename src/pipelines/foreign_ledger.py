"""The rows by which SQL reads foreign tables, made from their layouts.

They are tables of the ledger, rewritten at each intake: docs/architecture.md names them.
"""

from __future__ import annotations

import re

from pipelines.foreign_tables import JOINED_BY, ForeignTable, ForeignValue

FOREIGN_LEDGER_TABLES = {
    "foreign_tables": """
        form_id varchar, layout_version varchar, sheet varchar, first_header_row integer,
        header_row integer, has_any_columns boolean
    """,
    "foreign_fields": """
        form_id varchar, layout_version varchar, sheet varchar, value_number integer,
        field varchar, part integer, header_text varchar, is_header boolean, fixed_text varchar,
        cell_address varchar, pattern varchar, is_filled_down boolean, prefix varchar,
        joined_by varchar, date_order varchar, is_rounded boolean, is_read_once boolean,
        mark_pattern varchar, has_decimal_comma boolean
    """,
    "foreign_codes": """
        form_id varchar, layout_version varchar, sheet varchar, value_number integer,
        field varchar, reported_text varchar, code varchar
    """,
    "foreign_filters": """
        form_id varchar, layout_version varchar, sheet varchar, filter_number integer,
        header_text varchar, reported_text varchar, pattern varchar, keeps boolean
    """,
}
FIELD_ROW: dict[str, object] = {
    "value_number": None,
    "part": None,
    "header_text": None,
    "is_header": False,
    "fixed_text": None,
    "cell_address": None,
    "pattern": None,
    "is_filled_down": False,
    "prefix": "",
    "joined_by": JOINED_BY,
    "date_order": None,
    "is_rounded": False,
    "is_read_once": False,
    "mark_pattern": None,
    "has_decimal_comma": False,
}

Rows = list[dict[str, object]]


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
                "pattern": one.pattern,
                "keeps": one.keeps,
            }
            for number, one in enumerate(table.filters)
            for text in one.values or (None,)
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
            "mark_pattern": _mark_pattern(value.marks),
            "has_decimal_comma": value.has_decimal_comma,
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
                    "cell_address": source.cell,
                    "pattern": source.pattern,
                    "is_filled_down": source.is_filled_down,
                    "prefix": source.prefix,
                    "joined_by": source.joined_by,
                    "date_order": source.date_order,
                }
            )
    return rows


def _mark_pattern(marks: tuple[str, ...]) -> str | None:
    """The pattern of one or more marks at the end of a text; null where there are none."""
    if not marks:
        return None
    either = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
    return rf"(?:\s*(?:{either}))+$"


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
