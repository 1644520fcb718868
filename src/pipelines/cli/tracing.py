"""`potline trace`: from a figure down to its cells and sources, and from a cell up to figures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.reading import AsJson, ReleaseId
from pipelines.cli.shown import errors, print_json, results
from pipelines.cli.starting import without_pandas
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from rich.tree import Tree as Drawing

    from pipelines.trace import Trace
    from pipelines.trace.tree import Tree

ROWS_SHOWN = 50
FINDINGS_SHOWN = 20


def trace(
    mart: Annotated[str | None, typer.Argument(help=say("trace_argument_mart"))] = None,
    keys: Annotated[
        list[str] | None, typer.Argument(help=say("argument_keys"), metavar="KEY=VALUE...")
    ] = None,
    cell: Annotated[str | None, typer.Option("--cell", help=say("trace_option_cell"))] = None,
    release: ReleaseId = None,
    depth: Annotated[int | None, typer.Option(min=1, help=say("trace_option_depth"))] = None,
    show_all: Annotated[bool, typer.Option("--all", help=say("trace_option_all"))] = False,
    html: Annotated[Path | None, typer.Option("--html", help=say("trace_option_html"))] = None,
    recompute: Annotated[
        bool, typer.Option("--recompute", help=say("trace_option_recompute"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Trace a figure down, a cell up, or recompute all."""
    settings = Settings.from_environment()
    with without_pandas():
        if recompute:
            _recompute(settings, mart, release, as_json)
        elif cell is not None:
            _trace_cell(settings, cell, release, as_json)
        elif mart is None:
            raise PotlineError(say("trace_nothing_asked"))
        else:
            _trace(settings, mart, keys or [], release, depth, show_all, html, as_json)


def _trace(
    settings: Settings,
    mart: str,
    keys: list[str],
    release: str | None,
    depth: int | None,
    show_all: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    from pipelines import trace as tracing
    from pipelines.explain.rows import read_keys

    name, texts = tracing.keys_of_figure(mart, keys)
    is_whole = show_all or as_json or html is not None
    with errors().status(say("trace_searching")):
        found = tracing.trace(settings, name, read_keys(texts), release, depth, is_whole)
    if as_json:
        print_json(found)
        return
    if html is not None and found.tree is not None:
        from pipelines.trace.page import write_page

        write_page(html, found)
        errors().print(say("trace_wrote_page", path=html), markup=False)
        return
    _show(found)
    if html is not None:
        sys.exit(1)


def _recompute(settings: Settings, mart: str | None, release: str | None, as_json: bool) -> None:
    from pipelines.explain.rows import primary_key
    from pipelines.releases import connect
    from pipelines.trace.recompute import recompute

    with errors().status(say("trace_searching")), connect(settings, release) as connection:
        if mart is not None:
            primary_key(connection, mart)
        columns = list(recompute(connection, None if mart is None else [mart]))
    if as_json:
        print_json(columns)
    else:
        for column in columns:
            for example in column.examples:
                shown = {**vars(example), "mart": column.mart, "column": column.column}
                _line(say("trace_differs", **shown))
        _line(
            say(
                "trace_recomputed",
                figures=f"{sum(column.rows for column in columns):,}",
                columns=len(columns),
                differing=f"{sum(column.differing for column in columns):,}",
            )
        )
    if any(column.differing for column in columns):
        sys.exit(1)


def _trace_cell(settings: Settings, cell: str, release: str | None, as_json: bool) -> None:
    from pipelines.trace.cells import trace_cell

    with errors().status(say("trace_searching")):
        found = trace_cell(settings, cell, release)
    if as_json:
        print_json(found)
        return
    from pipelines.cli.traced_cells import show_cell

    show_cell(found)


def _show(found: Trace) -> None:
    released = f"{found.released_at:%Y-%m-%d %H:%M}"
    _line(say("trace_release", release_id=found.release_id, released_at=released))
    if found.tree is None or found.counts is None:
        _show_rows(found)
        return
    for root in found.tree.roots:
        _draw(found.tree, root)
    for reason in found.reasons:
        _line(reason)
    counts = found.counts
    numbers = {
        name: f"{getattr(counts, name):,}" for name in ("facts", "cells", "files", "factors")
    }
    _line(say("trace_rests_on", **numbers), bold=True)
    rows = ", ".join(f"{count:,} {mart}" for mart, count in counts.rows.items())
    _line(say("trace_by_rows", rows=rows))
    _show_rules(found)
    _show_changes(found)


def _show_rows(found: Trace) -> None:
    from pipelines.trace import FEW

    _line(say("trace_found", count=f"{len(found.rows):,}", mart=found.mart))
    for row in found.rows[:ROWS_SHOWN]:
        _line(f"  {row.replace('|', ' ')}")
    hidden = max(len(found.rows) - ROWS_SHOWN, 0)
    column = _first_that_differs(found.rows)
    _line(say("trace_more_rows", hidden=f"{hidden:,}", few=FEW, column=column))


def _first_that_differs(rows: list[str]) -> str:
    """The first column of the key in which some rows differ; rows differ in their keys."""
    by_column = zip(*(row.split("|") for row in rows), strict=True)
    differing = [values[0] for values in by_column if len(set(values)) > 1]
    return str(differing[0].partition("=")[0])


def _draw(tree: Tree, root: str) -> None:
    from rich.text import Text
    from rich.tree import Tree as Drawing

    from pipelines.trace.words import headline, told

    node = tree.rows[root]
    drawing = Drawing(Text(headline(node), style="bold"))
    for line in told(tree, node):
        drawing.add(Text(line))
    _add_parts(drawing, tree, root, {root})
    results().print(drawing, soft_wrap=True)


def _add_parts(drawing: Drawing, tree: Tree, name: str, above: set[str]) -> None:
    from rich.text import Text

    from pipelines.trace.words import part_text

    for part in tree.parts.get(name, []):
        branch = drawing.add(Text(part_text(tree, part)))
        if part.node in above:
            continue
        _add_parts(branch, tree, part.node, {*above, part.node})
    if hidden := tree.hidden.get(name, 0):
        drawing.add(Text(say("trace_hidden", count=f"{hidden:,}"), style="dim"))


def _show_rules(found: Trace) -> None:
    broken = [rule for rule in found.rules if rule.verdict != "passed"]
    counts = {"count": len(found.rules), "broken": len(broken)}
    _line(say("trace_rules", **counts, passed=len(found.rules) - len(broken)), bold=True)
    for rule in broken:
        shown = {**vars(rule), "open": rule.open_findings, "waived": rule.waived_findings}
        _line(f"  {say('trace_rule', **shown)}")
    for finding in found.findings[:FINDINGS_SHOWN]:
        _line(f"    {say('trace_finding', **vars(finding))}")
    if (hidden := len(found.findings) - FINDINGS_SHOWN) > 0:
        _line(f"    {say('trace_hidden', count=f'{hidden:,}')}")


def _show_changes(found: Trace) -> None:
    if not found.changes:
        _line(say("trace_unchanged"))
        return
    _line(say("trace_changes"), bold=True)
    for change in found.changes:
        shown = {name: "-" if value is None else value for name, value in vars(change).items()}
        cause = say("trace_change_cause", **shown) if change.cause else ""
        _line(f"  {say('trace_change', **shown)}{cause}")


def _line(text: str, bold: bool = False) -> None:
    results().print(text, style="bold" if bold else None, markup=False, soft_wrap=True)
