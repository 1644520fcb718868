"""Rules as data: what stands in `rules.csv`, read and checked line by line.

A wrong line is an error that names the line and the way out; nothing is guessed and no rule is
skipped. How rules are judged lives in `judging`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.errors import PotlineError
from pipelines.quality.kinds import Kind, kinds
from pipelines.quality.parameters import Vocabulary, faults_in
from pipelines.settings import Settings

SEVERITIES = ("blocking", "compliance", "warning", "info")
HOLDS = ("submission", "later_submission", "none")
GATES = ("gate_1", "gate_2")
TEXTS = ("domain", "guards", "statement_en", "statement_zh", "reason_en", "reason_zh", "source")


class RuleError(PotlineError):
    """A line of a file of rules or waivers that cannot be meant."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        super().__init__(f"{path.name} line {line}: {fault}")


@dataclass(frozen=True)
class Rule:
    """One edition of a rule: a statement that the data must satisfy."""

    rule_id: str
    edition: int
    kind: str
    gate: str
    stage: int
    severity: str
    holds: str
    guards: str
    requires_rows: bool
    domain: str
    statement_en: str
    statement_zh: str
    reason_en: str
    reason_zh: str
    expected_en: str
    expected_zh: str
    parameters: dict[str, Any]
    source: str
    valid_from: date
    valid_to: date | None

    def is_in_force(self, today: date) -> bool:
        """Whether the edition judges on a day."""
        return self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)

    @property
    def needs_history(self) -> bool:
        """Whether it takes more than one submission, or the date, to decide the rule."""
        return self.stage > 1 or kinds()[self.gate, self.kind].needs_history(self.parameters)

    @property
    def terms(self) -> int:
        """How many terms it combines; 0 where it looks at each value for itself."""
        return sum(len(self.parameters.get(side, [])) for side in ("left", "right"))

    @property
    def thresholds(self) -> dict[str, float]:
        """The numbers among its parameters, by name."""
        return {
            name: value
            for name, value in self.parameters.items()
            if isinstance(value, (int, float)) and not isinstance(value, bool)
        }


def rules_file(settings: Settings) -> Path:
    """Where the rules stand."""
    return settings.seeds / "rules.csv"


def load_rules(settings: Settings) -> list[Rule]:
    """Every rule and edition, in the order of the file. Raises RuleError at a wrong line."""
    path = rules_file(settings)
    vocabulary = Vocabulary.read(settings)
    found: dict[tuple[str, int], Rule] = {}
    for line, row in read_lines(path):
        try:
            rule = _rule(row, vocabulary)
            if (rule.rule_id, rule.edition) in found:
                raise ValueError(
                    f"rule {rule.rule_id} has edition {rule.edition} twice; count editions up"
                )
        except ValueError as fault:
            raise RuleError(path, line, str(fault)) from fault
        found[rule.rule_id, rule.edition] = rule
    return list(found.values())


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file, each with the number of the line on which it begins."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        begins = reader.line_num + 1
        for row in reader:
            yield max(begins, 2), row
            begins = reader.line_num + 1


def day(text: str, column: str) -> date:
    """A day as `2021-03-31`. Raises ValueError otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"{column} is {text!r}; write a day as 2021-03-31") from fault


def one_of(text: str, column: str, known: tuple[str, ...]) -> str:
    """The text, when it is known. Raises ValueError with what is known otherwise."""
    if text not in known:
        raise ValueError(f"{column} is {text!r}; it must be one of {', '.join(known)}")
    return text


def _rule(row: dict[str, str], vocabulary: Vocabulary) -> Rule:
    rule_id = row["rule_id"]
    for column in ("rule_id", *TEXTS):
        if not row[column]:
            raise ValueError(f"{column} of rule {rule_id or '(no name)'} is empty")
    gate = one_of(row["gate"], "gate", GATES)
    kind = _kind(gate, row["kind"])
    severity = one_of(row["severity"], "severity", SEVERITIES)
    if severity == "blocking" and not kind.may_block:
        raise ValueError(f"rule {rule_id} is blocking, but rules of kind {kind.name} never block")
    return Rule(
        rule_id=rule_id,
        edition=int(row["edition"]),
        kind=kind.name,
        gate=gate,
        stage=int(one_of(row["stage"], "stage", ("1", "2", "3", "4"))),
        severity=severity,
        holds=one_of(row["holds"], "holds", HOLDS),
        requires_rows=one_of(row["requires_rows"], "requires_rows", ("true", "false")) == "true",
        parameters=_parameters(rule_id, kind, row["parameters"], vocabulary),
        expected_en=row["expected_en"],
        expected_zh=row["expected_zh"],
        valid_from=day(row["valid_from"], "valid_from"),
        valid_to=day(row["valid_to"], "valid_to") if row["valid_to"] else None,
        **{column: row[column] for column in TEXTS},
    )


def _kind(gate: str, name: str) -> Kind:
    if (gate, name) not in kinds():
        known = ", ".join(sorted(kind for known_gate, kind in kinds() if known_gate == gate))
        raise ValueError(f"{gate} knows no kind {name!r}; it knows {known}")
    return kinds()[gate, name]


def _parameters(rule_id: str, kind: Kind, text: str, vocabulary: Vocabulary) -> dict[str, Any]:
    try:
        values = json.loads(text or "{}")
    except json.JSONDecodeError as fault:
        raise ValueError(f"the parameters of rule {rule_id} are not JSON: {fault}") from fault
    if not isinstance(values, dict):
        raise ValueError(f"the parameters of rule {rule_id} are not a JSON object")
    wrong = next(faults_in(kind, values, vocabulary), None)
    if wrong:
        raise ValueError(f"rule {rule_id}: {wrong}")
    return values
