"""One receipt as a workbook: the summary, then each sheet as sent with its findings marked.

Everything is written anew from texts: no formula, macro or link of the file that was sent is
taken over, and what would run in a spreadsheet stands there as text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines.messages import both
from pipelines.receipts.contents import SEVERITIES, Receipt, ReceiptFinding, ReceiptSheet
from pipelines.receipts.places import position, sheet_names
from pipelines.receipts.plain_text import is_number, plain, starts_formula, text_lines, width
from pipelines.receipts.styles import Styles
from pipelines.receipts.summary import SHEET, Summary

MOST_CELLS = 50_000
MOST_COMMENTS = 1_000
MOST_IN_COMMENT = 4
LONGEST_COMMENT = 1_500
NARROWEST, WIDEST = 9, 46
LINE_HEIGHT, MOST_LINES = 15, 20
COMMENT = {"author": "Potline", "width": 420, "font_size": 9}
COMMENT_LINE, COMMENT_COLUMNS = 15, 56
Place = tuple[int, int]
Cells = list[tuple[Place, str, bool]]
Found = dict[Place, list[ReceiptFinding]]


def write_receipt(out: Path, receipt: Receipt) -> None:
    """Writes a receipt as a workbook; a reader sees the old file or the new one, never a part.

    Cells and findings beyond what a receipt repeats are counted on its first sheet.
    """
    receipt = replace(receipt, findings=tuple(sorted(receipt.findings, key=_rank)))
    sent = [sheet.name for sheet in receipt.sheets]
    names = dict(zip(sent, sheet_names(sent, (SHEET,)), strict=True))
    part = out.with_name(f"{out.name}.part")
    with Workbook(part, {"in_memory": True}) as book:
        book.set_properties({"title": " ".join(both("receipt_title")), "author": "Potline"})
        styles = Styles(book)
        first = book.add_worksheet(SHEET)
        room, left_out = MOST_CELLS, receipt.cells_left_out
        for sheet in receipt.sheets:
            cells = _placed(sheet, room)
            room -= len(cells)
            left_out += len(sheet.cells) - len(cells)
            page = SentSheet(book.add_worksheet(names[sheet.name]), styles, sheet.header_row)
            page.write(cells, *_on_sheet(receipt.findings, sheet.name))
        Summary(first, styles).write(receipt, names, left_out)
    part.replace(out)


class SentSheet:
    """Writes one sheet as it was sent, each cell in its place."""

    def __init__(self, sheet: Worksheet, styles: Styles, header_row: int | None) -> None:
        self._sheet = sheet
        self._styles = styles
        self._header = None if header_row is None else header_row - 1

    def write(self, cells: Cells, found: Found, touched: Found) -> None:
        """Writes cells, colours and comments, and sets the sheet up for screen and print.

        `found` are the findings by their cell, `touched` by every cell that they rest on.
        """
        widths: dict[int, int] = defaultdict(int)
        lines: dict[int, int] = defaultdict(int)
        for place, text, as_number in cells:
            self._write_cell(place, text, as_number, _colour(touched.get(place, [])))
            if place[0] >= (self._header or 0):  # Above it stand titles, which may run on.
                widths[place[1]] = max(widths[place[1]], width(text))
                lines[place[0]] = max(lines[place[0]], text_lines(text, WIDEST))
        for place in touched.keys() - {place for place, _, _ in cells}:
            self._sheet.write_blank(*place, None, self._styles.of(_colour(touched[place])))
        for place, on_cell in islice(found.items(), MOST_COMMENTS):
            self._sheet.write_comment(*place, *_comment(on_cell))
        for column, wide in widths.items():
            self._sheet.set_column(column, column, min(max(wide + 2, NARROWEST), WIDEST))
        for row, high in lines.items():
            if high > 1:
                self._sheet.set_row(row, LINE_HEIGHT * min(high, MOST_LINES))
        self._set_up()

    def _write_cell(self, place: Place, text: str, as_number: bool, colour: str) -> None:
        is_header = place[0] == self._header
        if as_number:
            style = self._styles.of(colour) if colour else None
            self._sheet.write_number(*place, float(text), style)
            return
        properties: dict[str, object] = {}
        if is_header:
            properties = {"bold": True, "text_wrap": True, "valign": "top"}
        elif place[0] > (self._header or -1) and text_lines(text, WIDEST) > 1:
            properties = {"text_wrap": True, "valign": "top"}
        if starts_formula(text):
            properties["quote_prefix"] = True
        style = self._styles.of(colour or ("header" if is_header else ""), **properties)
        self._sheet.write_string(*place, plain(text), style)

    def _set_up(self) -> None:
        if self._header is not None:
            self._sheet.freeze_panes(self._header + 1, 0)
            self._sheet.repeat_rows(self._header)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.set_footer("&L&F · &A&R&P / &N")
        self._sheet.hide_gridlines(0)  # Prints them too.


def _on_sheet(findings: tuple[ReceiptFinding, ...], sheet: str) -> tuple[Found, Found]:
    """The findings on a sheet by their own cell, and by every cell that they rest on."""
    found: Found = defaultdict(list)
    touched: Found = defaultdict(list)
    for finding in findings:
        own = (finding.sheet, finding.address)
        for name, address in (own, *finding.other_cells):
            place = position(address) if name == sheet else None
            if place and (name, address) == own:
                found[place].append(finding)
            if place:
                touched[place].append(finding)
    return found, touched


def _placed(sheet: ReceiptSheet, room: int) -> Cells:
    """The cells that have a place in a workbook, at most `room`, and which are numbers."""
    placed = (
        (place, text, is_number(text) if sheet.numbers is None else address in sheet.numbers)
        for address, text in sheet.cells
        if (place := position(address))
    )
    return [
        (place, text, as_number and is_number(text))
        for place, text, as_number in islice(placed, room)
    ]


def _comment(findings: list[ReceiptFinding]) -> tuple[str, dict[str, object]]:
    """The text of a cell's comment, Chinese first, and how large it is shown."""
    texts = []
    for finding in findings[:MOST_IN_COMMENT]:
        severity = both(
            f"receipt_severity_{finding.severity}" if finding.is_open else "receipt_state_waived"
        )
        values = (
            (finding.message_zh, finding.reason_zh),
            (finding.message_en, finding.reason_en),
        )
        for place, (message, reason) in enumerate(values):
            texts.append(
                both(
                    "receipt_comment",
                    severity=severity[place],
                    rule_id=finding.rule_id,
                    message=message,
                    reason=reason,
                )[place]
            )
    if len(findings) > MOST_IN_COMMENT:
        texts.append(" ".join(both("receipt_more_on_cell", count=len(findings) - MOST_IN_COMMENT)))
    text = plain("\n\n".join(texts), LONGEST_COMMENT)
    return text, COMMENT | {"height": COMMENT_LINE * (text_lines(text, COMMENT_COLUMNS) + 1)}


def _colour(findings: list[ReceiptFinding]) -> str:
    """The colour of a cell: that of its gravest open finding, '' where there is none."""
    if not findings:
        return ""
    return findings[0].severity if findings[0].is_open else "waived"


def _rank(finding: ReceiptFinding) -> tuple[bool, int, str, Place, str]:
    """Open before waived, grave before slight, then by place."""
    return (
        not finding.is_open,
        SEVERITIES.index(finding.severity),
        finding.sheet,
        position(finding.address) or (0, 0),
        finding.rule_id,
    )
