"""What intake has to say of a file: why it cannot be read, or what was odd though it was read."""

from __future__ import annotations

from dataclasses import dataclass

FOUND_LENGTH = 300


@dataclass(frozen=True)
class Rejection:
    """Why a file cannot be read at all: the rule, what was found, and what to send instead."""

    rule_id: str
    found: str
    expected: str


class RejectedError(Exception):
    """A file that cannot be read at all."""

    def __init__(self, rule_id: str, found: str, expected: str) -> None:
        super().__init__(f"{rule_id}: {found}; expected {expected}")
        self.rejection = Rejection(rule_id, shortened(found), expected)


@dataclass(frozen=True)
class Note:
    """Something odd in a file that was read; sheet and address null for the whole file."""

    rule_id: str
    sheet: str | None
    address: str | None
    found: str
    expected: str


def shortened(text: str) -> str:
    """The text, cut where it is too long to be shown in a finding."""
    return text if len(text) <= FOUND_LENGTH else text[: FOUND_LENGTH - 1] + "…"
