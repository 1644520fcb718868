"""Commands about forms: template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.shown import errors, results
from pipelines.messages import say
from pipelines.settings import Settings


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=say("argument_template_out"))],
    plant: Annotated[str, typer.Option(help=say("option_template_plant"))],
    period: Annotated[str, typer.Option(help=say("option_template_period"))],
) -> None:
    """Write the blank workbook of a plant and period."""
    from pipelines.template import history_of, request_of, write_template

    settings = Settings.from_environment()
    request = request_of(settings, plant, period)
    with errors().status(say("template_writing")):
        written = write_template(settings, request, history_of(settings, request), out)
    values = {"plant": plant, "period": period, "form": request.layout.label, **vars(written)}
    results().print(say("template_written", out=out, **values), markup=False)
    results().print(say("template_next", out=out), markup=False)
