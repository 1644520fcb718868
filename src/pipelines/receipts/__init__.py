"""Receipts: the workbook that a plant gets back, with the findings at their cells."""

from pipelines.receipts.contents import Receipt, ReceiptFinding, ReceiptSheet
from pipelines.receipts.workbook import write_receipt

__all__ = ["Receipt", "ReceiptFinding", "ReceiptSheet", "write_receipt"]
