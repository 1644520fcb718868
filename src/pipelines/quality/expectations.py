"""The bridge to Great Expectations: it decides whether a rule holds, and counts.

The only module that imports Great Expectations, which takes seconds: import this one late.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import duckdb
import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)

from pipelines.quality.dialect import lent
from pipelines.quality.judging import CheckError

ROWS = "unexpected_rows_query.table"


class RuleHolds(UnexpectedRowsExpectation):
    """An expectation that no subject breaks the rule; its query counts subjects and broken ones."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (ROWS,)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        [counts] = metrics[ROWS]
        return {
            "success": counts["broken"] == 0,
            "result": {
                "element_count": counts["subjects"],
                "unexpected_count": counts["broken"],
            },
        }


class Expectations:
    """Great Expectations on one open build: one batch, on which every rule is validated.

    Rule by rule, because one metric that raises makes Great Expectations compute all others of
    the same run again, up to three times.
    """

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def count(self, query: str) -> tuple[int, int]:
        """How many rows a query has, and how many are broken. Raises CheckError when it raises."""
        result = self._batch.validate(RuleHolds(unexpected_rows_query=_counting(query)))
        if not result.result:
            raise CheckError(_message(result.exception_info))
        return int(result.result["element_count"]), int(result.result["unexpected_count"])


@contextmanager
def expectations_on(connection: duckdb.DuckDBPyConnection) -> Iterator[Expectations]:
    """Great Expectations on an open DuckDB connection, in a context that lives in memory."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    with lent(connection) as address:
        source = context.data_sources.add_sql("build", connection_string=address)
        asset = source.add_query_asset("one_row", "select 1 as is_there")
        yield Expectations(asset.add_batch_definition_whole_table("build").get_batch())


def _counting(query: str) -> str:
    """The query that Great Expectations pushes down: it counts the rows of a rule's query.

    Joined to the batch, which is one row. Braces are doubled because Great Expectations formats the
    text, and colons escaped because SQLAlchemy takes a word behind one for a bound variable.
    """
    escaped = query.replace("{", "{{").replace("}", "}}").replace(":", "\\:")
    return f"""
        select count(*) as subjects, count(*) filter (where is_broken is not false) as broken
        from ({escaped}
        ) as judged cross join {{batch}} as build
    """


def _message(exception_info: dict[str, Any]) -> str:
    """The first line of what was raised, without Great Expectations' own words around it."""
    raised = exception_info
    while "exception_message" not in raised:
        raised = next(iter(raised.values()))
    lines = str(raised["exception_message"]).splitlines()
    return next((line for line in lines if "Error" in line), lines[0])
