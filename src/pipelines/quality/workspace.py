"""Where the gates work: an in-memory database beside the build file, which stays read-only.

`gate` is the in-memory database for what a gate notes down; names without a database, like
`staging.stg_facts`, mean the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.builds import Build
from pipelines.settings import Settings


@contextmanager
def open_build(settings: Settings, build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on a build, read-only, with an empty `gate` beside it; closed afterwards.

    The ledger is attached too, where there is one, for the views of the build that read it.
    """
    if not build.database.exists():
        raise FileNotFoundError(f"no build file at {build.database}; run dbt first")
    spill = build.database.parent / "spill"
    with duckdb.connect(config={"temp_directory": str(spill)}) as connection:
        connection.execute(f"attach '{build.database}' as build (read_only)")
        if settings.ledger.exists():
            connection.execute(f"attach '{settings.ledger}' as ledger (read_only)")
        connection.execute("attach ':memory:' as gate")
        connection.execute("use build")
        yield connection


def cursor_of(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A connection of its own to the same databases, looking into the build first."""
    cursor = connection.cursor()
    cursor.execute("use build")
    return cursor
