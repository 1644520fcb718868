"""One table of a template: rows, units, lists, explanations and checks."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipelines.layouts import Table
from pipelines.messages import MESSAGES, both
from pipelines.template.calculation import Calculation
from pipelines.template.checks import Cell
from pipelines.template.choices import Choices
from pipelines.template.cover import set_up_page
from pipelines.template.lists import Lists, Units
from pipelines.template.rows import Row
from pipelines.template.styles import Looks

WIDTHS = {
    "indicator_id": 31,
    "indicator_name": 40,
    "material_id": 17,
    "material_name": 30,
    "counterparty_id": 14,
    "unit": 11,
    "value": 17,
    "previous_value": 18,
    "check": 44,
    "data_quality": 20,
    "method_id": 16,
    "note": 18,
}
ROW_HEIGHT, HEADER_HEIGHT = 30, 48
OPTIONAL_COLUMNS = ("material_id", "material_name", "counterparty_id")
COMMENT = {"author": "Potline", "x_scale": 2.6, "y_scale": 1.9, "font_size": 9}


class TableSheet:
    """Writes one table; its checks come last, when all tables of the workbook are known."""

    def __init__(
        self, sheet: Worksheet, looks: Looks, table: Table, rows: Sequence[Row], choices: Choices
    ) -> None:
        self._sheet = sheet
        self._looks = looks
        self._table = table
        self._rows = rows
        self._choices = choices
        self.fields = [field for field in table.columns if self._is_needed(field)]
        self.cells: list[Cell] = []

    def write(self, lists: Lists, units: Units, calculation: Calculation) -> None:
        """Writes headers and rows, and adds the values to the calculation."""
        self._write_head()
        for number, row in enumerate(self._rows, start=self._table.header_row):
            self._sheet.set_row(number, ROW_HEIGHT)
            for column, field in enumerate(self.fields):
                self._write_cell(number, column, field, row)
                choices = self._choices.of(field, row, units)
                if choices:
                    rule = {"validate": "list", "source": lists.source(choices)}
                    self._sheet.data_validation(number, column, number, column, rule)
            if row.indicator is not None:
                name = self.fields.index("indicator_name")
                self._sheet.write_comment(number, name, self._choices.help_on(row), COMMENT)
            value, unit = (self._address(number, field) for field in ("value", "unit"))
            self.cells.append(calculation.add_value(row, value, unit))
        self._set_up()

    def write_checks(self, formulas: dict[str, str]) -> None:
        """Writes the formula of each check cell, and the colours of what it says."""
        column = self.fields.index("check")
        for number, cell in enumerate(self.cells, start=self._table.header_row):
            formula = formulas.get(cell.amount)
            if formula:
                self._sheet.write_formula(number, column, formula, self._looks["check"], "")

    def _write_head(self) -> None:
        self._sheet.write_string(0, 0, self._table.sheet, self._looks["title"])
        self._sheet.write_string(1, 0, " ".join(both("form_row_hint")), self._looks["hint"])
        head = self._table.header_row - 1
        self._sheet.set_row(head, HEADER_HEIGHT)
        for column, field in enumerate(self.fields):
            text = self._table.columns[field][0]
            self._sheet.write_string(head, column, text, self._looks["header"])
            self._sheet.set_column(column, column, WIDTHS[field])
            key = f"form_head_{field}"
            if key in MESSAGES:
                self._sheet.write_comment(head, column, "\n".join(both(key)), COMMENT)

    def _write_cell(self, number: int, column: int, field: str, row: Row) -> None:
        look = self._looks[self._look_of(field, row)]
        text = self._choices.text(field, row)
        if field == "previous_value" and text:
            self._sheet.write_number(number, column, float(text), look)
        elif text:
            self._sheet.write_string(number, column, text, look)
        else:
            self._sheet.write_blank(number, column, None, look)

    def _look_of(self, field: str, row: Row) -> str:
        asks = {
            "indicator_id": row.indicator is None,
            "material_id": row.asks_for_material,
            "counterparty_id": row.asks_for_counterparty,
            "unit": True,
            "data_quality": True,
            "method_id": True,
            "note": True,
        }
        if field == "value":
            return "value"
        if field == "previous_value":
            return "before"
        if field == "check":
            return "check"
        return "entry" if asks.get(field) else "code" if field.endswith("_id") else "locked"

    def _is_needed(self, field: str) -> bool:
        """Whether a column has anything to say or to ask for on this sheet."""
        if field == "counterparty_id":
            return any(
                row.indicator is not None and row.indicator["has_counterparty"] == "true"
                for row in self._rows
            )
        if field in OPTIONAL_COLUMNS:
            return any(
                row.indicator is not None and row.indicator["material_class"] for row in self._rows
            )
        return True

    def _address(self, number: int, field: str) -> str:
        cell = xl_rowcol_to_cell(number, self.fields.index(field), row_abs=True, col_abs=True)
        return f"'{self._table.sheet}'!{cell}"

    def _set_up(self) -> None:
        head, last = self._table.header_row, self._table.header_row + len(self._rows) - 1
        value, check = self.fields.index("value"), self.fields.index("check")
        first = xl_rowcol_to_cell(head, check, col_abs=True)
        for sign, look in (("✗", "broken"), ("!", "unusual")):
            rule = {
                "type": "formula",
                "criteria": f'=LEFT({first},1)="{sign}"',
                "format": self._looks[look],
            }
            for column in (value, check):
                self._sheet.conditional_format(head, column, last, column, rule)
        self._sheet.freeze_panes(head, self.fields.index("indicator_name") + 1)
        self._sheet.repeat_rows(head - 1)
        set_up_page(self._sheet)
