"""A ledger of any number of plants: the demonstration group's cells, copied under new names.

What is copied: every arrival and cell of each month, the plant's code replaced wherever it stands
(cover, rows, counterparties), so that each copy is a group of its own. Annual returns are left out.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import duckdb

from pipelines.settings import Settings

COPIED = ("arrivals", "cells", "layout_columns", "arrival_notes")


def copy_ledger(source: Path, target: Path, plants: list[str], copies: int) -> None:
    """`target`: the ledger `source` with every plant `copies` times, as `AL01x1`, `AL01x2` …"""
    target.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{source}' as source (read_only)")
        connection.execute(f"attach '{target}' as target")
        for table in COPIED:
            connection.execute(f"create table target.{table} as from source.{table} limit 0")
        connection.execute("insert into target.layout_columns from source.layout_columns")
        connection.execute(
            "create temp table plants as select unnest(?::varchar[]) as plant_id", [plants]
        )
        for number in range(1, copies + 1):
            connection.execute(_COPY_ARRIVALS.format(number=number))
            connection.execute(_COPY_CELLS.format(number=number))


_COPY_ARRIVALS = """
insert into target.arrivals by name
select
    * replace (
        arrival_id || 'x{number}' as arrival_id,
        md5(content_id || 'x{number}') || md5(content_id) as content_id,
        replace(path, place_plant_text, place_plant_text || 'x{number}') as path,
        place_plant_text || 'x{number}' as place_plant_text,
        cover_plant_text || 'x{number}' as cover_plant_text
    )
from source.arrivals
where form_id in ('monthly_workbook', 'monthly_csv') and state = 'read'
"""

_COPY_CELLS = """
insert into target.cells by name
select
    cells.* replace (
        md5(cells.content_id || 'x{number}') || md5(cells.content_id) as content_id,
        md5(cells.content_id || 'x{number}')[:12] || cells.cell_id[13:] as cell_id,
        if(plants.plant_id is null, cells.text, cells.text || 'x{number}') as text
    )
from source.cells
left join plants on cells.text = plants.plant_id
where cells.content_id in (
    select content_id from source.arrivals
    where form_id in ('monthly_workbook', 'monthly_csv') and state = 'read'
)
"""


def copy_project(settings: Settings, target: Path, copies: int) -> None:
    """A copy of the dbt project whose organisation has every plant `copies` times."""
    shutil.copytree(settings.dbt_project, target, dirs_exist_ok=True)
    plants = target / "seeds" / "plants.csv"
    with plants.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with plants.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for number in range(1, copies + 1):
            writer.writerows({**row, "plant_id": f"{row['plant_id']}x{number}"} for row in rows)


def by_hand(ledger: Path, reference: Path, statements: Path, database: Path) -> None:
    """The three marts by hand-written SQL; the reference tables are read from a finished build."""
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("set threads = 2")
        connection.execute(f"attach '{ledger}' as ledger (read_only)")
        connection.execute(f"attach '{reference}' as built (read_only)")
        connection.execute("create schema reference")
        tables = connection.execute(
            """
            select table_name from duckdb_tables()
            where database_name = 'built' and schema_name = 'reference'
            """
        ).fetchall()
        for (table,) in tables:
            connection.execute(f"create view reference.{table} as from built.reference.{table}")
        connection.execute(statements.read_text(encoding="utf-8"))


if __name__ == "__main__":
    by_hand(*(Path(argument) for argument in sys.argv[1:5]))
