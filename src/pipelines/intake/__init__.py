"""Intake: files in the inbox become arrivals in the archive, and cells in the ledger.

What is in a file is told here as it stands. What it means (plants, indicators, units, numbers) is
decided in staging.
"""

from pipelines.intake.run import IntakeSummary, new_arrivals, take_in

__all__ = ["IntakeSummary", "new_arrivals", "take_in"]
