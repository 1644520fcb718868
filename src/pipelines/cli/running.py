"""Commands that write: nightly, submit, demo."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.status import Status

from pipelines.cli.shown import errors, print_json, results, table, text_of
from pipelines.errors import PotlineError
from pipelines.locks import Holder, exclusive
from pipelines.messages import MESSAGES, say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from orchestration.nightly import NightlyOutcome

EXIT_CODES = {"released": 0, "nothing_new": 0, "barred": 0, "failed": 1, "refused": 2}


def nightly(
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=say("option_as_of"))
    ] = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help=say("option_wait"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """Run the nightly job and show what it came to."""
    settings = Settings.from_environment()
    with exclusive(settings.lock, wait, on_wait=_say_waiting):
        outcome = _run(settings, as_of.date() if as_of else None)
    if as_json:
        print_json(outcome)
    else:
        _show_outcome(outcome)
    sys.exit(EXIT_CODES[outcome.status])


def _run(settings: Settings, as_of: date | None) -> NightlyOutcome:
    with errors().status(say("nightly_starts")) as progress:
        from orchestration.nightly import run_nightly
        from pipelines.nightly import default_as_of

        return run_nightly(settings, as_of or default_as_of(), _StepReport(progress))


class _StepReport:
    """Shows the step at work; where there is no terminal, a line for each step that ends."""

    def __init__(self, progress: Status) -> None:
        self._progress = progress

    def __call__(self, step: str, state: str) -> None:
        if self._progress.console.is_terminal:
            self._progress.update(say("step_state", step=step, state=state))
        elif state != "started":
            self._progress.console.print(say("step_state", step=step, state=state))


def _say_waiting(holder: Holder) -> None:
    errors().print(say("waiting", holder=holder), markup=False)


def _show_outcome(outcome: NightlyOutcome) -> None:
    console = results()
    style = None if EXIT_CODES[outcome.status] == 0 else "red"
    release = outcome.release_id or say("no_release_yet")
    headline = say(f"nightly_{outcome.status}", release=release)
    console.print(headline, style=style, markup=False)
    console.print(outcome.message, style=style, markup=False)
    for rule in outcome.refused_by:
        key = "refused_by" if rule.failing_rows else "refused_without_rows"
        console.print(say(key, **vars(rule)), style="red", markup=False)
    counts = dict(outcome.counts)
    if "rules_planned" in counts:
        counts["findings"] = sum(
            count for name, count in counts.items() if name.endswith("_findings")
        )
    rows = [(_count_name(name), text_of(count)) for name, count in counts.items()]
    rows += [(say("seconds_of", step=step), f"{seconds:.1f}") for step, seconds in outcome.steps]
    if rows:
        console.print(table([say("column_what"), say("column_count")], rows))
    console.print(say(f"next_{outcome.status}"), markup=False)


def _count_name(name: str) -> str:
    key = f"count_{name}"
    return say(key) if key in MESSAGES else name


def submit(
    files: Annotated[list[Path], typer.Argument(help=say("argument_files"))],
    kind: Annotated[str | None, typer.Option(help=say("option_kind"))] = None,
    revision: Annotated[int | None, typer.Option(help=say("option_revision"))] = None,
    sender: Annotated[str | None, typer.Option(help=say("option_sender"))] = None,
    contact: Annotated[str | None, typer.Option(help=say("option_contact"))] = None,
    sent_at: Annotated[datetime | None, typer.Option(help=say("option_sent_at"))] = None,
    why: Annotated[str | None, typer.Option(help=say("option_correction_why"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """Put files into the inbox and show where each of them lies."""
    from pipelines.submit import submit_files

    settings = Settings.from_environment()
    placed = submit_files(settings, files, kind, revision, sender, contact, sent_at, why)
    if as_json:
        print_json(placed)
        return
    headers = [say(f"column_{name}") for name in ("file", "form", "plant", "period", "place")]
    rows = [(file.source, file.form_id, file.plant_id, file.period, file.path) for file in placed]
    results().print(table(headers, rows))
    results().print(say("next_submitted"), markup=False)


def demo(
    out: Annotated[Path, typer.Argument(help=say("argument_demo_out"))],
    plants: Annotated[int | None, typer.Option(min=1, help=say("option_plants"))] = None,
    months: Annotated[int | None, typer.Option(min=1, help=say("option_months"))] = None,
    seed: Annotated[int | None, typer.Option(help=say("option_seed"))] = None,
) -> None:
    """Write the submissions of a synthetic group."""
    from pipelines.demo import COMMITTED_SEED, write_demo

    settings = Settings.from_environment()
    with errors().status(say("demo_starts")) as progress:
        try:
            written = write_demo(
                settings,
                out,
                plants,
                months,
                COMMITTED_SEED if seed is None else seed,
                report=progress.update,
            )
        except ValueError as error:
            raise PotlineError(str(error)) from error
    results().print(say("demo_written", out=out, **vars(written)), markup=False)
    results().print(say("next_demo_plants" if plants else "next_demo", out=out), markup=False)
