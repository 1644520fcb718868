"""Small ledgers for tests: arrivals and cells as intake would have written them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.foreign_ledger import FOREIGN_LEDGER_TABLES
from pipelines.intake.cells import column_letters
from pipelines.layouts import CSV_SHEET, Layout, foreign_tables, layout_columns, load_layouts
from pipelines.settings import Settings

# As docs/architecture.md has them.
TABLES = {
    "arrivals": """
        arrival_id varchar, path varchar, path_sequence integer, content_id varchar,
        sidecar_content_id varchar, size_bytes bigint, form_id varchar, layout_version varchar,
        reader varchar, kind varchar, revision integer, sender varchar, contact varchar,
        reason varchar, received_at timestamp, cover_plant_text varchar,
        cover_plant_name_text varchar, cover_period_text varchar, cover_plant_cell varchar,
        cover_period_cell varchar, place_form_text varchar, place_plant_text varchar,
        place_period_text varchar, state varchar,
        rejection_rule_id varchar, rejection_found varchar, rejection_expected varchar
    """,
    "arrival_notes": """
        arrival_id varchar, rule_id varchar, sheet varchar, address varchar, found varchar,
        expected varchar
    """,
    "cells": """
        content_id varchar, cell_id varchar, sheet varchar, address varchar, row_number integer,
        column_number integer, cell_type varchar, text varchar, formula varchar, is_hidden boolean
    """,
    "layout_columns": """
        form_id varchar, layout_version varchar, sheet varchar, header_row integer,
        header_text varchar, field varchar, domain varchar, indicator_id varchar
    """,
    **FOREIGN_LEDGER_TABLES,
}
COLUMNS = ("indicator_id", "material_id", "counterparty_id", "value", "unit")
RECEIVED_AT = datetime(2021, 4, 5, 9)

Row = dict[str, Any]

MANIFEST: Row = {
    "plant_id": "AL01",
    "period": "2022-01-15",
    "document_id": "M-1",
    "material_id": "321-023-48",
    "value": "30",
    "unit": "t",
    "licence_id": "DEMO-HW-0001",
    "treatment_id": "R5",
}


class Ledger:
    """Arrivals and cells to be; each `workbook` or `csv` is one arrival and returns its id."""

    def __init__(self) -> None:
        layouts = load_layouts(Settings.from_environment())
        self._layouts = {layout.form_id: layout for layout in layouts}
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._rows["layout_columns"] = list(layout_columns(layouts))
        self._rows |= foreign_tables(layouts)

    def workbook(
        self,
        rows: dict[str, list[Row]],
        *,
        plant: str | None = "AL01",
        period: str | None = "2021-03",
        form_id: str = "monthly_workbook",
        headers: dict[str, str] | None = None,
        **arrival: Any,
    ) -> str:
        """A workbook with rows by sheet; `headers` replaces header texts by field."""
        layout = self._layouts[form_id]
        cells = [
            cell
            for table in layout.tables
            for cell in _table_cells(
                table.sheet,
                table.header_row,
                {name: texts[0] for name, texts in table.columns.items()} | (headers or {}),
                rows.get(table.sheet, []),
            )
        ]
        cover = {
            "cover_plant_text": plant,
            "cover_period_text": period,
            "cover_plant_cell": "封面 Cover!B4",
            "cover_period_cell": "封面 Cover!B6",
        }
        return self._arrive(layout, cells, cover | arrival)

    def csv(self, rows: list[Row], *, headers: dict[str, str] | None = None, **arrival: Any) -> str:
        """A CSV of the monthly long table; rows without plant or period get AL01 and 2021-03."""
        texts = {name: name for name in ("plant_id", "period", *COLUMNS)} | (headers or {})
        filled = [{"plant_id": "AL01", "period": "2021-03"} | row for row in rows]
        cells = _table_cells(CSV_SHEET, 1, texts, filled)
        return self._arrive(self._layouts["monthly_csv"], cells, arrival)

    def manifests(self, rows: list[Row], **arrival: Any) -> str:
        """A CSV of waste manifests, each row complete unless it says otherwise."""
        layout = self._layouts["waste_manifest"]
        texts = {name: headers[0] for name, headers in layout.tables[0].columns.items()}
        cells = _table_cells(CSV_SHEET, 1, texts, [MANIFEST | row for row in rows])
        return self._arrive(layout, cells, arrival)

    def rejected(self, rule_id: str) -> str:
        """A file that could not be read at all."""
        return self._arrive(
            self._layouts["monthly_workbook"],
            [],
            {
                "form_id": None,
                "layout_version": None,
                "state": "rejected",
                "rejection_rule_id": rule_id,
                "rejection_found": "found",
                "rejection_expected": "expected",
            },
        )

    def note(self, arrival_id: str, rule_id: str, sheet: str) -> None:
        """A remark of intake about a sheet."""
        self._rows["arrival_notes"].append(
            {
                "arrival_id": arrival_id,
                "rule_id": rule_id,
                "sheet": sheet,
                "address": None,
                "found": "found",
                "expected": "expected",
            }
        )

    def write(self, connection: duckdb.DuckDBPyConnection, database: str) -> None:
        """Create the ledger's tables in an attached database, with all rows."""
        for table, columns in TABLES.items():
            connection.execute(f"create table {database}.{table} ({columns})")
            if self._rows[table]:
                names = [name for name, *_ in connection.table(f"{database}.{table}").description]
                rows = [{name: row.get(name) for name in names} for row in self._rows[table]]
                connection.register("given", pa.Table.from_pylist(rows))
                connection.execute(f"insert into {database}.{table} by name select * from given")
                connection.unregister("given")

    def save(self, path: Path) -> None:
        """Write the ledger as a file of its own."""
        with duckdb.connect(path) as connection:
            self.write(connection, path.stem)

    def _arrive(self, layout: Layout, cells: list[Row], arrival: Row) -> str:
        number = len(self._rows["arrivals"]) + 1
        content_id = hashlib.sha256(repr((layout.form_id, cells, number)).encode()).hexdigest()
        row = {
            "arrival_id": f"A{number:016x}",
            "path": f"in/{number}",
            "path_sequence": 1,
            "content_id": content_id,
            "size_bytes": 1,
            "form_id": layout.form_id,
            "layout_version": layout.version,
            "reader": layout.reader,
            "kind": "original",
            "reason": "a meter was read anew",
            "revision": 0,
            "received_at": RECEIVED_AT,
            "state": "read",
        } | arrival
        self._rows["arrivals"].append(row)
        known = {cell["content_id"] for cell in self._rows["cells"]}
        if row["content_id"] not in known:
            self._rows["cells"].extend(_stored(str(row["content_id"]), cell) for cell in cells)
        return str(row["arrival_id"])


