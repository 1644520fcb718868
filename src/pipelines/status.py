"""Where each plant stands: what it owes, what came in, what became of it, and why.

Read from the current release. What a gate refused since then is read from the files of that build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from pipelines import releases
from pipelines.builds import Build, current_build
from pipelines.duties import duties_not_yet_due
from pipelines.messages import language, say
from pipelines.reference import read_seed
from pipelines.release_records import Release, recorded_releases
from pipelines.settings import Settings
from pipelines.store import NoReleaseError

IN_ORDER = ("accepted", "accepted_with_warnings", "replaced", "due")
SUBMISSIONS = """
select
    plant_id, period, form, status, due_on, received_at, first_received_at, is_late,
    newest_submission_id, arrival_id, sender, reason, blocking_findings, warning_findings
from fct_submission_status
order by period, plant_id, form
"""
BLOCKING_FINDINGS = """
select
    submission_id, arrival_id,
    concat_ws(' ', path, nullif(concat_ws('!', sheet, address), '')), message_en, message_zh
from fct_findings
where severity = 'blocking' and state = 'open'
order by submission_id, path, sheet, address, finding_id
"""
BROKEN_RULES = """
select rule_id, count(*)
from read_parquet($1)
where severity = 'blocking' and state = 'open'
group by rule_id
order by rule_id
"""
RAISED_RULES = """
select rule_id, raised from read_parquet($1) where raised > 0 and raised = planned order by rule_id
"""


@dataclass(frozen=True)
class SubmissionStatus:
    """One form of one plant about one period: what became of it, and why."""

    plant_id: str
    period: date
    form_id: str
    status: str
    due_on: date | None
    received_at: datetime | None
    is_late: bool
    blocking_findings: int | None
    warning_findings: int | None
    reasons: tuple[str, ...]

    @property
    def needs_attention(self) -> bool:
        """Whether it is held, missing or was late."""
        return self.is_late or self.status not in IN_ORDER


@dataclass(frozen=True)
class Refusal:
    """One rule for which a build was not released: broken, or raising, at so many places."""

    build_id: str
    as_of: date
    gate: str
    rule_id: str
    statement: str
    count: int
    has_raised: bool


@dataclass(frozen=True)
class Status:
    """The current release (null before the first), the submissions in it, and refusals since."""

    release: Release | None
    submissions: list[SubmissionStatus]
    refusals: list[Refusal]


def status_of(settings: Settings, plant: str | None = None, period: str | None = None) -> Status:
    """Where plants stand; of one plant, or of periods that begin with a text such as `2021-03`."""
    try:
        connection = releases.connect(settings)
    except NoReleaseError:
        return Status(None, [], refusals_since(settings, None))
    with connection:
        release = recorded_releases(connection)[-1]
        submissions = [*_received_or_missing(connection)]
    known = {(line.plant_id, line.form_id, line.period) for line in submissions}
    submissions += [
        line
        for line in _not_yet_due(settings, release.as_of)
        if (line.plant_id, line.form_id, line.period) not in known
    ]
    chosen = [
        line
        for line in submissions
        if plant in (None, line.plant_id) and line.period.isoformat().startswith(period or "")
    ]
    return Status(release, chosen, refusals_since(settings, release))


def refusals_since(settings: Settings, release: Release | None) -> list[Refusal]:
    """Why the last build was not released; nothing when it was, or when no gate refused it."""
    try:
        build = current_build(settings)
    except FileNotFoundError:
        return []
    if release and release.build_id == build.build_id:
        return []
    column = f"statement_{language()}"
    statements = {rule["rule_id"]: rule[column] for rule in read_seed(settings, "rules")}
    return [
        Refusal(
            build.build_id,
            build.as_of,
            gate,
            rule_id,
            statements.get(rule_id, rule_id),
            count,
            has_raised,
        )
        for gate, rule_id, count, has_raised in _refused_by(build)
    ]


def _received_or_missing(connection: duckdb.DuckDBPyConnection) -> Iterator[SubmissionStatus]:
    findings: dict[str, list[str]] = defaultdict(list)
    for submission_id, arrival_id, address, *messages in connection.execute(
        BLOCKING_FINDINGS
    ).fetchall():
        message = messages[1] if language() == "zh" else messages[0]
        for concerned in {submission_id, arrival_id} - {None}:
            findings[concerned].append(f"{address}: {message}")
    for row in connection.execute(SUBMISSIONS).fetchall():
        plant_id, period, form_id, status, due_on, received_at = row[:6]
        first_received_at, is_late, newest_submission_id, arrival_id, sender, why = row[6:12]
        blocking, warnings = row[12:]
        reasons = [*findings[newest_submission_id]] if status.startswith("held") else []
        if status == "rejected":
            reasons += findings[arrival_id]
        if status == "withdrawn":
            unstated = say("not_stated")
            said = say("why_withdrawn", sender=sender or unstated, reason=why or unstated)
            reasons.append(said)
        if status == "missing":
            reasons.append(say("why_missing", due_on=due_on))
        if is_late:
            reasons.append(say("why_late", due_on=due_on, received_on=first_received_at.date()))
        yield SubmissionStatus(
            plant_id,
            period,
            form_id,
            status,
            due_on,
            received_at,
            bool(is_late),
            blocking,
            warnings,
            tuple(reasons),
        )


def _not_yet_due(settings: Settings, as_of: date) -> Iterator[SubmissionStatus]:
    for duty in duties_not_yet_due(settings, as_of):
        reason = say("why_due", due_on=duty.due_on)
        yield SubmissionStatus(
            duty.plant_id,
            duty.period,
            duty.form_id,
            status="due",
            due_on=duty.due_on,
            received_at=None,
            is_late=False,
            blocking_findings=None,
            warning_findings=None,
            reasons=(reason,),
        )


def _refused_by(build: Build) -> Iterator[tuple[str, str, int, bool]]:
    """Gate, rule, count and whether it raised: what is broken at gate 2, what raised at either."""
    broken = build.checks / "findings_gate_2.parquet"
    for rule_id, count in _rows(BROKEN_RULES, broken):
        yield "gate_2", rule_id, count, False
    for gate in ("gate_1", "gate_2"):
        for rule_id, count in _rows(RAISED_RULES, build.checks / f"check_ledger_{gate}.parquet"):
            yield gate, rule_id, count, True


def _rows(query: str, file: Path) -> list[tuple[str, int]]:
    if not file.exists():
        return []
    with duckdb.connect() as connection:
        return connection.execute(query, [str(file)]).fetchall()
