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
from pipelines.quality.sql import literal
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
# Rejected files that the path places are told with their plant.
OF_NO_PLANT = """
select
    path,
    rule_id,
    count(*),
    arg_min(concat_ws('!', sheet, address), (length(address), address, sheet)),
    arg_min(message_en, (length(address), address, sheet)),
    arg_min(message_zh, (length(address), address, sheet))
from {findings}
where
    severity = 'blocking' and state = 'open' and path is not null
    and submission_id is null
    and not list_contains($told, arrival_id)
group by path, rule_id
order by path, rule_id
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
class Unplaced:
    """What of a file belongs to no known plant: a rule, how often, and the first place of it."""

    path: str
    rule_id: str
    count: int
    address: str
    message: str


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
    """The current release (null before the first), the submissions in it, and refusals since.

    `unplaced` is what belongs to no plant: of the release, before the first one of the last build.
    """

    release: Release | None
    submissions: list[SubmissionStatus]
    unplaced: list[Unplaced]
    refusals: list[Refusal]


def status_of(settings: Settings, plant: str | None = None, period: str | None = None) -> Status:
    """Where plants stand; of one plant, or of periods that begin with a text such as `2021-03`."""
    try:
        connection = releases.connect(settings)
    except NoReleaseError:
        return Status(None, [], _of_build(settings), refusals_since(settings, None))
    with connection:
        release = recorded_releases(connection)[-1]
        submissions = [*_received_or_missing(connection)]
        told = [*_rejected_at_a_place(connection)]
        unplaced = [] if plant or period else _unplaced(connection, "fct_findings", told)
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
    return Status(release, chosen, unplaced, refusals_since(settings, release))


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


def _rejected_at_a_place(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The arrivals that are told as the rejected file of a plant and period."""
    query = "select distinct arrival_id from fct_submission_status where status = 'rejected'"
    yield from (arrival_id for (arrival_id,) in connection.execute(query).fetchall())


def _of_build(settings: Settings) -> list[Unplaced]:
    """What of the files of the last build belongs to no plant; empty where there is no build."""
    try:
        file = current_build(settings).checks / "findings_gate_1.parquet"
    except FileNotFoundError:
        return []
    if not file.exists():
        return []
    with duckdb.connect() as connection:
        return _unplaced(connection, f"read_parquet({literal(str(file))})", [])


def _unplaced(
    connection: duckdb.DuckDBPyConnection, findings: str, told: list[str]
) -> list[Unplaced]:
    query = OF_NO_PLANT.format(findings=findings)
    found = connection.execute(query, {"told": told}).fetchall()
    is_chinese = language() == "zh"
    return [
        Unplaced(path, rule_id, count, address, chinese if is_chinese else english)
        for path, rule_id, count, address, english, chinese in found
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
