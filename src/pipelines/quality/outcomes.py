"""What a gate says of itself: the outcome of the gate, and of each of its rules."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.quality.rules import Rule


@dataclass(frozen=True)
class RuleOutcome:
    """How one edition of a rule fared: planned = passed + failed + waived + raised, in subjects."""

    rule: Rule
    planned: int
    passed: int
    failed: int
    waived: int
    raised: int


@dataclass(frozen=True)
class GateOutcome:
    """What a gate found: its rules, how many findings, and what it holds back or refuses."""

    gate: str
    rules: tuple[RuleOutcome, ...]
    findings: int
    held_submissions: int
    refused: bool
