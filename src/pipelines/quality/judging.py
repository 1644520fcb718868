"""Rules judged: each is counted by Great Expectations, and every broken subject is noted down.

A rule that raises is run again plant by plant: the plants on whose data it raises are held. What
the findings, verdicts and ledgers made of the notes look like lives in the SQL files.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, Protocol

import duckdb

from pipelines.errors import PotlineError
from pipelines.quality.kinds import kinds, render
from pipelines.quality.records import changed_rows, settle_findings
from pipelines.quality.rules import Rule
from pipelines.quality.sql import literal, statement
from pipelines.quality.view import View

Asked = Literal["subjects", "failing"]


class CheckError(Exception):
    """A query of a rule that raised instead of answering."""


class CheckRaisedError(PotlineError, RuntimeError):
    """A rule that raises for every plant: nothing can be said, so the run stops."""

    def __init__(self, rule: Rule, error: CheckError) -> None:
        super().__init__(
            f"rule {rule.rule_id} (edition {rule.edition}) raises for every plant: {error}; "
            f"correct its parameters in rules.csv or the template of kind {rule.kind}"
        )


class CountsDifferError(RuntimeError):
    """Great Expectations and the rows of the same query do not agree."""

    def __init__(self, rule: Rule, counted: int, noted: int) -> None:
        super().__init__(
            f"rule {rule.rule_id}: Great Expectations counted {counted} failing rows, "
            f"the same query returned {noted}"
        )


class Counter(Protocol):
    """What counts the subjects of a rule, and raises CheckError when its query raises."""

    def count(self, query: str) -> tuple[int, int]:
        """How many rows a query has, and how many of them are broken."""


class Judge:
    """Judges rules on one build, and notes in `gate` what they judged and what broke them."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        counter: Counter,
        as_of: date,
        plants: Iterable[str],
    ) -> None:
        self._connection = connection
        self._counter = counter
        self._as_of = as_of
        self._plants = sorted(plants)

    def judge_all(self, rules: Iterable[Rule]) -> None:
        """Judges the rules of one stage. Raises CheckRaisedError.

        One wrong value may break many rules. What looks at fewer values points nearer at it, so it
        goes first, what blocks before what warns; see `consequences.sql`.
        """
        for rule in sorted(rules, key=lambda rule: (rule.severity != "blocking", rule.terms)):
            self.judge(rule)

    def judge(self, rule: Rule) -> None:
        """Judges a rule on all plants or, when it raises, on each. Raises CheckRaisedError."""
        try:
            self._run(rule, View(self._as_of, valid_to=rule.valid_to))
        except CheckError as error:
            if not can_run_by_plant(rule):
                raise CheckRaisedError(rule, error) from error
            self._judge_by_plant(rule, error)

    def _judge_by_plant(self, rule: Rule, error_of_all: CheckError) -> None:
        raised: dict[str, str] = {}
        for plant_id in self._plants:
            try:
                self._run(rule, View(self._as_of, plant_id, rule.valid_to))
            except CheckError as error:
                raised[plant_id] = str(error)
        if len(raised) in (0, len(self._plants)):
            raise CheckRaisedError(rule, error_of_all) from error_of_all
        for plant_id, message in raised.items():
            self._note_raised(rule, plant_id, message)

    def _run(self, rule: Rule, view: View) -> None:
        subjects, broken = self._counter.count(query_of(rule, view, "subjects"))
        if broken:
            self._note_broken(rule, query_of(rule, view, "failing"), broken)
            if rule.gate == "gate_1" and rule.stage == 1:
                subjects -= self._take_back_consequences(rule)
        self._connection.execute(
            "insert into gate.runs values (?, ?, ?)", [rule.rule_id, rule.edition, subjects]
        )

    def _note_broken(self, rule: Rule, query: str, counted: int) -> None:
        try:
            noting = self._connection.execute(
                f"""
                insert into gate.broken by name
                select {literal(rule.rule_id)} as rule_id, {rule.edition} as edition,
                    false as is_raised, failing.*
                from ({query}
                ) as failing
                """
            )
        except duckdb.Error as error:
            raise CheckError(str(error).splitlines()[0]) from error
        noted = changed_rows(noting)
        if noted != counted:
            raise CountsDifferError(rule, counted, noted)

    def _take_back_consequences(self, rule: Rule) -> int:
        """How many broken subjects were taken back; they are not judged, because others are."""
        settle_findings(self._connection, is_within_stage=True)
        return changed_rows(
            self._connection.execute(
                statement("consequences"), [rule.rule_id, rule.edition, rule.severity == "blocking"]
            )
        )

    def _note_raised(self, rule: Rule, plant_id: str, message: str) -> None:
        self._connection.execute(
            """
            insert into gate.broken by name
            select ? as rule_id, ? as edition, true as is_raised, submission_id, plant_id,
                'raised' as finding_key, ? as found_en, ? as found_zh
            from staging.stg_submissions where plant_id = ?
            """,
            [
                rule.rule_id,
                rule.edition,
                f"the check raised an error on the data of plant {plant_id}: {message}",
                f"检查在工厂 {plant_id} 的数据上出错：{message}",
                plant_id,
            ],
        )


def query_of(rule: Rule, view: View, asked: Asked) -> str:
    """The query of a rule: its `subjects` with `is_broken`, or the `failing` ones with words."""
    kind = kinds()[rule.gate, rule.kind]
    return render(
        rule.gate,
        rule.kind,
        rule=rule,
        view=view,
        asked=asked,
        p=kind.completed(rule.parameters),
    )


def can_run_by_plant(rule: Rule) -> bool:
    """Whether the rule can be asked about one plant alone."""
    return rule.gate == "gate_1" or "plant_id" in rule.parameters.get("by", [])
