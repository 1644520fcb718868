"""Builds to judge: the small group of `fixtures/rules/base.sql`, changed as a test says."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.builds import Build
from pipelines.quality import GateOutcome, RuleOutcome, run_gate_1, run_gate_2
from pipelines.settings import PROJECT_ROOT, Settings

AS_OF = date(2022, 6, 1)
BASE = PROJECT_ROOT / "tests" / "fixtures" / "rules" / "base.sql"


@dataclass
class GateBuild:
    """One build over the small group, with a project of its own for rules and waivers."""

    settings: Settings
    build: Build

    def change(self, *statements: str) -> None:
        """Changes the build file, as staging or the marts would have written it."""
        with duckdb.connect(str(self.build.database)) as connection:
            for statement in statements:
                connection.execute(statement)

    def keep_rules(self, *rule_ids: str) -> None:
        """Leaves only some rules of the real file."""
        self._rewrite("rules", [row for row in self.rows("rules") if row["rule_id"] in rule_ids])

    def edit_rule(self, rule_id: str, edit: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """Replaces each line of a rule by what `edit` makes of it."""
        rows = [edit(row) if row["rule_id"] == rule_id else row for row in self.rows("rules")]
        self._rewrite("rules", rows)

    def add_line(self, seed: str, **values: str) -> None:
        """Adds one line to `rules` or `waivers`."""
        with self._path(seed).open(encoding="utf-8", newline="") as file:
            columns = csv.DictReader(file).fieldnames or []
        with self._path(seed).open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, columns, restval="").writerow(values)

    def gate_1(self) -> dict[str, RuleOutcome]:
        """Runs gate 1; the outcome of each rule."""
        return _by_rule(run_gate_1(self.settings, self.build))

    def gate_2(self) -> GateOutcome:
        """Runs gate 2."""
        return run_gate_2(self.settings, self.build)

    def read(self, file: str, where: str = "true") -> list[dict[str, Any]]:
        """Rows of a Parquet file of the build."""
        path = self.build.checks / f"{file}.parquet"
        found = duckdb.execute(f"select * from read_parquet('{path}') where {where} order by all")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def held(self) -> list[str]:
        """The submissions that are held."""
        return [row["submission_id"] for row in self.read("verdicts", "verdict = 'held'")]

    def rows(self, seed: str) -> list[dict[str, str]]:
        """The lines of `rules` or `waivers`."""
        with self._path(seed).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _path(self, seed: str) -> Path:
        return self.settings.seeds / f"{seed}.csv"

    def _rewrite(self, seed: str, rows: Iterable[dict[str, str]]) -> None:
        kept = list(rows)
        with self._path(seed).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(kept[0]))
            writer.writeheader()
            writer.writerows(kept)


def gate_build(folder: Path) -> GateBuild:
    """A build below a folder, in which every rule holds but those on completeness."""
    seeds = folder / "dbt_project" / "seeds"
    shutil.copytree(PROJECT_ROOT / "dbt_project" / "seeds", seeds)
    database = folder / "home" / "build" / "build.duckdb"
    database.parent.mkdir(parents=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute(BASE.read_text(encoding="utf-8").replace("{seeds}", str(seeds)))
        connection.execute("drop schema gate cascade")
    settings = Settings(folder, folder / "raw", folder / "home")
    return GateBuild(settings, Build("b1", AS_OF, database, folder / "home" / "checks" / "b1"))


def _by_rule(outcome: GateOutcome) -> dict[str, RuleOutcome]:
    return {each.rule.rule_id: each for each in outcome.rules}
