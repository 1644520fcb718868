"""The command `diff`: what two releases differ in, summary first, then values and causes."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.shown import errors, print_json, results, table
from pipelines.messages import say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.restatements import Causes, ReleaseDifference, Restatement

VALUES_SHOWN = 100


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=say("argument_before"))],
    after: Annotated[str, typer.Argument(metavar="B", help=say("argument_after"))],
    with_causes: Annotated[
        bool, typer.Option("--causes/--no-causes", help=say("option_causes"))
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """Show what two releases differ in."""
    from pipelines.restatements import difference

    settings = Settings.from_environment()
    with errors().status(say("comparing", before=before, after=after)) as progress:

        def report(number: int, of: int) -> None:
            progress.update(say("rebuilding", number=number, of=of))
            if not progress.console.is_terminal:
                progress.console.print(say("rebuilding", number=number, of=of))

        found = difference(settings, before, after, with_causes, report)
    if as_json:
        print_json(_document(found))
    else:
        _show(found)


def _document(found: ReleaseDifference) -> dict[str, Any]:
    causes = found.causes
    return {
        "before": found.before,
        "after": found.after,
        "marts": found.marts,
        "editions": found.editions,
        "comparison": causes.comparison if causes else None,
        "restatements": causes.restatements if causes else None,
        "reference_changes": causes.reference_changes if causes else None,
    }


def _show(found: ReleaseDifference) -> None:
    console = results()
    names = {"before": found.before.release_id, "after": found.after.release_id}
    if not found.marts:
        console.print(say("no_difference", **names), markup=False)
        return
    headers = [say(f"column_{name}") for name in ("mart", "added", "removed", "changed")]
    rows = [(mart.mart, mart.added, mart.removed, mart.changed) for mart in found.marts]
    console.print(table(headers, rows, title=say("rows_differ", **names)))
    if found.editions:
        console.print(say("editions_differ", rules=", ".join(found.editions)), markup=False)
    if found.causes:
        _show_causes(found.causes)


def _show_causes(causes: Causes) -> None:
    console = results()
    counts = Counter((row.mart, row.cause) for row in causes.restatements)
    comparison = causes.comparison
    console.print(say("values_changed", count=comparison.changed_values), markup=False)
    if comparison.problem:
        console.print(say("not_separable", problem=comparison.problem), markup=False)
    if not causes.restatements:
        return
    headers = [say(f"column_{name}") for name in ("mart", "cause", "effects")]
    console.print(table(headers, [(*key, count) for key, count in sorted(counts.items())]))
    values = [list(rows) for _, rows in groupby(causes.restatements, _value)]
    lines = [line for rows in values[:VALUES_SHOWN] for line in _lines(rows)]
    headers = [say(f"column_{name}") for name in ("value", "before", "after", "cause", "effect")]
    console.print(table([*headers, say("column_detail")], lines))
    if len(values) > VALUES_SHOWN:
        console.print(say("more_values", shown=VALUES_SHOWN), markup=False)


def _value(row: Restatement) -> tuple[str, str, str]:
    return row.mart, row.row_key, row.column_name


def _lines(rows: list[Restatement]) -> list[tuple[object, ...]]:
    """The causes of one value; the value itself stands in the first line alone."""
    lines: list[tuple[object, ...]] = []
    for row in rows:
        value = ("", "", "")
        if not lines:
            value = (
                f"{row.mart} {row.row_key} {row.column_name}",
                _number(row.value_before),
                _number(row.value_after),
            )
        effect = _number(row.effect) if row.change == "changed" else say(f"change_{row.change}")
        lines.append((*value, row.cause, effect, row.cause_detail))
    return lines


def _number(value: object) -> str:
    return say("no_value") if value is None else f"{value:,f}"
