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

from pipelines.intake.ledger import CELLS
from pipelines.settings import Settings

IN_PUBLISHED_YEARS = "reports_from < date '2022-01-01'"
COPIED = ("arrivals", "arrival_notes", "sheets", "sheet_cells", "layout_columns")


def copy_ledger(
    source: Path, target: Path, plants: list[str], copies: int, years: tuple[int, int]
) -> None:
    """`target`: the ledger `source` with every plant `copies` times, as `AL01x1`, `AL01x2` …

    Only the months of `years`, first and last, are copied.
    """
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach '{source}' as source (read_only)")
        for table in COPIED:
            connection.execute(f"create table {table} as from source.{table} limit 0")
        connection.execute(CELLS)
        connection.execute("insert into layout_columns from source.layout_columns")
        connection.execute(
            "create temp table plants as select unnest(?::varchar[]) as plant_id", [plants]
        )
        connection.execute(_MONTHLY, years)
        for number in range(1, copies + 1):
            for statement in (_COPY_ARRIVALS, _COPY_SHEETS, _COPY_CELLS):
                connection.execute(statement.format(number=number))


_MONTHLY = """
create temp table monthly as
select * from source.arrivals
where
    form_id in ('monthly_workbook', 'monthly_csv')
    and state = 'read'
    and cast(left(place_period_text, 4) as integer) between ? and ?
"""

_COPY_ARRIVALS = """
insert into arrivals by name
select
    * replace (
        arrival_id || 'x{number}' as arrival_id,
        md5(content_id || 'x{number}') || md5(content_id) as content_id,
        replace(path, place_plant_text, place_plant_text || 'x{number}') as path,
        place_plant_text || 'x{number}' as place_plant_text,
        cover_plant_text || 'x{number}' as cover_plant_text
    )
from monthly
"""

_COPY_SHEETS = """
insert into sheets by name
select
    sheets.* replace (
        sheet_number + {number} * (select max(sheet_number) + 1 from source.sheets) as sheet_number,
        md5(content_id || 'x{number}') || md5(content_id) as content_id
    )
from source.sheets
semi join monthly on sheets.content_id = monthly.content_id
"""

_COPY_CELLS = """
insert into sheet_cells by name
select
    cells.* replace (
        cells.sheet_number + {number} * (select max(sheet_number) + 1 from source.sheets)
            as sheet_number,
        if(plants.plant_id is null, cells.text, cells.text || 'x{number}') as text
    )
from source.sheet_cells as cells
inner join source.sheets on cells.sheet_number = sheets.sheet_number
semi join monthly on sheets.content_id = monthly.content_id
left join plants on cells.text = plants.plant_id
"""


def copy_project(settings: Settings, target: Path, copies: int) -> None:
    """A copy of the dbt project in whose seeds every plant stands `copies` times."""
    shutil.copytree(settings.dbt_project, target, dirs_exist_ok=True)
    for seed in (target / "seeds").glob("*.csv"):
        with seed.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, columns = list(reader), list(reader.fieldnames or [])
        if columns[0] == "plant_id":
            _write_copies(seed, columns, rows, copies)


def _write_copies(seed: Path, columns: list[str], rows: list[dict[str, str]], copies: int) -> None:
    with seed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, lineterminator="\n")
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
            condition = IN_PUBLISHED_YEARS if table == "plants" else "true"
            connection.execute(
                f"create view reference.{table} as from built.reference.{table} where {condition}"
            )
        connection.execute(statements.read_text(encoding="utf-8"))


if __name__ == "__main__":
    by_hand(*(Path(argument) for argument in sys.argv[1:5]))
