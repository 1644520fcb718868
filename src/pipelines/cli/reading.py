"""Commands that read: status, query, export."""

from __future__ import annotations

import sys
from collections import Counter
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.shown import errors, print_json, results, table
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from pipelines.status import Status, SubmissionStatus

ROWS_SHOWN = 200
REASONS_SHOWN = 3


class Format(StrEnum):
    """How the result of a query is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


ReleaseId = Annotated[str | None, typer.Option("--release", help=say("option_release"))]
AsJson = Annotated[bool, typer.Option("--json", help=say("option_json"))]


def status(
    plant: Annotated[str | None, typer.Option(help=say("option_plant"))] = None,
    period: Annotated[str | None, typer.Option(help=say("option_period"))] = None,
    as_json: AsJson = False,
) -> None:
    """Show where every plant stands."""
    from pipelines.status import status_of

    found = status_of(Settings.from_environment(), plant, period)
    if as_json:
        print_json(found)
    else:
        _show_status(found)


def query(
    sql: Annotated[str, typer.Argument(help=say("argument_sql"))],
    release: ReleaseId = None,
    as_format: Annotated[
        Format, typer.Option("--format", help=say("option_format"))
    ] = Format.TABLE,
    out: Annotated[Path | None, typer.Option(help=say("option_out"))] = None,
) -> None:
    """Show or write the result of a query over one release."""
    from pipelines import queries

    if as_format is Format.PARQUET and out is None:
        raise PotlineError(say("parquet_needs_out"))
    with queries.query(Settings.from_environment(), sql, release) as relation:
        if out is None:
            _print_result(relation, as_format)
            return
        part = out.with_name(f"{out.name}.part")
        if as_format is Format.PARQUET:
            queries.write_parquet(relation, part)
        else:
            with part.open("w", encoding="utf-8", newline="") as file:
                write = queries.write_json if as_format is Format.JSON else queries.write_csv
                write(relation, file)
        part.replace(out)


def export(
    out: Annotated[Path, typer.Argument(help=say("argument_export_out"))],
    release: ReleaseId = None,
) -> None:
    """Write all marts of one release to a new folder."""
    from pipelines.export import export

    with errors().status(say("exporting")):
        marts = export(Settings.from_environment(), out, release)
    results().print(say("exported", count=len(marts), out=out), markup=False)


def _print_result(relation: duckdb.DuckDBPyRelation, as_format: Format) -> None:
    from pipelines import queries

    if as_format is Format.CSV:
        queries.write_csv(relation, sys.stdout)
    elif as_format is Format.JSON:
        queries.write_json(relation, sys.stdout)
    else:
        rows = list(islice(queries.text_rows(relation), ROWS_SHOWN + 1))
        results().print(table(relation.columns, rows[:ROWS_SHOWN]))
        if len(rows) > ROWS_SHOWN:
            errors().print(say("more_rows", shown=ROWS_SHOWN), markup=False)


def _show_status(found: Status) -> None:
    console = results()
    if found.release is None:
        settings = Settings.from_environment()
        console.print(say("no_release", path=settings.releases), markup=False)
    else:
        release = found.release
        console.print(say("status_of", release=release.release_id, as_of=release.as_of))
        counts = Counter((line.form_id, line.status) for line in found.submissions)
        rows = [
            (form, _status_name(state), count) for (form, state), count in sorted(counts.items())
        ]
        headers = [say(f"column_{name}") for name in ("form", "status", "submissions")]
        console.print(table(headers, rows))
    lines = [line for line in found.submissions if line.needs_attention]
    if lines:
        _show_lines(lines)
    for one in found.unplaced:
        console.print(say("status_unplaced", **vars(one)), markup=False)
    for refusal in found.refusals:
        key = "refused_raised" if refusal.has_raised else "refused_broken"
        console.print(say(key, **vars(refusal)), style="red", markup=False)


def _show_lines(lines: list[SubmissionStatus]) -> None:
    headers = [say(f"column_{name}") for name in ("plant", "period", "form", "status", "why")]
    rows = [
        (line.plant_id, line.period, line.form_id, _status_name(line.status), _why(line))
        for line in lines[:ROWS_SHOWN]
    ]
    console = results()
    console.print(table(headers, rows, title=say("needs_attention", count=len(lines))))
    if len(lines) > ROWS_SHOWN:
        console.print(say("more_lines", shown=ROWS_SHOWN), markup=False)


def _why(line: SubmissionStatus) -> str:
    shown = [*line.reasons[:REASONS_SHOWN]]
    hidden = len(line.reasons) - len(shown)
    return "\n".join([*shown, say("more_reasons", count=hidden)] if hidden else shown)


def _status_name(status: str) -> str:
    return say(f"status_{status}")


def unknown_rule(rule_id: str, known: set[str]) -> str:
    """What is said of a rule that does not exist, with the nearest name."""
    near = get_close_matches(rule_id, sorted(known), n=1)
    hint = say("did_you_mean", name=near[0]) if near else ""
    return say("unknown_rule", rule_id=rule_id, hint=hint)
