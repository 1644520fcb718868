"""Staging as compiled SQL that ships with the package, so that a check starts no dbt.

Two files, made by `make staging-sql`: `reference.sql` creates the tables of reference data that
staging and the rules of gate 1 read, `staging.sql` fills staging from them and a ledger. Each
begins with the checksum of what it was made from; a test holds them to it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from pipelines.quality.kinds import kinds
from pipelines.reference import hash_files
from pipelines.settings import Settings

REFERENCE = Path(__file__).with_name("reference.sql")
STAGING = Path(__file__).with_name("staging.sql")

# What stands in the compiled SQL for the date by which a check judges.
AS_OF = "{as_of}"

REMAKE = "make staging-sql"
REFERENCED = re.compile(r"ref\('(\w+)'\)")
CHECKSUM = re.compile(r"\A-- Checksum: (\S+)\n")

# As seeds are loaded: what they are, commas and double quotes.
CSV_FORMAT = "format csv, header, auto_detect false, delimiter ',', quote '\"', escape '\"'"


def fill_reference(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Creates and fills the tables of reference data, in the database that is in use."""
    connection.execute(REFERENCE.read_text(encoding="utf-8"))
    tables = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'reference'"
    )
    for (table,) in tables.fetchall():
        seed = str(settings.seeds / f"{table}.csv").replace("'", "''")
        connection.execute(f"copy reference.{table} from '{seed}' ({CSV_FORMAT})")


def fill_staging(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Creates the models of staging, in a database `build` in use, beside one named `ledger`."""
    statements = STAGING.read_text(encoding="utf-8")
    connection.execute(statements.replace(AS_OF, as_of.isoformat()))


def checksum_of(compiled: Path) -> str:
    """The checksum of the sources that a compiled file was made from."""
    found = CHECKSUM.match(compiled.read_text(encoding="utf-8"))
    return found[1] if found else "none"


def checksum_of_sources(settings: Settings) -> str:
    """SHA-256 over models, macros and types of seeds, with the tables that rules read."""
    project = settings.dbt_project
    sources = [
        project / "dbt_project.yml",
        *sorted(project.glob("macros/**/*.sql")),
        *sorted(project.glob("seeds/*.yml")),
        *sorted(_models(settings), key=lambda path: path.name),
    ]
    read = ",".join(sorted(reference_tables()))
    return hashlib.sha256(f"{hash_files(sources)} {read}".encode()).hexdigest()


def reference_tables() -> set[str]:
    """The tables of reference data that the rules of gate 1 read."""
    needed = {
        table for (gate, _), kind in kinds().items() if gate == "gate_1" for table in kind.needs
    }
    return {
        name
        for schema, _, name in (table.partition(".") for table in needed)
        if schema == "reference"
    }


def _models(settings: Settings) -> Iterator[Path]:
    """The models of staging and those that they are made from."""
    models = {path.stem: path for path in settings.dbt_project.glob("models/**/*.sql")}
    waiting = [path.stem for path in settings.dbt_project.glob("models/staging/**/*.sql")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in models and name not in seen:
            seen.add(name)
            yield models[name]
            waiting.extend(REFERENCED.findall(models[name].read_text(encoding="utf-8")))
