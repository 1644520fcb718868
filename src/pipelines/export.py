"""Export: all marts of a release as Parquet and CSV, described by a Frictionless data package.

CSV is opened in spreadsheets, where a text that begins like a formula would be one: such texts
get an apostrophe in front. Parquet holds them as they are.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import duckdb

from pipelines import releases
from pipelines.csv_text import FORMULA_START, NUMBER
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.release_records import recorded_keys, recorded_releases
from pipelines.settings import Settings
from pipelines.store import literal
from pipelines.tables import Column, Table, quoted, tables_of

FRICTIONLESS_TYPES = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "DOUBLE": "number",
    "VARCHAR": "string",
}


class OutputExistsError(PotlineError):
    """The place to write to is taken."""

    def __init__(self, path: Path) -> None:
        super().__init__(say("output_exists", path=path))


def export(settings: Settings, out: Path, release_id: str | None = None) -> list[str]:
    """The names of the marts that were written to the new folder `out`.

    The folder appears whole or not at all. Raises OutputExistsError where there is one already.
    """
    if out.exists():
        raise OutputExistsError(out)
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with releases.connect(settings, release_id) as connection:
        marts = list(tables_of(connection, "lake", "marts").values())
        for mart in marts:
            _write(connection, mart, part)
        package = _package(connection, marts)
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (part / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
    part.rename(out)
    return [mart.name for mart in marts]


def _write(connection: duckdb.DuckDBPyConnection, mart: Table, folder: Path) -> None:
    place = mart.within("lake")
    values = ", ".join(_csv_value(column) for column in mart.columns)
    connection.execute(
        f"""
        copy (from {place} order by all)
        to {literal(folder / f"{mart.name}.parquet")} (format parquet)
        """
    )
    connection.execute(
        f"""
        copy (select {values} from (from {place} order by all))
        to {literal(folder / f"{mart.name}.csv")} (format csv, header)
        """
    )


def _csv_value(column: Column) -> str:
    name = quoted(column.name)
    if column.data_type != "VARCHAR":
        return name
    runs = (
        f"regexp_matches({name}, {literal(FORMULA_START)}) "
        f"and not regexp_matches({name}, {literal(NUMBER)})"
    )
    return f"case when {runs} then '''' || {name} else {name} end as {name}"


def _package(connection: duckdb.DuckDBPyConnection, marts: list[Table]) -> dict[str, Any]:
    keys = recorded_keys(connection)
    release = recorded_releases(connection)[-1]
    return {
        "profile": "data-package",
        "name": f"potline-{release.release_id.lower()}",
        "title": f"Potline {release.release_id}, as of {release.as_of.isoformat()}",
        "created": f"{release.released_at.isoformat(timespec='seconds')}Z",
        "resources": [
            resource for mart in marts for resource in _resources(mart, keys.get(mart.name, []))
        ],
    }


def _resources(mart: Table, primary_key: list[str]) -> list[dict[str, Any]]:
    """The two resources of a mart: its CSV and its Parquet file, of one schema."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in mart.columns]}
    if primary_key:
        schema["primaryKey"] = primary_key
    described = {"description": mart.description} if mart.description else {}
    return [
        {
            "name": mart.name if form == "csv" else f"{mart.name}-{form}",
            "path": f"{mart.name}.{form}",
            "format": form,
            "mediatype": mediatype,
            **described,
            "schema": schema,
        }
        for form, mediatype in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
    ]


def _field(column: Column) -> dict[str, str]:
    described = {"description": column.description} if column.description else {}
    return {"name": column.name, "type": _frictionless_type(column.data_type), **described}


def _frictionless_type(data_type: str) -> str:
    if data_type.startswith("DECIMAL"):
        return "number"
    if data_type.endswith("[]"):
        return "array"
    return FRICTIONLESS_TYPES.get(data_type, "any")
