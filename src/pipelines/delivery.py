"""Delivery: the current release as one DuckDB file for embedded BI.

The file is written beside its place and swapped in whole; whoever has the old one open keeps it.
A delivery that fails leaves release and old file as they are, and is repeated by the next run.
"""

from __future__ import annotations

import os
from dataclasses import replace

import duckdb

from pipelines import releases
from pipelines.locks import exclusive
from pipelines.release_records import recorded_releases
from pipelines.settings import Settings
from pipelines.store import literal
from pipelines.tables import create, describe, tables_of

# DuckDB names a database after its file: in a schema `marts` of `marts.duckdb` the name
# `marts.fct_water` would be ambiguous. In `main` it works, and so does `fct_water`.
DELIVERED_AS = {"marts": "main", "reference": "reference", "history": "history"}


def deliver(settings: Settings) -> str:
    """The id of the current release, which `settings.marts_file` holds from now on.

    The file holds all marts, the reference data, the history of what changed from release to
    release, and `meta.release` with the row of the release.
    """
    with exclusive(settings.home / "delivery.lock", wait=True):
        for left_over in settings.home.glob(f"{settings.marts_file.name}.*.part*"):
            left_over.unlink()
        part = settings.marts_file.with_name(f"{settings.marts_file.name}.{os.getpid()}.part")
        with releases.connect(settings) as connection:
            connection.execute(f"attach {literal(part)} as delivered")
            release_id = _write(connection)
            connection.execute("detach delivered")
        part.replace(settings.marts_file)
    return release_id


def delivered_release(settings: Settings) -> str | None:
    """The id of the release that the delivered file holds; null without a file that can be read."""
    if not settings.marts_file.exists():
        return None
    try:
        with duckdb.connect() as connection:
            file = literal(settings.marts_file)
            connection.execute(f"attach {file} as delivered (read_only)")
            row = connection.execute("select release_id from delivered.meta.release").fetchone()
    except duckdb.Error:
        return None
    return None if row is None else str(row[0])


def _write(connection: duckdb.DuckDBPyConnection) -> str:
    connection.execute("begin")
    for schema in ("reference", "history", "meta"):
        connection.execute(f"create schema delivered.{schema}")
    for table in tables_of(connection, "lake", *DELIVERED_AS).values():
        copy = replace(table, schema=DELIVERED_AS[table.schema])
        create(connection, copy, "delivered")
        connection.execute(
            f"insert into {copy.within('delivered')} from {table.within('lake')} order by all"
        )
        describe(connection, copy, "delivered", None)
    release = recorded_releases(connection)[-1]
    connection.execute(
        """
        create table delivered.meta.release as
        select * from lake.meta.releases where release_id = $1
        """,
        [release.release_id],
    )
    connection.execute("commit")
    return release.release_id
