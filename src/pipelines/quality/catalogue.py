"""The catalogue of consistency rules: what should be true of such data, and what decides it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.quality.rules import Rule, RuleError, read_lines
from pipelines.settings import Settings

AUDIT = "potline audit"


@dataclass(frozen=True)
class Statement:
    """One statement of the catalogue, with the rules that decide it, or why nothing does."""

    catalogue_id: str
    statement_en: str
    statement_zh: str
    severity: str
    decided_by: tuple[str, ...]
    undecided_en: str
    undecided_zh: str
    source: str


def catalogue_file(settings: Settings) -> Path:
    """Where the catalogue stands."""
    return settings.seeds / "rule_catalogue.csv"


def load_catalogue(settings: Settings, rules: list[Rule]) -> list[Statement]:
    """Every statement, in the order of the file. Raises RuleError at a wrong line."""
    path = catalogue_file(settings)
    known = {rule.rule_id for rule in rules} | {AUDIT}
    found = []
    for line, row in read_lines(path):
        decided_by = tuple(name for name in row["decided_by"].split(";") if name)
        unknown = [name for name in decided_by if name not in known]
        if unknown:
            raise RuleError(path, line, f"{unknown[0]} is no rule; rules stand in rules.csv")
        if not decided_by and not row["undecided_en"]:
            raise RuleError(path, line, "nothing decides it; say why in undecided_en")
        found.append(
            Statement(
                catalogue_id=row["catalogue_id"],
                statement_en=row["statement_en"],
                statement_zh=row["statement_zh"],
                severity=row["severity"],
                decided_by=decided_by,
                undecided_en=row["undecided_en"],
                undecided_zh=row["undecided_zh"],
                source=row["source"],
            )
        )
    return found
