"""`potline methods`: the methods of the reference data."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipelines.cli.reading import AsJson
from pipelines.cli.shown import print_json, results, table
from pipelines.messages import language, say
from pipelines.settings import Settings

SHOWN = ("method_id", "guideline", "edition", "purposes", "gwp_set", "valid_from", "valid_to")


def methods(
    markdown: Annotated[bool, typer.Option("--markdown", help=say("option_markdown"))] = False,
    as_json: AsJson = False,
) -> None:
    """List all methods, or write the page about them."""
    from pipelines.methods_page import methods_page
    from pipelines.reference import read_seed

    settings = Settings.from_environment()
    if markdown:
        sys.stdout.write(methods_page(settings))
        return
    known = read_seed(settings, "methods")
    if as_json:
        print_json(known)
        return
    columns = (f"name_{language()}", *SHOWN)
    headers = [
        say(f"column_{column.removesuffix('_en').removesuffix('_zh')}") for column in columns
    ]
    results().print(table(headers, [[row[column] for column in columns] for row in known]))
