"""Causes in words: which file came from whom and why, which lines of the reference data changed."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from pipelines.messages import say
from pipelines.reference import read_seed
from pipelines.release_records import Release
from pipelines.restatements.causes import (
    AS_OF,
    CORRECTION,
    DATA,
    REFERENCE_CAUSES,
    ROLLBACK,
    Difference,
    changed_lines,
)
from pipelines.restatements.history import ReferenceChange, Restatement
from pipelines.settings import Settings
from pipelines.store import literal

SHOWN = 5
# The id of a submission is made from that of its arrival (stg_places), which lies at the place of
# its plant, or at one that names no plant.
SUBMISSIONS = """
    with near as (
        select submissions.submission_id, submissions.plant_id, submissions.period, arrivals.*
        from changed_submissions as submissions
        inner join ledger.main.arrivals as arrivals
            on submissions.plant_id = arrivals.place_plant_text
        union all
        select submissions.submission_id, submissions.plant_id, submissions.period, arrivals.*
        from changed_submissions as submissions
        cross join (from ledger.main.arrivals where place_plant_text is null) as arrivals
    ),
    sent as (
        from near
        where submission_id
            = 'S' || left(md5(concat_ws('|', arrival_id, form_id, plant_id, period)), 16)
    )
    select
        submissions.submission_id, submissions.is_no_longer_used,
        coalesce(sent.path, submissions.path, submissions.submission_id) as path,
        sent.* exclude (submission_id, plant_id, period, path)
    from changed_submissions as submissions
    left join sent using (submission_id)
"""
# The changed factors that a changed value rests on, by the lineage of both releases.
USED_LINES = """
    with lineage as (
        select mart, row_key, plant_id, factor_id, source_mart, source_row_key
        from before.marts.bridge_lineage
        union
        select mart, row_key, plant_id, factor_id, source_mart, source_row_key
        from after.marts.bridge_lineage
    ),
    links as (from lineage where list_contains($1, factor_id)),
    plant_years as (
        select distinct
            mart, plant_id, factor_id,
            left(regexp_extract(row_key, 'period=([0-9-]+)', 1), 4) as year
        from links
    )
    select changed.mart, changed.row_key, plant_years.factor_id
    from changed
    inner join plant_years
        on changed.mart = plant_years.mart and changed.plant_id = plant_years.plant_id
    where contains(changed.row_key, concat('|year=', plant_years.year))
    union
    select changed.mart, changed.row_key, links.factor_id
    from changed
    inner join lineage on changed.mart = lineage.mart and changed.row_key = lineage.row_key
    inner join links
        on lineage.source_mart = links.mart and lineage.source_row_key = links.row_key
    where changed.plant_id is null
"""
# What is told of an arrival, as far as the ledger knows it.
TOLD = ("kind", "revision", "sender", "received_at", "reason")


class Details:
    """Says causes in words, from the tables that `Separation` left and the reference data."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: Settings,
        pair: tuple[Release, Release],
        difference: Difference,
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._before, self._after = pair
        self._difference = difference
        self._changes = list(self._changed_values())
        self._plants = {row["plant_id"] for row in read_seed(settings, "plants")}

    def restatements(self, problem: str | None) -> list[Restatement]:
        """The rows of `effects`, each with its cause in words."""
        submissions = self._submissions()
        used = self._used_lines()
        words = {
            AS_OF: "; ".join(
                [
                    f"{self._before.as_of} → {self._after.as_of}",
                    *_shortened(self._difference.dates),
                ]
            ),
            ROLLBACK: self._after.note or "",
            CORRECTION: f"{self._before.code_hash[:8]} → {self._after.code_hash[:8]}",
        }
        rows = self._connection.execute(
            """
            select
                mart, row_key, plant_id, column_name, $1, $2, value_before, value_after, cause,
                effect, change, submission_id
            from effects
            order by mart, row_key, column_name, step, submission_id
            """,
            [self._before.release_id, self._after.release_id],
        ).fetchall()
        found = []
        for row in rows:
            cause, submission_id = row[-4], row[-1]
            detail = words.get(cause, problem)
            if cause in REFERENCE_CAUSES:
                detail = self._of_reference(cause, row[2], used.get((row[0], row[1]), set()))
            elif cause == DATA:
                named = str(submission_id or "").split(";")
                told = [submissions[name] for name in named if name in submissions]
                detail = "; ".join(_shortened(told)) or None
            found.append(Restatement(*[*row, detail]))
        return found

    def reference_changes(self) -> list[ReferenceChange]:
        """Every value of the reference data that changed."""
        return self._changes

    def _changed_values(self) -> Iterator[ReferenceChange]:
        ids = self._before.release_id, self._after.release_id
        for cause, seeds in self._difference.seeds.items():
            for seed in seeds:
                for line, values in changed_lines(self._connection, seed):
                    for column, pair in values.items():
                        yield ReferenceChange(*ids, cause, seed, line, column, *pair)

    def _of_reference(self, cause: str, plant_id: str | None, used: set[str]) -> str | None:
        """The changed lines of a cause, those that the value rests on where the lineage knows any.

        Lines of other plants have no part in the value of a plant. They read like
        `factors FA0032: value 0.11 → 0.12`.
        """
        lines: dict[tuple[str, str], list[ReferenceChange]] = {}
        others = self._plants - {plant_id} if plant_id else set()
        changes = [change for change in self._changes if change.cause == cause]
        changes = [change for change in changes if change.line not in others] or changes
        near = [change for change in changes if change.line in used]
        for change in near or changes:
            lines.setdefault((change.seed, change.line), []).append(change)
        told = [f"{seed} {line}: {_said(found)}" for (seed, line), found in lines.items()]
        return "; ".join(_shortened(told)) or None

    def _used_lines(self) -> dict[tuple[str, str], set[str]]:
        """By mart and key of a changed value: the changed lines that its lineage names."""
        lines = [change.line for change in self._changes if change.cause in REFERENCE_CAUSES]
        used: dict[tuple[str, str], set[str]] = {}
        if lines:
            for mart, row_key, line in self._connection.execute(USED_LINES, [lines]).fetchall():
                used.setdefault((mart, row_key), set()).add(line)
        return used

    def _submissions(self) -> dict[str, str]:
        """Each changed submission in words: file, kind, revision, sender, time and reason."""
        ledger = literal(self._settings.ledger)
        self._connection.execute(f"attach {ledger} as ledger (read_only)")
        result = self._connection.execute(SUBMISSIONS)
        names = [column[0] for column in result.description]
        told = {}
        for row in result.fetchall():
            values = dict(zip(names, row, strict=True))
            known = ", ".join(str(values[name]) for name in TOLD if values.get(name) is not None)
            text = f"{values['path']} ({known})" if known else str(values["path"])
            if values["is_no_longer_used"]:
                text = say("no_longer_used", submission=text)
            told[values["submission_id"]] = text
        self._connection.execute("detach ledger")
        return told


def _said(changes: list[ReferenceChange]) -> str:
    """What became of one line, or that it came or went."""
    if {change.value_before for change in changes} == {None}:
        return say("line_added")
    if {change.value_after for change in changes} == {None}:
        return say("line_removed")
    return ", ".join(
        f"{change.column_name} {_shown(change.value_before)} → {_shown(change.value_after)}"
        for change in changes
    )


def _shown(value: str | None) -> str:
    return say("no_value") if value is None else value


def _shortened(told: list[str]) -> list[str]:
    """The first of many."""
    hidden = len(told) - SHOWN
    return told if hidden <= 0 else [*told[:SHOWN], say("more_causes", count=hidden)]
