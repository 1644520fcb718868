"""The order in which arrivals are processed never matters: what counts follows from them alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import Ledger, Row
from staged import CompiledStaging

from pipelines.intake.arrivals import KINDS

pytestmark = pytest.mark.slow

WATER: Row = {"indicator_id": "total_water", "value": "10", "unit": "m3"}
FIRST_DAY = datetime(2021, 4, 5)
MODELS = ("stg_submissions", "stg_submission_sources", "stg_originals", "stg_findings__revisions")
CHOSEN = {
    "stg_submissions": "submission_id, precedence",
    "stg_submission_sources": "submission_id, source_submission_id, distance",
    "stg_originals": "submission_id, first_path, is_first, is_same",
    "stg_findings__revisions": "rule_id, submission_id, expected",
}

arrival = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "revision": st.integers(0, 3),
        "received_at": st.integers(0, 3).map(lambda days: FIRST_DAY + timedelta(days=days)),
        "path": st.sampled_from(["a.csv", "b.csv", "c.csv"]),
        "content_id": st.sampled_from(["c0ffee", "decade", "facade"]),
        "is_misplaced": st.booleans(),
    }
)


def choice_of(models: list[tuple[str, str]], arrivals: list[Row]) -> dict[str, list[Any]]:
    """What staging chooses of arrivals, their rows written in this order."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as build; create schema build.staging")
        connection.register("given", pa.Table.from_pylist(arrivals))
        connection.execute("create table build.staging.stg_arrivals as select * from given")
        connection.execute(
            """
            create table build.staging.stg_places as
            select 'S' || arrival_id as submission_id, arrival_id, 'monthly_csv' as form_id,
                'month' as frequency, 'AL01' as plant_id, date '2021-03-01' as period
            from given
            """
        )
        connection.execute(
            """
            create table build.staging.stg_findings__places as
            select 'period_differs_from_place' as rule_id, 'S' || arrival_id as submission_id
            from given where is_misplaced
            """
        )
        for name, sql in models:
            connection.execute(f"create table build.staging.{name} as {sql}")
        return {
            name: connection.execute(
                f"select {columns} from build.staging.{name} order by all"
            ).fetchall()
            for name, columns in CHOSEN.items()
        }


def numbered(arrivals: list[Row]) -> list[Row]:
    """Arrivals as intake numbers them: edits at one path follow each other."""
    seen: dict[str, int] = {}
    rows = []
    for row in arrivals:
        sequence = seen[row["path"]] = seen.get(row["path"], 0) + 1
        name = f"{row['path']}-{sequence}"
        rows.append(row | {"path_sequence": sequence, "arrival_id": name})
    return rows


@pytest.fixture(scope="module")
def choose(compiled_staging: CompiledStaging) -> Callable[[list[Row]], dict[str, list[Any]]]:
    """The choice of staging, by its compiled SQL alone."""
    compiled = {name: sql for _, name, _, sql in compiled_staging.models}
    models = [(name, compiled[name]) for name in MODELS]
    return lambda arrivals: choice_of(models, arrivals)


@settings(max_examples=25, deadline=None)
@given(st.lists(arrival, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_what_counts_does_not_depend_on_the_order_of_arrivals(
    choose: Callable[[list[Row]], dict[str, list[Any]]], arrivals: list[Row], random: Any
) -> None:
    rows = numbered(arrivals)
    expected = choose(rows)
    shuffled = random.sample(rows, len(rows))
    assert choose(shuffled) == expected
    precedences = [precedence for _, precedence in expected["stg_submissions"]]
    assert sorted(precedences) == list(range(1, len(rows) + 1))


def five_arrivals(order: tuple[int, ...]) -> Ledger:
    """Five files, written in one order: original, replacement, correction, withdrawal, another."""
    files: list[Row] = [
        {"path": "a/original.csv", "revision": 0, "kind": "original"},
        {"path": "a/whole.csv", "revision": 1, "kind": "replaces_all"},
        {"path": "a/values.csv", "revision": 2, "kind": "replaces_values"},
        {"path": "b/original.csv", "revision": 0, "kind": "original", "period": "2021-04"},
        {"path": "b/back.csv", "revision": 1, "kind": "withdraws", "period": "2021-04"},
    ]
    ledger = Ledger()
    for number in order:
        file = dict(files[number])
        row = WATER | {"period": file.pop("period", "2021-03"), "value": str(number + 1)}
        name = f"A{number:016x}"
        sent = FIRST_DAY + timedelta(days=30 + number)
        ledger.csv([row], arrival_id=name, content_id=name * 4, received_at=sent, **file)
    return ledger


def test_five_files_in_other_orders_give_the_same_staging(
    compiled_staging: CompiledStaging,
) -> None:
    tables = ("stg_submissions", "stg_facts", "stg_findings")
    expected: list[Any] = []
    for order in [*permutations(range(5))][::40]:
        staging = compiled_staging.on(five_arrivals(order))
        found = [staging.rows(f"select * from staging.{table} order by all") for table in tables]
        expected = expected or found
        assert found == expected
    assert expected[1]
