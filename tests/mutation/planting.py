"""Faults planted in a build, one at a time: what was changed, and where a finding is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.quality import records
from pipelines.quality.judging import query_of
from pipelines.quality.rules import Rule
from pipelines.quality.sql import statement
from pipelines.quality.view import View

Row = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """One change of a build, as SQL, with the place at which a finding is due.

    `place` holds columns of the finding and the values they must have; `cell_id` the cell that
    must be among its cells, where the changed thing has one.
    """

    what: str
    statements: tuple[str, ...]
    place: Mapping[str, object]
    cell_id: str | None = None


@dataclass(frozen=True)
class Seen:
    """What planting came to for one rule: how many faults were planted, and the one it found."""

    rule: Rule
    planted: int
    found: Fault | None
    told: str


class Build:
    """A copy of a build that may be changed; every change is taken back."""

    def __init__(self, file: Path, ledger: Path, as_of: date) -> None:
        self.connection = duckdb.connect(str(file))
        self.connection.execute(f"attach '{ledger}' as ledger (read_only)")
        self.connection.execute("create schema gate")
        self._as_of = as_of
        self.connection.execute(statement("tables"))
        records.settle_findings(self.connection)
        records.take_history(self.connection)

    def rows(self, query: str) -> list[Row]:
        """The rows of a query, by column."""
        found = self.connection.execute(query)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def columns(self, table: str) -> list[str]:
        """The columns of a table."""
        return [row["column_name"] for row in self.rows(f"describe {table}")]

    def failing(self, rule: Rule) -> list[Row]:
        """The broken subjects of a rule, as they stand now."""
        return self.rows(query_of(rule, View(self._as_of, valid_to=rule.valid_to), "failing"))

    @contextmanager
    def changed(self, fault: Fault) -> Iterator[bool]:
        """The build with a fault in it; false where the fault cannot be planted."""
        self.connection.execute("begin")
        try:
            yield self._plant(fault)
        finally:
            self.connection.execute("rollback")

    def _plant(self, fault: Fault) -> bool:
        try:
            for statement in fault.statements:
                self.connection.execute(statement)
        except duckdb.Error:
            return False
        return True


def try_faults(build: Build, rule: Rule, faults: Iterator[Fault], most: int) -> Seen:
    """Plants faults until the rule finds one at its place, `most` of them at most."""
    known = {_key(row) for row in build.failing(rule)}
    planted, told = 0, ""
    for fault in faults:
        if planted == most:
            break
        with build.changed(fault) as is_planted:
            if not is_planted:
                continue
            planted += 1
            try:
                new = [row for row in build.failing(rule) if _key(row) not in known]
            except duckdb.Error as error:
                told = str(error).splitlines()[0]
                continue
        for row in new:
            if _is_at(row, fault):
                return Seen(rule, planted, fault, str(row["found_en"]))
        if new:
            told = f"elsewhere: {new[0].get('found_en')}"
    return Seen(rule, planted, None, told)


def _key(row: Row) -> tuple[object, ...]:
    return tuple(
        str(row.get(name)) for name in ("submission_id", "plant_id", "finding_key", "found_en")
    )


def _is_at(row: Row, fault: Fault) -> bool:
    is_there = all(row[name] == value for name, value in fault.place.items() if row.get(name))
    cells = row.get("cell_ids") or []
    return is_there and (fault.cell_id is None or fault.cell_id in cells)
