"""What a receipt says: the verdict, the cells as they were sent, and the findings on them."""

from __future__ import annotations

from dataclasses import dataclass

VERDICTS = ("accepted", "accepted_with_warnings", "held", "rejected")
SEVERITIES = ("blocking", "compliance", "warning", "info")


@dataclass(frozen=True)
class ReceiptSheet:
    """One sheet as it was sent: pairs of address (`B7`, in a CSV `R7C2`) and text.

    `numbers` are the addresses that hold numbers; None takes for a number what is written like
    one. `header_row` is the row of the headers, where the form is known.
    """

    name: str
    cells: tuple[tuple[str, str], ...]
    numbers: frozenset[str] | None = None
    header_row: int | None = None


@dataclass(frozen=True)
class ReceiptFinding:
    """One finding; `sheet` and `address` are '' where it is about the whole file.

    `other_cells` are further cells that it rests on, each sheet and address.
    """

    rule_id: str
    severity: str
    state: str
    sheet: str
    address: str
    found: str
    expected: str
    message_en: str
    message_zh: str
    reason_en: str
    reason_zh: str
    other_cells: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether no waiver covers it."""
        return self.state != "waived"


@dataclass(frozen=True)
class Receipt:
    """What one receipt says; `verdict` is one of VERDICTS.

    `path` is the file that was sent. `as_of`, `received_at` and `submission_id` are '' where they
    are not known, as before sending. `parts` are the submissions of a file that holds several:
    submission, plant, period and verdict of each. `cells_left_out` are cells of the file that
    are not in `sheets`.
    """

    path: str
    form_id: str
    plant_id: str
    period: str
    verdict: str
    sheets: tuple[ReceiptSheet, ...]
    findings: tuple[ReceiptFinding, ...]
    received_at: str = ""
    submission_id: str = ""
    as_of: str = ""
    parts: tuple[tuple[str, str, str, str], ...] = ()
    cells_left_out: int = 0
