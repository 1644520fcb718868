"""Commands about layouts: whether one is sound, and what it would read of a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.shown import errors, print_json, results, table
from pipelines.messages import say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.layout_checks import LayoutCheck

# So many plants are listed before the rest is only counted; --json lists all.
PLANTS_SHOWN = 10

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


@app.callback()
def layouts() -> None:
    """Layouts of forms and of foreign tables."""


@app.command("check", help=say("help_layouts_check"))
def check(
    layout: Annotated[Path, typer.Argument(metavar="LAYOUT", help=say("argument_layout"))],
    table_file: Annotated[
        Path | None, typer.Argument(metavar="[TABLE]", help=say("argument_foreign_table"))
    ] = None,
    plants: Annotated[Path | None, typer.Option("--plants", help=say("option_plants"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json"))] = False,
) -> None:
    """Check a layout and show what it reads."""
    with errors().status(say("layout_check_starts")):
        from pipelines.layout_checks import check_layout, write_plants
        from pipelines.nightly import default_as_of

        settings = Settings.from_environment()
        checked = check_layout(settings, layout, table_file, default_as_of())
        written = write_plants(settings, checked, layout, plants) if plants else 0
    if as_json:
        print_json(checked)
        return
    results().print(say("layout_sound", layout=checked.layout), markup=False)
    if table_file:
        _show(checked)
    if plants:
        results().print(say("layout_plants_written", count=written, path=plants), markup=False)


def _show(checked: LayoutCheck) -> None:
    console = results()
    headers = [say(f"column_{name}") for name in ("outcome", "values")]
    rows = [(say(f"outcome_{name}"), count) for name, count in checked.outcomes.items()]
    console.print(table(headers, rows))
    names = ("indicator", "material", "period", "values", "total", "unit")
    headers = [say(f"column_{name}") for name in names]
    console.print(
        table(
            headers,
            [
                (
                    one.indicator_id,
                    one.material_id,
                    one.period,
                    one.values,
                    one.total,
                    one.unit,
                )
                for one in checked.totals
            ],
        )
    )
    headers = [say(f"column_{name}") for name in ("rule", "findings", "first", "found", "wanted")]
    console.print(
        table(
            headers,
            [
                (one.rule_id, one.findings, one.address, one.found, one.expected)
                for one in checked.findings
            ],
        )
    )
    unknown = checked.unknown_plants
    if unknown:
        shown = ", ".join(f"{one.plant_text} ({one.cell})" for one in unknown[:PLANTS_SHOWN])
        console.print(say("layout_unknown_plants", count=len(unknown), plants=shown), markup=False)
