"""`potline rules backtest`: how rules would have fared on everything that was ever sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from pipelines.cli.reading import AsJson, unknown_rule
from pipelines.cli.shown import errors, print_json, results, table
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.quality.backtest import Backtested, Quieter

COLUMNS = ("rule", "severity", "judged", "alarms", "corrected", "quieter")


def backtest(
    rule_ids: Annotated[
        list[str] | None, typer.Argument(metavar="RULE…", help=say("argument_rule_to_try"))
    ] = None,
    show_all: Annotated[bool, typer.Option("--all", help=say("option_all_rules"))] = False,
    as_json: AsJson = False,
) -> None:
    """Try rules on the history of the last build."""
    from pipelines.quality.backtest import backtest as tried
    from pipelines.quality.rules import load_rules

    settings = Settings.from_environment()
    known = load_rules(settings)
    for rule_id in rule_ids or []:
        if rule_id not in {rule.rule_id for rule in known}:
            raise PotlineError(unknown_rule(rule_id, {rule.rule_id for rule in known}))
    rules = [rule for rule in known if not rule_ids or rule.rule_id in rule_ids]
    progress = track(tried(settings, rules), say("backtesting"), total=len(rules), console=errors())
    found = list(progress)
    if as_json:
        print_json(found)
        return
    shown = [each for each in found if each.alarms or show_all or rule_ids]
    headers = [say(f"column_{column}") for column in COLUMNS]
    results().print(table(headers, [_row(each) for each in shown]))
    fired = sum(each.alarms > 0 for each in found)
    results().print(say("backtested", rules=len(found), fired=fired))


def _row(tried: Backtested) -> list[object]:
    return [
        tried.rule_id,
        tried.severity,
        tried.judged,
        tried.alarms,
        tried.corrected,
        _words(tried.quieter),
    ]


def _words(quieter: Quieter | None) -> str | None:
    if quieter is None:
        return None
    return say(
        "quieter",
        parameter=quieter.parameter,
        value=f"{quieter.value:g}",
        instead_of=f"{quieter.instead_of:g}",
        alarms=quieter.alarms,
    )
