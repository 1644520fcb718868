"""What a check says: of each file its verdict and findings, and which rules it could not decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class FoundCell:
    """One cell that a finding rests on, with what stands there."""

    sheet: str
    address: str
    text: str | None


@dataclass(frozen=True)
class SentCell:
    """One filled cell of a file as it was sent; `header_row` is that of its sheet, where known."""

    sheet: str
    header_row: int | None
    address: str
    text: str
    is_number: bool


@dataclass(frozen=True)
class Finding:
    """One rule broken at one place; sheet and address null where it is about the whole file."""

    rule_id: str
    rule_edition: int
    severity: str
    state: str
    sheet: str | None
    address: str | None
    found_en: str | None
    found_zh: str | None
    expected_en: str | None
    expected_zh: str | None
    message_en: str
    message_zh: str
    cells: tuple[FoundCell, ...]
    statement_en: str
    statement_zh: str
    reason_en: str
    reason_zh: str

    @property
    def blocks(self) -> bool:
        """Whether it holds the submission."""
        return self.severity == "blocking" and self.state == "open"


@dataclass(frozen=True)
class CheckedFile:
    """One file: what it is (null where that could not be read), its verdict and its findings.

    `verdict` is `accepted`, `accepted_with_warnings`, `held` or `rejected`; a file of several
    plants or periods has the verdict of the worst of them, and no plant or period of its own.
    """

    path: Path
    form_id: str | None
    plant_id: str | None
    period: date | None
    verdict: str
    values: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Undecided:
    """One rule of gate 1 that takes the plant's history, or other files, to decide."""

    rule_id: str
    severity: str
    statement_en: str
    statement_zh: str


@dataclass(frozen=True)
class Checked:
    """Some files checked, in the order given, with how many rules were judged and which not."""

    files: tuple[CheckedFile, ...]
    rules: int
    undecided: tuple[Undecided, ...]
    as_of: date
