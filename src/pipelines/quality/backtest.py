"""Rules tried on the history: how often each fires, and whether a correction followed.

The history is everything that was ever sent, superseded submissions too, as the last build holds
it. A rule whose alarms nobody followed is asked which threshold would have been quieter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from pipelines.builds import current_build
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.quality import records
from pipelines.quality.judging import query_of
from pipelines.quality.kinds import kinds
from pipelines.quality.rules import Rule
from pipelines.quality.view import View
from pipelines.quality.workspace import open_build
from pipelines.settings import Settings

# Parameters that decide how far off a value must be; all of them are quieter when they are larger.
LARGER_IS_QUIETER = (
    "maximum",
    "most_times",
    "least_times",
    "tolerance",
    "tolerance_share",
    "tolerance_c",
    "factor",
    "least_spreads",
    "least_values",
    "least_share",
    "least_cut",
)
SMALLER_IS_QUIETER = ("minimum",)
# A threshold is moved in these steps, away from where it is.
STEPS = (1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0)

Alarm = tuple[str, str]


class BacktestError(PotlineError):
    """A build on which the rules cannot be tried, or a rule that does not exist."""


@dataclass(frozen=True)
class Quieter:
    """A threshold that would have raised fewer alarms that nobody followed, and as many others."""

    parameter: str
    value: float
    instead_of: float
    alarms: int


@dataclass(frozen=True)
class Backtested:
    """One rule on the history.

    `alarms` are broken subjects; `corrected` those of them whose plant sent another version in
    which the rule is kept, null at gate 2, which judges no submissions.
    """

    rule_id: str
    edition: int
    gate: str
    kind: str
    severity: str
    judged: int
    alarms: int
    corrected: int | None
    quieter: Quieter | None


def backtest(settings: Settings, rules: Sequence[Rule]) -> Iterator[Backtested]:
    """How each rule fares on the history of the last build. Raises BacktestError without one."""
    build = current_build(settings)
    if not build.database.exists():
        raise BacktestError(say("no_build_to_try_on", path=build.database))
    with open_build(settings, build) as connection:
        records.prepare(connection, list(rules), [], build.as_of)
        records.take_history(connection)
        yield from backtest_on(connection, rules, build.as_of)


def backtest_on(
    connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule], as_of: date
) -> Iterator[Backtested]:
    """The same on an open build. Raises BacktestError for a rule that the build cannot answer."""
    for rule in rules:
        with _told(rule):
            yield _backtested(connection, rule, as_of)


def _backtested(connection: duckdb.DuckDBPyConnection, rule: Rule, as_of: date) -> Backtested:
    judged = _judged(connection, rule, as_of)
    alarms = _alarms(connection, rule, as_of)
    corrected = _corrected(connection, alarms) if rule.gate == "gate_1" else None
    followed = corrected or set()
    return Backtested(
        rule.rule_id,
        rule.edition,
        rule.gate,
        rule.kind,
        rule.severity,
        judged,
        len(alarms),
        None if corrected is None else len(corrected),
        None if followed == set(alarms) else _quieter(connection, rule, as_of, alarms, followed),
    )


def _judged(connection: duckdb.DuckDBPyConnection, rule: Rule, as_of: date) -> int:
    counted = connection.execute(
        f"select count(*) from ({query_of(rule, View(as_of), 'subjects')}\n)"
    ).fetchone()
    return int(counted[0]) if counted else 0


def _alarms(connection: duckdb.DuckDBPyConnection, rule: Rule, as_of: date) -> list[Alarm]:
    """The submission (empty at gate 2) and the key of every broken subject."""
    found = connection.execute(
        f"""
        select * from (select null as submission_id, null as finding_key where false)
        union all by name
        select * from ({query_of(rule, View(as_of), "failing")}
        )
        """
    )
    names = [column[0] for column in found.description or []]
    submission, key = names.index("submission_id"), names.index("finding_key")
    return [(str(row[submission] or ""), str(row[key])) for row in found.fetchall()]


def _corrected(connection: duckdb.DuckDBPyConnection, alarms: list[Alarm]) -> set[Alarm]:
    """The alarms whose plant sent a version that goes before, in which the rule is kept there."""
    rows = connection.execute(
        """
        select earlier.submission_id, later.submission_id
        from staging.stg_submissions as earlier
        inner join staging.stg_submissions as later using (plant_id, period, frequency)
        where later.precedence < earlier.precedence
        """
    ).fetchall()
    broken = {(submission_id, _thing(key)) for submission_id, key in alarms}
    versions: dict[str, list[str]] = {}
    for earlier, later in rows:
        versions.setdefault(earlier, []).append(later)
    return {
        (submission_id, key)
        for submission_id, key in alarms
        if any((later, _thing(key)) not in broken for later in versions.get(submission_id, []))
    }


def _thing(key: str) -> str:
    """What a key is about, whatever the cell: another version has other cells."""
    return "|".join(part for part in key.split("|") if "!" not in part)


def _quieter(
    connection: duckdb.DuckDBPyConnection,
    rule: Rule,
    as_of: date,
    alarms: list[Alarm],
    corrected: set[Alarm],
) -> Quieter | None:
    """The nearest threshold with fewer alarms that finds all that were corrected."""
    for parameter, value, threshold in _thresholds(rule):
        moved = replace(rule, parameters={**rule.parameters, parameter: threshold})
        found = _alarms(connection, moved, as_of)
        if len(found) < len(alarms) and corrected <= set(found):
            return Quieter(parameter, threshold, value, len(found))
    return None


def _thresholds(rule: Rule) -> Iterator[tuple[str, float, float]]:
    """Parameter, value and next value, the smallest steps first."""
    parameters: dict[str, Any] = kinds()[rule.gate, rule.kind].completed(rule.parameters)
    for step in STEPS:
        for name, value in parameters.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value:
                continue
            is_outward = (name in LARGER_IS_QUIETER) == (value > 0)
            if name in LARGER_IS_QUIETER or name in SMALLER_IS_QUIETER:
                yield name, float(value), float(value * step if is_outward else value / step)


@contextmanager
def _told(rule: Rule) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise BacktestError(say("rule_not_tried", rule_id=rule.rule_id, reason=reason)) from error
