"""Any values in any rows: each one ends as a fact or as a finding in its row, and none is lost."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bad_files import WATER, cover, workbook
from fuzzing import ROWS, SETTINGS, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from pipelines.checking.sandbox import staged

AS_OF = date(2022, 3, 1)
FIELDS = ("plant_id", "period", "indicator_id", "material_id", "value", "unit")
VALUE_COLUMN_OF_CSV = FIELDS.index("value") + 1
FIRST_ROW_OF_SHEET = 4

# Kept in the form of rows, so that a failing example is shown as what it is.
FILES = st.lists(
    st.tuples(st.sampled_from(("csv", "xlsx")), st.lists(ROWS, min_size=1, max_size=12)),
    min_size=8,
    max_size=12,
)
WITHOUT = """
select paths.path, entries.address, entries.value_text
from staging.stg_entries as entries
inner join staging.stg_arrivals as paths using (content_id, form_id, layout_version)
anti join staging.stg_facts as facts
    on paths.arrival_id = facts.arrival_id and entries.cell_id = facts.cell_id
where paths.state = 'read'
"""
OF_ROWS = "select path, sheet, address from staging.stg_findings where address is not null"
OF_FILES = "select distinct path from staging.stg_findings where address is null"
TWICE = """
select cell_id, arrival_id from staging.stg_facts group by all having count(*) > 1
"""
READ = """
select arrivals.path, entries.address
from staging.stg_entries as entries
inner join staging.stg_arrivals as arrivals using (content_id, form_id, layout_version)
"""


@pytest.mark.slow
@fuzzed(3, shrinks=False)
@given(files=FILES)
def test_every_value_is_a_fact_or_has_a_finding(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, list[dict[str, str]]]]
) -> None:
    folder = tmp_path_factory.mktemp("files")
    written: dict[Path, list[int]] = {}
    for number, (ending, rows) in enumerate(files):
        path = folder / f"{number}.{ending}"
        write_csv(path, rows) if ending == "csv" else write_workbook(path, rows)
        written[path] = rows_with_values(ending, rows)
    with staged(SETTINGS, list(written), AS_OF) as staging:
        connection = staging.connection
        paths = staging.paths
        whole = {path for (path,) in connection.execute(OF_FILES).fetchall()}
        found = {(path, row_of(address)) for path, _, address in rows_of(connection, OF_ROWS)}
        entries = {(path, row_of(address)) for path, address in rows_of(connection, READ)}
        lost = [
            (path, address, text)
            for path, address, text in rows_of(connection, WITHOUT)
            if (path, row_of(address)) not in found
        ]
        assert not lost
        assert not rows_of(connection, TWICE)
        unread = [
            (text, row)
            for text, path in paths.items()
            for row in written[path]
            if (text, row) not in entries and text not in whole
        ]
        assert not unread


def test_a_finding_in_any_column_has_its_address(tmp_path: Path) -> None:
    """Found by fuzzing: addresses of column C came out as `C4C4`."""
    path = workbook(tmp_path / "a.xlsx", sheets={WATER: [("fresh_water", "", "x", "m3", 1)]})
    with staged(SETTINGS, [path], AS_OF) as staging:
        found = {address for _, _, address in rows_of(staging.connection, OF_ROWS)}
    assert "C4" in found


def rows_of(connection: Any, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return list(connection.execute(query).fetchall())


def row_of(address: str) -> int:
    """The row of an address, of a sheet (`E4`) or of a CSV (`R4C5`)."""
    found = re.fullmatch(r"R(\d+)C\d+|[A-Z]+(\d+)", address)
    assert found, f"{address!r} is no address"
    return int(found[1] or found[2])


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """Rows as a monthly CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    writer.writerows([row[field] for field in FIELDS] for row in rows)
    path.write_bytes(text.getvalue().encode())


def write_workbook(path: Path, rows: list[dict[str, str]]) -> None:
    """Rows as the water sheet of a monthly workbook; numbers as numbers where they are some."""
    sheet = [
        (row["indicator_id"], None, row["material_id"], row["unit"], as_cell(row["value"]))
        for row in rows
    ]
    workbook(path, cover(), {WATER: sheet})


def as_cell(text: str) -> str | float:
    """A value as XlsxWriter can write it."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if abs(number) < 1e300 else text


def rows_with_values(ending: str, rows: list[dict[str, str]]) -> list[int]:
    """The rows of the file whose value is not blank."""
    first = FIRST_ROW_OF_SHEET if ending == "xlsx" else 2
    return [
        number
        for number, row in enumerate(rows, start=first)
        if row["value"].strip() and not row["value"].isspace()
    ]
