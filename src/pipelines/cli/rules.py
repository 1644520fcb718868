"""Commands about rules: what is checked, and why."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.reading import unknown_rule
from pipelines.cli.shown import print_json, results, table
from pipelines.errors import PotlineError
from pipelines.messages import language, say
from pipelines.reference import read_seed
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.rules_explained import Example, ExplainedRule

EXPLAINED = ("kind", "gate", "stage", "severity", "holds", "guards", "domain", "parameters")
SOURCED = ("source", "valid_from", "valid_to")

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


@app.command("list", help=say("help_rules_list"))
def list_rules(
    markdown: Annotated[bool, typer.Option("--markdown", help=say("option_markdown"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """List all rules, or write the page about them."""
    from pipelines.rules_page import rules_page

    settings = Settings.from_environment()
    if markdown:
        sys.stdout.write(rules_page(settings))
        return
    rules = read_seed(settings, "rules")
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
    from pipelines.rules_explained import explain_rule

    settings = Settings.from_environment()
    editions = explain_rule(settings, rule_id)
    if not editions:
        known = {rule["rule_id"] for rule in read_seed(settings, "rules")}
        raise PotlineError(unknown_rule(rule_id, known))
    if as_json:
        print_json([_as_record(edition) for edition in editions])
        return
    for edition in editions:
        _show(edition)


def _as_record(explained: ExplainedRule) -> dict[str, object]:
    """The rule's own fields, with what its kind and the catalogue say beside them."""
    record = asdict(explained)
    return {**record.pop("rule"), **record}


def _show(explained: ExplainedRule) -> None:
    from pipelines.rules_explained import parameters_in_words

    rule = explained.rule
    record = {**asdict(rule), "parameters": parameters_in_words(rule)}
    texts = [f"{name}_{language()}" for name in ("statement", "reason", "expected")]
    rows = [(say(f"rule_{_bare(name)}"), record[name]) for name in texts if record[name]]
    rows.append((say("rule_subject"), getattr(explained, f"subject_{language()}")))
    rows += [
        (
            f"{say('rule_threshold')} {each.name}",
            f"{_amount(each.value, explained.unit)}: {getattr(each, f'meaning_{language()}')}",
        )
        for each in explained.thresholds
    ]
    rows += [
        (f"{say('rule_catalogue')} {each.catalogue_id}", getattr(each, f"statement_{language()}"))
        for each in explained.statements
    ]
    columns = (*EXPLAINED, *SOURCED)
    rows += [(say(f"rule_{name}"), record[name]) for name in columns if record[name]]
    rows.append((say("rule_example"), _example(explained.example)))
    title = say("rule_title", rule_id=rule.rule_id, edition=rule.edition)
    results().print(table(["", ""], rows, title=title))


def _amount(value: float, unit: str) -> str:
    return f"{value:.15g} {unit}".rstrip()


def _bare(column: str) -> str:
    return column.removesuffix("_en").removesuffix("_zh")


def _example(example: Example | None) -> str:
    """A finding in one line; words that there is none in the current release."""
    if example is None:
        return say("rule_without_example")
    place = [example.plant_id, example.period, example.path, example.sheet, example.address]
    return f"{' '.join(part for part in place if part)}: {example.found}"
