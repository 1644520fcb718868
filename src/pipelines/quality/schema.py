"""The schema check that goes before everything else: are the tables and columns there, and known?

A missing column would otherwise raise inside every rule that needs it.
"""

from __future__ import annotations

import duckdb

from pipelines.errors import PotlineError
from pipelines.quality.kinds import kinds
from pipelines.quality.rules import Rule

PARSE_KINDS = ("readable", "code_list")


class SchemaMissingError(PotlineError):
    """Tables or columns that rules need and the build does not have."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"the build lacks {', '.join(missing)}; run dbt's first pass again")


class UnknownNoteError(PotlineError):
    """Findings of reading whose rule stands in no line of `rules.csv`."""

    def __init__(self, rule_ids: list[str]) -> None:
        super().__init__(
            f"staging found {', '.join(rule_ids)}, but rules.csv has no such rule of kind readable "
            "or code_list at gate_1; add one line for each"
        )


def require_schema(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> None:
    """Raises SchemaMissingError unless the build has every table and column that the rules need."""
    columns = connection.execute(
        """
        select concat(schema_name, '.', table_name), column_name from duckdb_columns()
        where database_name = 'build'
        """
    )
    present = set(columns.fetchall())
    needed = {
        (table, column)
        for rule in rules
        for table, wanted in kinds()[rule.gate, rule.kind].needs.items()
        for column in wanted
    }
    missing = sorted(f"{table}.{column}" for table, column in needed - present)
    if missing:
        raise SchemaMissingError(missing)


def require_known_notes(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> None:
    """Raises UnknownNoteError when staging found something of a rule that nobody wrote down."""
    known = {rule.rule_id for rule in rules if rule.kind in PARSE_KINDS}
    found = connection.execute("select distinct rule_id from staging.stg_findings").fetchall()
    unknown = sorted({rule_id for (rule_id,) in found} - known)
    if unknown:
        raise UnknownNoteError(unknown)
