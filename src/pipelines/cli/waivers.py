"""Commands about waivers: which hold, and the line that accepts a finding."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from pipelines.cli.shown import print_json, results, table
from pipelines.messages import say
from pipelines.settings import Settings

COLUMNS = (
    "waiver",
    "waiver_rule",
    "waiver_plant",
    "waiver_periods",
    "expires_on",
    "waiver_state",
    "told",
)

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


@app.command("list", help=say("help_waivers_list"))
def list_waivers(
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """List all waivers with their states."""
    from pipelines.waiving import waiver_states

    states = waiver_states(Settings.from_environment())
    if as_json:
        print_json(states)
        return
    if not states:
        results().print(say("no_waivers"), markup=False)
        return
    rows = [
        (
            each.waiver.waiver_id,
            each.waiver.rule_id,
            each.waiver.plant_id,
            f"{each.waiver.period_from or ''} – {each.waiver.period_to or ''}",
            each.waiver.expires_on,
            say(f"waiver_{each.state}"),
            each.told,
        )
        for each in states
    ]
    results().print(table([say(f"column_{name}") for name in COLUMNS], rows))


@app.command("line", help=say("help_waivers_line"))
def line(
    finding_id: Annotated[str, typer.Argument(metavar="FINDING", help=say("argument_finding"))],
    reason: Annotated[str, typer.Option(help=say("option_waiver_reason"))],
    by: Annotated[str, typer.Option(help=say("option_waiver_by"))],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help=say("option_waiver_until"))],
) -> None:
    """Print the line of waivers.csv that accepts one finding."""
    from pipelines.waiving import waiver_line

    settings = Settings.from_environment()
    results().print(
        waiver_line(settings, finding_id, reason, by, until.date()), markup=False, soft_wrap=True
    )
