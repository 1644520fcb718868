"""Waivers: reasoned acceptances of findings, read from `waivers.csv` and checked line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.quality.rules import Rule, RuleError, day, read_lines
from pipelines.settings import Settings

REQUIRED = (
    "waiver_id",
    "rule_id",
    "fingerprint",
    "reason",
    "granted_by",
    "granted_on",
    "expires_on",
)


@dataclass(frozen=True)
class Waiver:
    """One waiver: findings of one rule with one fingerprint, of a plant and periods where named.

    `found` is what stood in the finding when it was given, for people to compare.
    """

    waiver_id: str
    rule_id: str
    plant_id: str | None
    period_from: date | None
    period_to: date | None
    fingerprint: str
    found: str
    expires_on: date


def load_waivers(settings: Settings, rules: list[Rule]) -> list[Waiver]:
    """Every waiver, expired ones too. Raises RuleError at the first wrong line."""
    path = settings.seeds / "waivers.csv"
    known = {rule.rule_id for rule in rules}
    waivers: dict[str, Waiver] = {}
    for line, row in read_lines(path):
        try:
            waiver = _waiver(row, known)
            if waiver.waiver_id in waivers:
                raise ValueError(f"waiver {waiver.waiver_id} stands there twice")
        except ValueError as fault:
            raise RuleError(path, line, str(fault)) from fault
        waivers[waiver.waiver_id] = waiver
    return list(waivers.values())


def _waiver(row: dict[str, str], known_rules: set[str]) -> Waiver:
    for column in REQUIRED:
        if not row[column]:
            raise ValueError(
                f"{column} is empty; a waiver says who accepts which values, why and how long; "
                "`potline waivers line FINDING` writes the line"
            )
    if row["rule_id"] not in known_rules:
        raise ValueError(f"there is no rule {row['rule_id']!r} in rules.csv")
    day(row["granted_on"], "granted_on")
    return Waiver(
        waiver_id=row["waiver_id"],
        rule_id=row["rule_id"],
        plant_id=row["plant_id"] or None,
        period_from=day(row["period_from"], "period_from") if row["period_from"] else None,
        period_to=day(row["period_to"], "period_to") if row["period_to"] else None,
        fingerprint=row["fingerprint"],
        found=row["found"],
        expires_on=day(row["expires_on"], "expires_on"),
    )
