"""The colours and formats of receipts: readable on screen, and told apart when printed grey."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

# Fill and text of each severity and verdict.
COLOURS = {
    "blocking": ("#F8CBAD", "#9C0006"),
    "compliance": ("#E1D5F0", "#4B2A7B"),
    "warning": ("#FFE699", "#7F4F00"),
    "info": ("#DDEBF7", "#1F4E78"),
    "waived": ("#EDEDED", "#595959"),
    "accepted": ("#C6EFCE", "#00612E"),
    "accepted_with_warnings": ("#FFE699", "#7F4F00"),
    "held": ("#C00000", "#FFFFFF"),
    "rejected": ("#7F0000", "#FFFFFF"),
    "header": ("#D9E1E8", "#1F2D3A"),
}
WRAPPED: dict[str, Any] = {"text_wrap": True, "valign": "top"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, tuple[tuple[str, Any], ...]], Format] = {}

    def of(self, colour: str = "", **properties: Any) -> Format:
        """A format; `colour` names a severity, a verdict or `header`, '' none."""
        key = (colour, tuple(sorted(properties.items())))
        if key not in self._formats:
            fill = {}
            if colour:
                background, foreground = COLOURS[colour]
                fill = {"bg_color": background, "font_color": foreground}
            self._formats[key] = self._book.add_format(fill | properties)
        return self._formats[key]
