"""Receipts: the workbook that a plant gets back, with the findings at their cells."""

from pipelines.receipts.contents import Receipt, ReceiptFinding, ReceiptSheet
from pipelines.receipts.issue import IssuedReceipts, issue_receipts, issued_receipts
from pipelines.receipts.workbook import write_receipt

__all__ = [
    "IssuedReceipts",
    "Receipt",
    "ReceiptFinding",
    "ReceiptSheet",
    "issue_receipts",
    "issued_receipts",
    "write_receipt",
]
