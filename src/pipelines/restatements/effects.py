"""Effects of causes: how much of a changed value each cause explains, by states built in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import duckdb

from pipelines.inputs import code_hash
from pipelines.release_records import Release, recorded_arrivals
from pipelines.restatements import sql
from pipelines.restatements.causes import (
    AFTER,
    AS_OF,
    BEFORE,
    DATA,
    NOT_SEPARABLE,
    ROLLBACK,
    Difference,
)
from pipelines.restatements.figures import ComparedColumn, take_values
from pipelines.restatements.rebuilding import Rebuilder, RebuildError, State
from pipelines.settings import Settings
from pipelines.store import literal

Report = Callable[[int, int], None]


class Separation:
    """Separates the effects of the causes in which two releases differ.

    The connection has both as `before` and `after`, their values as state 0 and `LAST_STATE`, and
    the changed ones in `changed`.
    """

    LAST_STATE = 99

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: Settings,
        releases: tuple[Release, Release],
        difference: Difference,
        columns: list[ComparedColumn],
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._before, self._after = releases
        self._difference = difference
        self._columns = columns
        self.problem: str | None = None
        self.rebuilds = 0

    def run(self, report: Report) -> None:
        """Fill `effects`; `report` is told of each rebuild and of how many there are."""
        self._connection.execute("create or replace table steps (state integer, cause varchar)")
        self._connection.execute(
            "create or replace table summands as select state, mart, row_key, column_name, "
            "plant_id, period, value from parts limit 0"
        )
        whole = self._cause_of_all()
        if whole:
            self._steps([(0, None), (self.LAST_STATE, whole)])
        else:
            self._build(report)
        self._connection.execute(sql.STEPPED)
        for query in (
            sql.SUBMISSIONS,
            sql.ROWS_OF_FIGURES,
            sql.MONTHS,
            sql.PIECES,
            sql.CANDIDATES,
            sql.EFFECTS,
        ):
            self._connection.execute(query)

    def _cause_of_all(self) -> str | None:
        """The one cause of every change, where there is but one; null where steps are needed."""
        causes = self._difference.causes
        if self._after.kind == ROLLBACK:
            return ROLLBACK
        if not causes:
            return self._difference.remainder
        if len(causes) > 1 or self._difference.has_other_code or self._difference.unreadable:
            return None
        if causes == [DATA]:
            self._take_summands(BEFORE, 0)
            self._take_summands(AFTER, self.LAST_STATE)
        return causes[0]

    def _build(self, report: Report) -> None:
        """Build the states between the releases, and note by which cause each is reached."""
        remainder = self._difference.remainder
        causes = self._difference.causes
        is_current = self._after.code_hash == code_hash(self._settings)
        starts_alike = is_current and not self._difference.has_other_code
        starts_alike = starts_alike and not self._difference.unreadable
        plan: list[tuple[str, int]] = [] if starts_alike else [(remainder, 0)]
        plan += [(cause, number) for number, cause in enumerate(causes, start=1)]
        ends_alike = is_current
        built = plan[:-1] if ends_alike else plan
        steps: list[tuple[int, str | None]] = [(0, None)]
        if starts_alike and causes[0] == DATA:
            self._take_summands(BEFORE, 0)
        marts = sorted({column.mart for column in self._columns} | {"bridge_lineage"})
        try:
            with Rebuilder(self._settings, self._connection, marts) as rebuilder:
                for number, (cause, taken) in enumerate(built, start=1):
                    report(number, len(built))
                    database = rebuilder.rebuild(self._state(causes[:taken]))
                    self._take(database, number, near_data=DATA in causes[:1] and taken <= 1)
                    steps.append((number, cause))
                    self.rebuilds = number
        except RebuildError as fault:
            self.problem = str(fault)
            self._steps([*steps, (self.LAST_STATE, NOT_SEPARABLE)])
            return
        last = plan[-1][0] if ends_alike else remainder
        self._steps([*steps, (self.LAST_STATE, last)])
        if last == DATA:
            self._take_summands(AFTER, self.LAST_STATE)

    def _state(self, taken: Iterable[str]) -> State:
        """The inputs of a state that has taken on those of some causes from the release after."""
        taken = set(taken)
        seeds = {
            seed: AFTER if cause in taken else BEFORE
            for cause, names in self._difference.seeds.items()
            for seed in names
        }
        arrivals = self._after if DATA in taken or not self._difference.has_other_data else None
        return State(
            tuple(recorded_arrivals(self._connection, arrivals or self._before)),
            seeds,
            (self._after if AS_OF in taken else self._before).as_of,
        )

    def _take(self, database: Path, state: int, near_data: bool) -> None:
        # The views of a build name its database, which dbt calls after the file.
        name = database.stem
        with ExitStack() as stack:
            self._connection.execute(f"attach {literal(database)} as {name} (read_only)")
            stack.callback(self._connection.execute, f"detach {name}")
            take_values(self._connection, self._columns, name, state)
            if near_data:
                self._take_summands(name, state)

    def _take_summands(self, database: str, state: int) -> None:
        self._connection.execute(sql.SUMMANDS.format(database=database, state=state))

    def _steps(self, steps: list[tuple[int, str | None]]) -> None:
        self._connection.executemany("insert into steps values (?, ?)", steps)
