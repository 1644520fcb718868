"""`potline audit`: the contradictions in a table of published figures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from pipelines.cli.reading import AsJson
from pipelines.cli.shown import print_json, results
from pipelines.messages import language, say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.audit import Audit
    from pipelines.audit.results import Contradiction, Texts

COLOURS = {
    "impossible": "bold red",
    "contradicts": "red",
    "implausible": "yellow",
    "suspicious": "yellow",
}


def audit(
    figures: Annotated[Path, typer.Argument(help=say("argument_figures"), metavar="FIGURES.csv")],
    held: Annotated[bool, typer.Option("--held", help=say("option_held"))] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help=say("option_audit_markdown"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the contradictions, each with its figures and its arithmetic."""
    from pipelines.audit import audit as audited
    from pipelines.audit.page import as_records, audit_page

    found = audited(Settings.from_environment(), figures)
    if as_json:
        print_json(as_records(found))
    elif markdown:
        sys.stdout.write(audit_page(found))
    else:
        _show(found, held)


def _show(found: Audit, held: bool) -> None:
    console = results()
    for contradiction in found.contradictions:
        _show_contradiction(contradiction)
    if held:
        console.print(Text(say("audit_holding"), style="bold"))
        for comparison in found.holding:
            console.print(Text(f"  {_said(comparison.about)} – {_said(comparison.arithmetic)}"))
        console.print()
    for sentence in filter(None, [*found.what_was_not_read(), found.what_is_uneven()]):
        console.print(Text(sentence))
    console.print(Text(found.summary()))
    console.print(Text(found.what_stands_alone()))


def _show_contradiction(contradiction: Contradiction) -> None:
    console = results()
    verdict = say(f"audit_verdict_{contradiction.verdict}")
    line = Text.assemble(
        (verdict, COLOURS[contradiction.verdict]), "  ", (_said(contradiction.title), "bold")
    )
    console.print(line)
    console.print(
        Text(f"  {contradiction.contradiction_id} · {', '.join(contradiction.figure_ids)}"),
        style="dim",
    )
    for reason in contradiction.arithmetic:
        console.print(Text(f"  - {_said(reason)}"))
    if contradiction.cause:
        console.print(Text(f"  {say('audit_likely_cause')}: {_said(contradiction.cause)}"))
    console.print()


def _said(text: Texts) -> str:
    return text.zh if language() == "zh" else text.en
