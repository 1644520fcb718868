"""How `potline trace --cell` shows where a cell went."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pipelines.cli.shown import results
from pipelines.messages import say

if TYPE_CHECKING:
    from pipelines.trace.cells import CellTrace, Reached

ROWS_SHOWN = 12


def show_cell(found: CellTrace) -> None:
    """Print a cell, its facts, and the rows of marts that rest on it."""
    from pipelines.trace.words import fact_about, fact_name

    _line(say("trace_cell", cell_id=found.cell_id, text=found.text or "-"), bold=True)
    for arrival in found.arrivals:
        shown = {name: value or "-" for name, value in vars(arrival).items()}
        _line(f"  {say('trace_arrival', **shown)}")
    if found.reason:
        _line(found.reason)
    for fact in [*found.facts, *found.beside]:
        _line(f"  {fact_name(fact)} · {fact_about(fact)}")
    for finding in found.findings:
        _line(f"  {say('trace_cell_finding', **vars(finding))}")
    if found.reached:
        counts = ", ".join(f"{count:,} {mart}" for mart, count in found.by_mart.items())
        _line(say("trace_reached", release_id=found.release_id, rows=counts), bold=True)
    by_mart = sorted(found.reached, key=lambda row: (row.steps, row.node.table))
    for mart, rows in groupby(by_mart, key=lambda row: row.node.table):
        _show_rows(mart, list(rows))


def _show_rows(mart: str, rows: list[Reached]) -> None:
    from pipelines.trace.words import values_text

    _line(f"{mart} ({len(rows):,})")
    for row in rows[:ROWS_SHOWN]:
        key = row.node.row_key.replace("|", " ")
        _line(f"  {key} · {', '.join(row.roles)} · {values_text(row.node)}")
    if (hidden := len(rows) - ROWS_SHOWN) > 0:
        _line(f"  {say('trace_hidden_rows', count=f'{hidden:,}')}")


def _line(text: str, bold: bool = False) -> None:
    results().print(text, style="bold" if bold else None, markup=False, soft_wrap=True)
