"""Which inputs two releases differ in, by cause, and in which steps their effects are separated.

The order is fixed: data, factor, method, boundary, rule, as-of date. Each step takes the inputs of
one cause from the release after, on top of the steps before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from pipelines.inputs import hash_arrivals
from pipelines.reference import read_seed
from pipelines.release_records import Release, recorded_arrivals
from pipelines.settings import Settings
from pipelines.tables import quoted, tables_of

DATA, AS_OF, ROLLBACK = "data", "as_of", "rollback"
CORRECTION, NOT_SEPARABLE = "correction of code", "not separable"
REFERENCE_CAUSES = ("factor", "method", "boundary", "rule")
ORDER = (DATA, *REFERENCE_CAUSES, AS_OF)
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Difference:
    """What two releases were made from, where it differs.

    `seeds` are the tables of reference data that differ, by cause; `dates` are those by which a
    figure may change that passed between the two as-of dates, and `unreadable` says why inputs
    cannot be put in place of each other, both in words.
    """

    seeds: dict[str, list[str]]
    has_other_data: bool
    dates: list[str]
    has_other_code: bool
    unreadable: list[str] = field(default_factory=list)

    @property
    def causes(self) -> list[str]:
        """The causes whose inputs differ and can be separated, in their order."""
        differs = {DATA: self.has_other_data, AS_OF: bool(self.dates)}
        return [cause for cause in ORDER if differs.get(cause, cause in self.seeds)]

    @property
    def remainder(self) -> str:
        """The name of what no separated cause explains."""
        return NOT_SEPARABLE if self.unreadable else CORRECTION


def difference_between(
    connection: duckdb.DuckDBPyConnection, settings: Settings, before: Release, after: Release
) -> Difference:
    """What differs, from the store as `lake` and its two snapshots as `before` and `after`."""
    seeds: dict[str, list[str]] = {}
    unreadable: list[str] = []
    causes = {row["seed"]: row["cause"] for row in read_seed(settings, "restatement_causes")}
    for name, problem in _changed_seeds(connection, settings).items():
        if problem or name not in causes:
            unreadable.append(problem or f"{name}: not in restatement_causes.csv")
        else:
            seeds.setdefault(causes[name], []).append(name)
    has_other_data = before.archive_hash != after.archive_hash
    for release in (before, after):
        arrivals = recorded_arrivals(connection, release)
        if has_other_data and hash_arrivals(arrivals) != release.archive_hash:
            unreadable.append(f"arrivals of {release.release_id}: not recorded")
    return Difference(
        seeds=seeds,
        has_other_data=has_other_data and not any("arrivals of" in word for word in unreadable),
        dates=_passed_dates(connection, settings, before, after),
        has_other_code=before.code_hash != after.code_hash or _layouts_differ(before, after),
        unreadable=unreadable,
    )


def changed_lines(
    connection: duckdb.DuckDBPyConnection, seed: str
) -> list[tuple[str, dict[str, tuple[str | None, str | None]]]]:
    """The lines of a seed that changed: first column, and what its values were and are."""
    rows: dict[str, dict[str, list[dict[str, str | None]]]] = {}
    for side, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
        found = connection.execute(
            f"select columns(*)::varchar from (from {side}.reference.{seed} "
            f"except all from {other}.reference.{seed})"
        )
        names = [column[0] for column in found.description]
        for row in found.fetchall():
            lines = rows.setdefault(str(row[0]), {BEFORE: [], AFTER: []})
            lines[side].append(dict(zip(names, row, strict=True)))
    changes = []
    for key, lines in sorted(rows.items()):
        for index in range(max(len(lines[BEFORE]), len(lines[AFTER]))):
            old = lines[BEFORE][index] if index < len(lines[BEFORE]) else {}
            new = lines[AFTER][index] if index < len(lines[AFTER]) else {}
            values = {name: (old.get(name), new.get(name)) for name in {**old, **new}}
            changes.append((key, {n: pair for n, pair in values.items() if pair[0] != pair[1]}))
    return changes


def _changed_seeds(connection: duckdb.DuckDBPyConnection, settings: Settings) -> dict[str, str]:
    """The seeds that differ, each with why one cannot stand for the other; mostly nothing."""
    sides = {side: tables_of(connection, side, "reference") for side in (BEFORE, AFTER)}
    changed = {}
    for key in sorted(sides[BEFORE].keys() | sides[AFTER].keys()):
        name = key[1]
        shapes = [sides[side][key].shape if key in sides[side] else None for side in sides]
        if None in shapes or not (settings.seeds / f"{name}.csv").exists():
            continue  # A table that one release does not know came, or went, with its code.
        if shapes[0] != shapes[1]:
            changed[name] = f"{name}: other columns"
        elif connection.execute(
            f"select 1 from (from before.reference.{name} except all from after.reference.{name}) "
            f"union all select 1 from (from after.reference.{name} "
            f"except all from before.reference.{name}) limit 1"
        ).fetchone():
            changed[name] = ""
    return changed


def _passed_dates(
    connection: duckdb.DuckDBPyConnection, settings: Settings, before: Release, after: Release
) -> list[str]:
    """The dates between the two as-of dates: `waivers W1: expires_on 2021-09-30`."""
    if before.as_of == after.as_of:
        return []
    days = sorted([before.as_of, after.as_of])
    moving = [
        row["seed"]
        for row in read_seed(settings, "restatement_causes")
        if row["dates_move_figures"] == "true"
    ]
    passed: list[str] = []
    for (_, name), table in tables_of(connection, AFTER, "reference").items():
        key, dates = table.shape[0][0], [name for name, kind in table.shape if kind == "DATE"]
        for date in dates if name in moving else []:
            rows = connection.execute(
                f"select {quoted(key)}, {quoted(date)} from after.reference.{name} "
                f"where {quoted(date)} between $1 and $2 order by all",
                days,
            ).fetchall()
            passed += [f"{name} {line}: {date} {day}" for line, day in rows]
    return passed


def _layouts_differ(before: Release, after: Release) -> bool:
    """Whether files are read by other layouts, which releases do not keep."""
    if before.layouts_hash and after.layouts_hash:
        return before.layouts_hash != after.layouts_hash
    return before.reference_hash != after.reference_hash
