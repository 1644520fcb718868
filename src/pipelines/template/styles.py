"""How templates look: entry cells yellow, everything locked grey, checks red and amber."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

LINE = {"border": 1, "border_color": "#BFC5CC", "valign": "vcenter"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "hint": {"font_color": "#595959"},
    "header": LINE
    | {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "text_wrap": True},
    "locked": LINE | {"bg_color": "#F4F6F8", "text_wrap": True},
    "code": LINE | {"bg_color": "#F4F6F8", "font_color": "#56606A", "font_size": 9},
    "before": LINE | {"bg_color": "#F4F6F8", "font_color": "#1F4E78", "num_format": "#,##0.######"},
    "check": LINE | {"bg_color": "#F4F6F8", "text_wrap": True, "font_size": 8},
    "entry": LINE | {"bg_color": "#FFF8DC", "locked": False},
    "value": LINE | {"bg_color": "#FFF2B3", "locked": False, "bold": True},
    "wrapped": {"text_wrap": True, "valign": "vcenter", "indent": 1},
    "broken": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "unusual": {"bg_color": "#FFD966", "font_color": "#7F4F00"},
}


class Looks:
    """The formats of one workbook by the names of LOOKS, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._formats:
            self._formats[name] = self._book.add_format(LOOKS[name])
        return self._formats[name]
