"""Commands about rules: what is checked, and why."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

import typer

from pipelines.cli.shown import print_json, results, table
from pipelines.errors import PotlineError
from pipelines.messages import language, say
from pipelines.reference import read_seed
from pipelines.settings import Settings

EXPLAINED = ("kind", "gate", "stage", "severity", "holds", "guards", "domain", "parameters")
SOURCED = ("source", "valid_from", "valid_to")

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


@app.command("list", help=say("help_rules_list"))
def list_rules(
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """List all rules."""
    rules = read_seed(Settings.from_environment(), "rules")
    if as_json:
        print_json(rules)
        return
    headers = [
        say(f"column_{name}") for name in ("rule", "edition", "gate", "severity", "statement")
    ]
    columns = ("rule_id", "edition", "gate", "severity", f"statement_{language()}")
    results().print(table(headers, [[rule[column] for column in columns] for rule in rules]))


@app.command("explain", help=say("help_rules_explain"))
def explain(
    rule_id: Annotated[str, typer.Argument(metavar="RULE", help=say("argument_rule"))],
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """Show one rule, every edition of it."""
    rules = read_seed(Settings.from_environment(), "rules")
    editions = [rule for rule in rules if rule["rule_id"] == rule_id]
    if not editions:
        raise PotlineError(_unknown(rule_id, {rule["rule_id"] for rule in rules}))
    if as_json:
        print_json(editions)
        return
    for rule in editions:
        _show(rule)


def _show(rule: dict[str, str]) -> None:
    texts = [f"{name}_{language()}" for name in ("statement", "reason", "expected")]
    columns = [*texts, *EXPLAINED, *SOURCED]
    rows = [(say(f"rule_{_bare(column)}"), rule[column]) for column in columns if rule[column]]
    title = say("rule_title", rule_id=rule["rule_id"], edition=rule["edition"])
    results().print(table(["", ""], rows, title=title))


def _bare(column: str) -> str:
    return column.removesuffix("_en").removesuffix("_zh")


def _unknown(rule_id: str, known: set[str]) -> str:
    nearest = get_close_matches(rule_id, known, n=1)
    hint = say("did_you_mean", name=nearest[0]) if nearest else ""
    return say("unknown_rule", rule_id=rule_id, hint=hint)
