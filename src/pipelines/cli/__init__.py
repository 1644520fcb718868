"""The command line, `potline`. Commands are thin: each calls one function and shows what it says.

Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from pipelines.cli import (
    auditing,
    backtesting,
    checking,
    comparing,
    explaining,
    forms,
    layouts,
    methods,
    reading,
    releasing,
    rules,
    running,
    tracing,
    waivers,
)
from pipelines.cli.shown import errors
from pipelines.errors import PotlineError
from pipelines.messages import say

app = typer.Typer(
    name="potline",
    help=say("help_potline"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(help=say("help_nightly"))(running.nightly)
app.command(help=say("help_submit"))(running.submit)
app.command(help=say("help_check"))(checking.check)
app.command(help=say("help_status"))(reading.status)
app.command(help=say("help_releases"))(releasing.releases)
app.command(help=say("help_diff"))(comparing.diff)
app.command(help=say("help_rollback"))(releasing.rollback)
app.command(help=say("help_resume"))(releasing.resume)
app.command(help=say("help_lock"))(releasing.lock)
app.command(help=say("help_query"))(reading.query)
app.command(help=say("help_explain"))(explaining.explain)
app.command(help=say("help_trace"))(tracing.trace)
app.command(help=say("help_methods"))(methods.methods)
app.command(help=say("help_audit"))(auditing.audit)
app.command(help=say("help_export"))(reading.export)
app.command(help=say("help_template"))(forms.template)
app.command(help=say("help_demo"))(running.demo)
rules.app.command("backtest", help=say("help_rules_backtest"))(backtesting.backtest)
app.add_typer(layouts.app, name="layouts", help=say("help_layouts"))
app.add_typer(rules.app, name="rules", help=say("help_rules"))
app.add_typer(waivers.app, name="waivers", help=say("help_waivers"))


# What the system, SQLite and DuckDB say of a disk that is full or may not be written.
DISK_ERRORS = {errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS}
DISK_WORDS = ("no space left", "disk is full", "disk i/o error", "read-only", "readonly database")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; an expected error is one line and exit code 1."""
    try:
        app(args=arguments)
    except PotlineError as error:
        _fail(error)
    except Exception as error:
        if not _is_of_disk(error):
            raise
        _fail(say("disk_error", problem=str(error).splitlines()[0]))


def _fail(error: object) -> NoReturn:
    errors().print(say("error", error=error), style="red", markup=False)
    sys.exit(1)


def _is_of_disk(error: Exception) -> bool:
    """Whether an error tells of a disk that is full or may not be written, by whatever library."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in DISK_ERRORS
    return any(words in str(error).lower() for words in DISK_WORDS)
