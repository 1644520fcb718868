"""Waivers as people see them: which of them hold, and the line that accepts a finding.

What a waiver is and when it holds is decided by gate 1 and gate 2; here their findings are read.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.builds import Build, current_build
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.quality.rules import load_rules
from pipelines.quality.waivers import Waiver, load_waivers
from pipelines.settings import Settings

ACCEPTED = "select distinct waiver_id from read_parquet($1) where waiver_id is not null"
ENDED = """
select split_part(finding_key, '|', 1), found
from read_parquet($1)
where kind = 'waiver'
"""
FINDING = """
select rule_id, plant_id, period, fingerprint, found
from read_parquet($1)
where finding_id = $2
"""


@dataclass(frozen=True)
class WaiverState:
    """One waiver and what became of it: `holds`, `expired`, `values_changed`, `without_finding`.

    `told` is what the gates say of one that no longer holds though its finding is there.
    """

    waiver: Waiver
    state: str
    told: str | None


def waiver_states(settings: Settings) -> list[WaiverState]:
    """Every waiver, by the last build that was judged. Raises PotlineError before the first."""
    build = _judged_build(settings)
    files = str(build.checks / "findings_*.parquet")
    with duckdb.connect() as connection:
        accepted = {row[0] for row in connection.execute(ACCEPTED, [files]).fetchall()}
        ended = dict(connection.execute(ENDED, [files]).fetchall())
    return [
        WaiverState(waiver, _state(waiver, build, accepted, ended), ended.get(waiver.waiver_id))
        for waiver in load_waivers(settings, load_rules(settings))
    ]


def waiver_line(
    settings: Settings, finding_id: str, reason: str, granted_by: str, until: date
) -> str:
    """The line of `waivers.csv` that accepts one finding. Raises PotlineError where none is it."""
    build = _judged_build(settings)
    with duckdb.connect() as connection:
        files = str(build.checks / "findings_*.parquet")
        row = connection.execute(FINDING, [files, finding_id]).fetchone()
    if row is None:
        raise PotlineError(say("no_such_finding", finding_id=finding_id, build_id=build.build_id))
    rule_id, plant_id, period, fingerprint, found = row
    values = {
        "waiver_id": f"W-{finding_id}",
        "rule_id": rule_id,
        "plant_id": plant_id,
        "period_from": period,
        "period_to": period,
        "fingerprint": fingerprint,
        "found": found,
        "reason": reason,
        "granted_by": granted_by,
        "granted_on": build.as_of,
        "expires_on": until,
    }
    line = io.StringIO()
    with (settings.seeds / "waivers.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    csv.DictWriter(line, columns, lineterminator="").writerow(values)
    return line.getvalue()


def _judged_build(settings: Settings) -> Build:
    """The last build, with findings. Raises PotlineError where no gate has run."""
    try:
        build = current_build(settings)
    except FileNotFoundError:
        build = None
    if build is None or not (build.checks / "findings_gate_1.parquet").exists():
        raise PotlineError(say("nothing_judged_yet"))
    return build


def _state(waiver: Waiver, build: Build, accepted: set[str], ended: dict[str, str]) -> str:
    if waiver.waiver_id in accepted:
        return "holds"
    if waiver.expires_on < build.as_of:
        return "expired"
    return "values_changed" if waiver.waiver_id in ended else "without_finding"
