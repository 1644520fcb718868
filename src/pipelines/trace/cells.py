"""Where a cell went: every figure that rests on it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from pipelines.explain.rows import NoSuchRowError, dictionaries
from pipelines.explain.sources import Fact, facts_of
from pipelines.messages import language, say
from pipelines.release_records import recorded_releases
from pipelines.releases import connect
from pipelines.settings import Settings
from pipelines.trace.judged import FoundHere
from pipelines.trace.ledger import Arrival, StoredCell, cell_id_of, stored_cell
from pipelines.trace.tree import Node, name_of, rows_of_tree

BLOCKING = "blocking"


@dataclass(frozen=True)
class Reached:
    """One row of a mart that the cell went into, and the part it or its fact plays there."""

    node: Node
    steps: int
    roles: list[str]


@dataclass(frozen=True)
class CellTrace:
    """A cell with all that was made from it; `reason` says why it is nothing."""

    release_id: str
    cell_id: str
    text: str | None
    column_header: str | None
    arrivals: list[Arrival]
    reason: str | None
    facts: list[Fact] = field(default_factory=list)
    beside: list[Fact] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    findings: list[FoundHere] = field(default_factory=list)

    @property
    def by_mart(self) -> dict[str, int]:
        """How many rows of each mart it went into."""
        counts: dict[str, int] = {}
        for row in self.reached:
            counts[row.node.table] = counts.get(row.node.table, 0) + 1
        return counts


def trace_cell(settings: Settings, cell: str, release_id: str | None = None) -> CellTrace:
    """Every figure of a release that a cell went into. Raises NoSuchRowError.

    What a cell beside a value says (its unit, its material) goes into the figures of the value.
    """
    cell_id = cell_id_of(settings, cell)
    with connect(settings, release_id) as connection:
        release = recorded_releases(connection)[-1].release_id
        facts = _facts_at(connection, cell_id)
        findings = _findings_at(connection, cell_id)
        if facts:
            stored, reason, beside = None, None, []
        else:
            stored = stored_cell(settings, cell_id)
            if stored.row_number is None and not findings:
                raise NoSuchRowError(say("trace_empty_cell", cell=cell))
            beside = _facts_beside(connection, stored)
            reason = _reason(connection, stored, beside, findings)
        return CellTrace(
            release_id=release,
            cell_id=cell_id,
            text=facts[0].reported_text if facts else stored.text if stored else None,
            column_header=stored.column_header if stored else None,
            arrivals=stored.arrivals if stored else [],
            reason=reason,
            facts=facts,
            beside=beside,
            reached=_reached(connection, [fact.fact_id for fact in [*facts, *beside]]),
            findings=findings,
        )


def _facts_at(connection: duckdb.DuckDBPyConnection, cell_id: str) -> list[Fact]:
    rows = connection.execute(
        "select fact_id from marts.fct_indicators where cell_id = $1 order by fact_id", [cell_id]
    ).fetchall()
    return list(facts_of(connection, [fact_id for (fact_id,) in rows]).values())


def _facts_beside(connection: duckdb.DuckDBPyConnection, stored: StoredCell) -> list[Fact]:
    """The facts whose values stand in the same row of the same table."""
    if stored.row_number is None or stored.is_above_rows:
        return []
    prefix = stored.cell_id.removesuffix(stored.address)
    rows = connection.execute(
        """
        select fact_id from marts.fct_indicators
        where starts_with(cell_id, $1)
            and regexp_full_match(substr(cell_id, length($1) + 1), $2)
        order by cell_id
        """,
        [prefix, f"R{stored.row_number}C\\d+|[A-Z]+{stored.row_number}"],
    ).fetchall()
    return list(facts_of(connection, [fact_id for (fact_id,) in rows]).values())


def _findings_at(connection: duckdb.DuckDBPyConnection, cell_id: str) -> list[FoundHere]:
    rows = dictionaries(
        connection,
        f"""
        select
            rule_id, severity, state, waiver_id, message_{language()} as message,
            coalesce(path, '') as place
        from marts.fct_findings
        where cell_id = $1 or list_contains(string_split(coalesce(cell_ids, ''), ';'), $1)
        order by severity, rule_id
        """,
        [cell_id],
    )
    return [FoundHere(**row) for row in rows]


def _reached(connection: duckdb.DuckDBPyConnection, fact_ids: list[str]) -> list[Reached]:
    """All rows that rest on some facts, the nearest first."""
    connection.execute(
        """
        create or replace temp table risen as
        select mart, row_key, min(role) as role, list(distinct role order by role) as roles,
            1 as steps
        from marts.bridge_lineage
        where fact_id in (select unnest($1::varchar[]))
        group by mart, row_key
        """,
        [fact_ids],
    )
    steps = 1
    while connection.execute("select 1 from risen where steps = $1 limit 1", [steps]).fetchone():
        connection.execute(
            """
            insert into risen
            select links.mart, links.row_key, min(links.role),
                list(distinct links.role order by links.role), $1 + 1
            from marts.bridge_lineage as links
            semi join (from risen where steps = $1) as below
                on links.source_mart = below.mart and links.source_row_key = below.row_key
            anti join risen on links.mart = risen.mart and links.row_key = risen.row_key
            group by links.mart, links.row_key
            """,
            [steps],
        )
        steps += 1
    rows = connection.execute(
        "select mart, row_key, steps, roles from risen order by steps, mart, row_key"
    ).fetchall()
    nodes = rows_of_tree(connection, [(mart, row_key) for mart, row_key, *_ in rows])
    return [
        Reached(nodes[name_of(mart, row_key)], step, roles) for mart, row_key, step, roles in rows
    ]


def _reason(
    connection: duckdb.DuckDBPyConnection,
    stored: StoredCell,
    beside: list[Fact],
    findings: list[FoundHere],
) -> str:
    """Why a cell is no figure of the release."""
    newest = stored.arrivals[0]
    if newest.state == "rejected":
        return say("trace_file_rejected", path=newest.path, rejection=newest.rejection or "-")
    if beside:
        header = stored.column_header or stored.address
        return say("trace_beside", header=header, facts=len(beside))
    if stored.is_above_rows:
        return say("trace_above_rows", text=stored.text or "-")
    if findings:
        return say("trace_not_read", rules=", ".join(sorted({each.rule_id for each in findings})))
    is_used = connection.execute(
        "select 1 from marts.fct_indicators where starts_with(cell_id, $1) limit 1",
        [stored.cell_id.partition("!")[0] + "!"],
    ).fetchone()
    if is_used and (corrections := _corrections(connection, stored)):
        return say("trace_corrected", cells=", ".join(corrections))
    if is_used:
        return say("trace_filtered", header=stored.column_header or stored.address)
    return _not_used(connection, stored)


def _corrections(connection: duckdb.DuckDBPyConnection, stored: StoredCell) -> list[str]:
    """The cells of other files that count for the value that the row of a cell reports."""
    newest = stored.arrivals[0]
    rows = connection.execute(
        """
        select path || '!' || substr(cell_id, 14) from marts.fct_indicators
        where plant_id = $1 and starts_with(cast(period as varchar), $2)
            and frequency = if(length($2) = 4, 'year', 'month')
            and list_contains($3, indicator_id)
            and (material_id = '' or list_contains($3, material_id))
            and (counterparty_id = '' or list_contains($3, counterparty_id))
            and not starts_with(cell_id, $4)
        order by all
        """,
        [newest.plant, newest.period, stored.row_texts, stored.cell_id.partition("!")[0] + "!"],
    ).fetchall()
    return [cell for (cell,) in rows]


def _not_used(connection: duckdb.DuckDBPyConnection, stored: StoredCell) -> str:
    """Why no value of the file is used: held, replaced, or newer than the release."""
    arrival_ids = [arrival.arrival_id for arrival in stored.arrivals]
    held = connection.execute(
        """
        select string_agg(distinct rule_id, ', ' order by rule_id) from marts.fct_findings
        where severity = $1 and state = 'open' and list_contains($2, arrival_id)
        """,
        [BLOCKING, arrival_ids],
    ).fetchone()
    newest = stored.arrivals[0]
    if held and held[0]:
        return say("trace_held", path=newest.path, rules=held[0])
    used = connection.execute(
        """
        select string_agg(distinct path, ', ' order by path) from marts.fct_indicators
        where plant_id = $1 and starts_with(cast(period as varchar), $2)
            and frequency = if(length($2) = 4, 'year', 'month')
        """,
        [newest.plant, newest.period],
    ).fetchone()
    shown = {"path": newest.path, "plant": newest.plant or "-", "period": newest.period or "-"}
    if used and used[0]:
        return say("trace_replaced", used=used[0], **shown)
    return say("trace_not_in_release", **shown)
