"""The rules that looked at a figure and what it was made from, and what they found there."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.explain.rows import dictionaries
from pipelines.messages import language

STAGING = "stg_"


@dataclass(frozen=True)
class Judgement:
    """One rule that guards something the figure was made from, and its findings there."""

    rule_id: str
    edition: int
    gate: str
    guards: str
    severity: str
    statement: str
    open_findings: int
    waived_findings: int

    @property
    def verdict(self) -> str:
        """`open` where a finding is, else `waived` where one was, else `passed`."""
        if self.open_findings:
            return "open"
        return "waived" if self.waived_findings else "passed"


@dataclass(frozen=True)
class FoundHere:
    """One finding on a row or cell that the figure was made from."""

    rule_id: str
    severity: str
    state: str
    place: str
    message: str
    waiver_id: str | None


def judgements(connection: duckdb.DuckDBPyConnection) -> tuple[list[Judgement], list[FoundHere]]:
    """The rules that guard what `follow_down` followed, with their findings on it."""
    _make_findings(connection)
    rules = dictionaries(
        connection,
        f"""
        with
        places as (
            select mart from seen union select source_mart from traced where source_mart is not null
        ),
        judged as (select distinct rule_id, rule_edition, gate from marts.fct_check_ledger),
        counted as (
            select
                rule_id, count(*) filter (where state = 'open') as open_findings,
                count(*) filter (where state = 'waived') as waived_findings
            from found_here group by rule_id
        )
        select
            rules.rule_id, rules.edition, rules.gate, rules.guards, rules.severity,
            rules.statement_{language()} as statement,
            coalesce(counted.open_findings, 0) as open_findings,
            coalesce(counted.waived_findings, 0) as waived_findings
        from reference.rules as rules
        inner join judged
            on rules.rule_id = judged.rule_id and rules.edition = judged.rule_edition
                and rules.gate = judged.gate
        left join counted on rules.rule_id = counted.rule_id
        where starts_with(rules.guards, '{STAGING}') or rules.guards in (select mart from places)
            or counted.rule_id is not null
        order by open_findings desc, waived_findings desc, rules.gate desc, rules.rule_id
        """,
    )
    found = dictionaries(
        connection,
        f"""
        select
            rule_id, severity, state, waiver_id, message_{language()} as message,
            coalesce(
                mart || ' ' || row_key, path || '!' || sheet || '!' || address, path, cell_id, ''
            ) as place
        from found_here order by state, severity, rule_id, place
        """,
    )
    return [Judgement(**row) for row in rules], [FoundHere(**row) for row in found]


def _make_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the table `found_here`: findings on a row, a cell, or the whole of a submission."""
    connection.execute(
        """
        create or replace temp table found_here as
        with
        cells as (
            select facts.cell_id, facts.submission_id
            from marts.fct_indicators as facts
            semi join traced on facts.fact_id = traced.fact_id
        ),
        findings as (
            select *, unnest(string_split(coalesce(cell_ids, cell_id, ''), ';')) as one_cell_id
            from marts.fct_findings
        ),
        touched as (
            select finding_id from findings
            where (mart, row_key) in (select (mart, row_key) from seen)
                or (one_cell_id <> '' and one_cell_id in (select cell_id from cells))
                or (
                    one_cell_id = '' and mart is null
                    and submission_id in (select submission_id from cells)
                )
        )
        from marts.fct_findings where finding_id in (select finding_id from touched)
        """
    )
