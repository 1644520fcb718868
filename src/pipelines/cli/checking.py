"""`potline check`: what a plant runs before it sends a file."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from pipelines.cli.shown import errors, print_json, results, table
from pipelines.errors import PotlineError
from pipelines.messages import language, say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.checking import Checked, CheckedFile, Finding

COLOURS = {"blocking": "red", "compliance": "magenta", "warning": "yellow", "info": "blue"}
REJECTED, HELD = 1, 2
# More than a person reads in a terminal; printing tens of thousands takes longer than the check.
MOST_SHOWN = 200


def check(
    files: Annotated[list[Path], typer.Argument(help=say("argument_checked_files"))],
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=say("option_check_as_of"))
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option(metavar="OUT.xlsx", help=say("option_check_receipt"))
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help=say("option_check_verbose"))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """Check files and show what was found."""
    if receipt and len(files) > 1:
        raise PotlineError(say("check_one_receipt"))
    with errors().status(say("check_starts")):
        from pipelines.checking import check_files
        from pipelines.nightly import default_as_of

        settings = Settings.from_environment()
        judged_on = as_of.date() if as_of else default_as_of()
        checked = check_files(settings, files, judged_on, receipt)
    print_json(checked) if as_json else _show(checked, verbose)
    sys.exit(_exit_code(checked))


def _exit_code(checked: Checked) -> int:
    verdicts = {file.verdict for file in checked.files}
    if "rejected" in verdicts:
        return REJECTED
    return HELD if "held" in verdicts else 0


def _show(checked: Checked, verbose: bool) -> None:
    console = results()
    for file in checked.files:
        _show_file(console, file)
    if verbose:
        headers = [say(f"column_{name}") for name in ("rule", "severity", "statement")]
        rows = [
            (rule.rule_id, rule.severity, _of_language(rule, "statement"))
            for rule in checked.undecided
        ]
        console.print(table(headers, rows, title=say("check_undecided")))
    console.print(
        say(
            "check_decided",
            rules=checked.rules,
            undecided=len(checked.undecided),
            as_of=checked.as_of,
        ),
        markup=False,
    )


def _show_file(console: Console, file: CheckedFile) -> None:
    console.print(Text(str(file.path), style="bold"))
    described = say(
        "check_file",
        form=file.form_id or "-",
        plant=file.plant_id or "-",
        period=file.period or "-",
        values=file.values,
        verdict=say(f"verdict_{file.verdict}"),
    )
    console.print(f"  {described}", markup=False)
    for finding in file.findings[:MOST_SHOWN]:
        _show_finding(console, finding)
    if len(file.findings) > MOST_SHOWN:
        console.print(
            "  " + say("check_more", more=f"{len(file.findings) - MOST_SHOWN:,}"), markup=False
        )
    if not file.findings:
        console.print(f"  {say('check_clean')}", markup=False)
        return
    counts = Counter(finding.severity for finding in file.findings)
    of_severities = {severity: counts[severity] for severity in COLOURS}
    console.print(
        "  " + say("check_counts", findings=len(file.findings), **of_severities), markup=False
    )


def _show_finding(console: Console, finding: Finding) -> None:
    place = f"{finding.sheet}!{finding.address}" if finding.address else finding.sheet
    waived = f" ({say('check_waived')})" if finding.state == "waived" else ""
    head = Text("  ")
    head.append(say(f"severity_{finding.severity}"), style=COLOURS[finding.severity])
    head.append(f"  {place or say('check_whole_file')}  ", style="bold")
    console.print(head.append(f"{finding.rule_id}{waived}"))
    stands = " · ".join(f"{cell.address}: {cell.text}" for cell in finding.cells)
    lines = {
        "stands": stands,
        "found": _of_language(finding, "found"),
        "expected": _of_language(finding, "expected"),
        "rule": _of_language(finding, "statement"),
        "reason": _of_language(finding, "reason"),
    }
    for name, text in lines.items():
        if text:
            console.print(f"      {say(f'check_{name}')}: {text}", markup=False)


def _of_language(described: object, name: str) -> str:
    """The words of a finding or rule in the user's language; nothing where it has none."""
    return str(getattr(described, f"{name}_{language()}") or "")
