"""The receipt of a checked file: the very workbook that a plant gets back, before it sends."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb

from pipelines.checking.outcomes import CheckedFile, Finding, SentCell
from pipelines.receipts import Receipt, ReceiptFinding, ReceiptSheet, write_receipt


def write_receipt_of(out: Path, file: CheckedFile, cells: list[SentCell], as_of: date) -> None:
    """Writes the receipt of a checked file, with its cells as they were sent."""
    receipt = Receipt(
        path=file.path.name,
        form_id=file.form_id or "",
        plant_id=file.plant_id or "",
        period=file.period.isoformat() if file.period else "",
        verdict=file.verdict,
        sheets=tuple(_sheet(name, list(of)) for name, of in groupby(cells, lambda c: c.sheet)),
        findings=tuple(_finding(finding) for finding in file.findings),
        as_of=as_of.isoformat(),
    )
    write_receipt(out, receipt)


def sent_cells(
    connection: duckdb.DuckDBPyConnection, path: str, left_out: list[str]
) -> list[SentCell]:
    """The filled cells of the file at a path of the inbox, in the order of the file.

    Those of the sheets `left_out` are not among them.
    """
    query = Path(__file__).with_name("cells.sql").read_text(encoding="utf-8")
    given = {"path": path, "left_out": left_out}
    return [SentCell(*row) for row in connection.execute(query, given).fetchall()]


def _sheet(name: str, cells: list[SentCell]) -> ReceiptSheet:
    return ReceiptSheet(
        name=name,
        cells=tuple((cell.address, cell.text) for cell in cells),
        numbers=frozenset(cell.address for cell in cells if cell.is_number),
        header_row=cells[0].header_row,
    )


def _finding(finding: Finding) -> ReceiptFinding:
    return ReceiptFinding(
        rule_id=finding.rule_id,
        severity=finding.severity,
        state=finding.state,
        sheet=finding.sheet or "",
        address=finding.address or "",
        found=finding.found_en or "",
        expected=finding.expected_en or "",
        message_en=finding.message_en,
        message_zh=finding.message_zh,
        reason_en=finding.reason_en,
        reason_zh=finding.reason_zh,
        other_cells=tuple((cell.sheet, cell.address) for cell in finding.cells[1:]),
    )
