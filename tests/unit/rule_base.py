"""The small group of `fixtures/rules/base.sql`, in which every rule holds."""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.quality.judging import query_of
from pipelines.quality.rules import Rule
from pipelines.quality.view import View
from pipelines.settings import PROJECT_ROOT, Settings

AS_OF = date(2022, 6, 1)
SETTINGS = Settings(PROJECT_ROOT, PROJECT_ROOT / "data" / "raw", PROJECT_ROOT / "var")
BASE = PROJECT_ROOT / "tests" / "fixtures" / "rules" / "base.sql"


def base_group() -> duckdb.DuckDBPyConnection:
    """A new in-memory database with the small group."""
    connection = duckdb.connect()
    script = BASE.read_text(encoding="utf-8").replace("{seeds}", str(SETTINGS.seeds))
    connection.execute(script)
    return connection


def subjects_and_broken(connection: duckdb.DuckDBPyConnection, rule: Rule) -> tuple[int, int]:
    """How many subjects a rule judges, and how many of them break it."""
    query = query_of(rule, View(AS_OF, valid_to=rule.valid_to), "subjects")
    counted = connection.execute(
        f"select count(*), count(*) filter (where is_broken is not false) from ({query}\n)"
    ).fetchone()
    assert counted is not None
    return int(counted[0]), int(counted[1])


def failing(connection: duckdb.DuckDBPyConnection, rule: Rule) -> list[dict[str, object]]:
    """The broken subjects of a rule, with their places and words."""
    query = query_of(rule, View(AS_OF, valid_to=rule.valid_to), "failing")
    found = connection.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
