"""The first sheet of a receipt: the verdict, what it means, and every finding with its cell."""

from __future__ import annotations

from collections import Counter

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipelines.messages import both
from pipelines.receipts.contents import SEVERITIES, Receipt, ReceiptFinding
from pipelines.receipts.places import position
from pipelines.receipts.plain_text import plain, text_lines
from pipelines.receipts.styles import WRAPPED, Styles

SHEET = " ".join(both("receipt_sheet"))
MOST_LISTED = 1_000
LONGEST_SHOWN = 1_500
COLUMNS = (
    ("receipt_severity", 13),
    ("receipt_rule", 26),
    ("receipt_cell", 34),
    ("receipt_found", 30),
    ("receipt_expected", 30),
    ("receipt_said", 52),
    ("receipt_reason", 40),
)
LAST = len(COLUMNS) - 1
LINE_HEIGHT = 15
TALLEST_ROW = 400


class Summary:
    """Writes the first sheet, from the top down."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self._sheet = sheet
        self._styles = styles
        self._row = 0

    def write(self, receipt: Receipt, names: dict[str, str], left_out: int) -> None:
        """Writes the sheet; `names` are the sheets of the receipt by the names as sent."""
        for column, (_, columns_wide) in enumerate(COLUMNS):
            self._sheet.set_column(column, column, columns_wide)
        self._write_verdict(receipt)
        self._write_facts(receipt)
        self._write_counts(receipt.findings)
        if left_out:
            self._say("receipt_cells_left_out", count=f"{left_out:,}")
        self._write_parts(receipt)
        self._write_findings(receipt.findings, names)
        self._set_up_print()

    def _write_verdict(self, receipt: Receipt) -> None:
        title = self._styles.of(bold=True, font_size=14)
        self._sheet.write_string(self._row, 0, " ".join(both("receipt_title")), title)
        verdict = self._styles.of(
            receipt.verdict, bold=True, font_size=24, align="center", valign="vcenter"
        )
        self._sheet.set_row(self._row + 1, 48)
        self._merge(self._row + 1, "   ".join(both(f"receipt_verdict_{receipt.verdict}")), verdict)
        for line, text in enumerate(
            both(f"receipt_meaning_{receipt.verdict}"), start=self._row + 2
        ):
            self._merge(line, text, self._styles.of(**WRAPPED))
            self._sheet.set_row(line, LINE_HEIGHT * text_lines(text, sum(w for _, w in COLUMNS)))
        self._row += 5

    def _write_facts(self, receipt: Receipt) -> None:
        facts = {
            "receipt_plant": receipt.plant_id,
            "receipt_period": receipt.period,
            "receipt_form": receipt.form_id,
            "receipt_file": receipt.path,
            "receipt_received_at": receipt.received_at,
            "receipt_submission": receipt.submission_id,
            "receipt_as_of": receipt.as_of,
        }
        for key, text in facts.items():
            if text:
                self._label(key)
                self._text(2, text, self._styles.of(**({} if len(text) < 90 else WRAPPED)))
                self._row += 1

    def _write_counts(self, findings: tuple[ReceiptFinding, ...]) -> None:
        counts = Counter(finding.severity for finding in findings if finding.is_open)
        self._label("receipt_counts")
        for column, severity in enumerate(SEVERITIES, start=2):
            text = f"{' '.join(both(f'receipt_severity_{severity}'))}: {counts[severity]:,}"
            colour = severity if counts[severity] else ""
            style = self._styles.of(colour, bold=bool(colour), align="center", border=1)
            self._sheet.write_string(self._row, column, text, style)
        self._row += 2

    def _write_parts(self, receipt: Receipt) -> None:
        if not receipt.parts:
            return
        header = self._styles.of("header", bold=True, border=1, **WRAPPED)
        keys = ("receipt_verdict", "receipt_submission", "receipt_plant", "receipt_period")
        self._heading("receipt_parts")
        for column, key in enumerate(keys):
            self._sheet.write_string(self._row, column, "\n".join(both(key)), header)
        for submission_id, plant_id, period, verdict in receipt.parts[:MOST_LISTED]:
            self._row += 1
            coloured = self._styles.of(verdict, border=1, **WRAPPED)
            self._text(0, " ".join(both(f"receipt_verdict_{verdict}")), coloured)
            for column, text in enumerate((submission_id, plant_id, period), start=1):
                self._text(column, text, self._styles.of(border=1))
        self._row += 2

    def _write_findings(self, findings: tuple[ReceiptFinding, ...], names: dict[str, str]) -> None:
        self._heading("receipt_findings")
        if not findings:
            self._say("receipt_no_findings")
            return
        header = self._styles.of("header", bold=True, border=1, **WRAPPED)
        for column, (key, _) in enumerate(COLUMNS):
            self._sheet.write_string(self._row, column, "\n".join(both(key)), header)
        self._sheet.set_row(self._row, 2 * LINE_HEIGHT + 2)
        self._sheet.repeat_rows(self._row)
        for finding in findings[:MOST_LISTED]:
            self._row += 1
            self._write_finding(finding, names)
        self._row += 2
        if len(findings) > MOST_LISTED:
            self._say("receipt_more_findings", count=f"{len(findings) - MOST_LISTED:,}")

    def _write_finding(self, finding: ReceiptFinding, names: dict[str, str]) -> None:
        severity = " ".join(both(f"receipt_severity_{finding.severity}"))
        if not finding.is_open:
            severity += "\n" + " ".join(both("receipt_state_waived"))
        texts = (
            severity,
            finding.rule_id,
            self._place(finding),
            finding.found,
            finding.expected,
            f"{finding.message_zh}\n{finding.message_en}",
            f"{finding.reason_zh}\n{finding.reason_en}",
        )
        shown = [plain(text, LONGEST_SHOWN) for text in texts]
        body = self._styles.of(border=1, **WRAPPED)
        colour = finding.severity if finding.is_open else "waived"
        for column, text in enumerate(shown):
            self._text(column, text, body)
        self._text(0, shown[0], self._styles.of(colour, bold=True, border=1, **WRAPPED))
        place = position(finding.address)
        if finding.sheet in names and place:
            self._link(2, names[finding.sheet], place, shown[2])
        lines = max(text_lines(text, COLUMNS[column][1]) for column, text in enumerate(shown))
        self._sheet.set_row(self._row, min(LINE_HEIGHT * lines + 3, TALLEST_ROW))

    def _place(self, finding: ReceiptFinding) -> str:
        if finding.sheet and finding.address:
            # A link does not wrap, and the names of sheets are long: the address goes first.
            return f"{finding.address} · {finding.sheet}"
        return finding.sheet or " ".join(both("receipt_whole_file"))

    def _link(self, column: int, sheet: str, place: tuple[int, int], text: str) -> None:
        quoted = sheet.replace("'", "''")
        link = self._styles.of(border=1, font_color="#0563C1", underline=1, **WRAPPED)
        goal = f"internal:'{quoted}'!{xl_rowcol_to_cell(*place)}"
        self._sheet.write_url(self._row, column, goal, link, text)

    def _heading(self, key: str) -> None:
        heading = self._styles.of(bold=True, font_size=12)
        self._sheet.write_string(self._row, 0, " ".join(both(key)), heading)
        self._row += 1

    def _label(self, key: str) -> None:
        label = self._styles.of(bold=True)
        self._sheet.write_string(self._row, 0, " ".join(both(key)), label)

    def _say(self, key: str, **values: object) -> None:
        for text in both(key, **values):
            self._sheet.write_string(self._row, 0, text)
            self._row += 1
        self._row += 1

    def _merge(self, row: int, text: str, style: Format) -> None:
        self._sheet.merge_range(row, 0, row, LAST, text, style)

    def _text(self, column: int, text: str, style: Format) -> None:
        self._sheet.write_string(self._row, column, plain(text, LONGEST_SHOWN), style)

    def _set_up_print(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.set_footer("&L&F&R&P / &N")
        self._sheet.hide_gridlines(2)