def _table_cells(
    sheet: str, header_row: int, headers: dict[str, str], rows: list[Row]
) -> list[Row]:
    """Header cells and cells of rows; a field that `headers` lacks is its own header."""
    fields = list(headers) + [
        field for row in rows for field in row if field not in headers and field != "hidden"
    ]
    columns = {field: number for number, field in enumerate(dict.fromkeys(fields), start=1)}
    cells = [
        _cell(sheet, header_row, column, headers.get(field, field), False)
        for field, column in columns.items()
    ]
    for row_number, row in enumerate(rows, start=header_row + 1):
        cells.extend(
            _cell(sheet, row_number, columns[field], content, bool(row.get("hidden")))
            for field, content in row.items()
            if field != "hidden" and content is not None
        )
    return [cell for cell in cells if cell["text"] != ""]


def _cell(sheet: str, row: int, column: int, content: Any, is_hidden: bool) -> Row:
    """A cell; a content of (type, text) sets its type, a text alone is `text`."""
    cell_type, text = content if isinstance(content, tuple) else ("text", content)
    address = f"R{row}C{column}" if sheet == CSV_SHEET else f"{column_letters(column)}{row}"
    return {
        "sheet": sheet,
        "address": address,
        "row_number": row,
        "column_number": column,
        "cell_type": cell_type,
        "text": text,
        "is_hidden": is_hidden,
    }


def _stored(content_id: str, cell: Row) -> Row:
    cell_id = f"{content_id[:12]}!{cell['sheet']}!{cell['address']}"
    return {"content_id": content_id, "cell_id": cell_id} | cell
