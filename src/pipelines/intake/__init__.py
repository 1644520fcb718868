"""Intake: files in the inbox become arrivals in the archive, and cells in the ledger.

What is in a file is told here as it stands. What it means (plants, indicators, units, numbers) is
decided in staging.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.intake.run import IntakeSummary, new_arrivals, take_in

__all__ = ["IntakeSummary", "new_arrivals", "take_in"]


def __getattr__(name: str) -> Any:
    """Imported when asked for: the process that parses files needs readers and no database."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipelines.intake import run

    return getattr(run, name)
