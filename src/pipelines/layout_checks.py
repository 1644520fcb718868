"""Layouts tried out: what a layout would read of a table, before the table is sent in."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.checking.sandbox import staged
from pipelines.foreign_tables import ForeignTable
from pipelines.layout_documents import LayoutError, read_document
from pipelines.layouts import read_layout
from pipelines.reference import read_seed
from pipelines.settings import Settings

OUTCOMES = """
    select outcome, count(*) from staging.stg_foreign_entries group by outcome order by outcome
"""
# Of plants that are not known too, so that what is given twice is seen before they are added.
READINGS = """
    create temporary table foreign_readings as
    select
        readings.*,
        readings.value is not null
        and readings.period is not null
        and readings.indicator_rule_id is null
        and readings.unit_rule_id is null
        and readings.number_rule_id is null as is_counted,
        count(*) filter (where is_counted) over given > 1 as is_repeated,
        row_number() over (given order by readings.row_number, readings.address) as place
    from staging.stg_readings as readings
    inner join staging.stg_foreign_entries as entries
        on
            readings.content_id = entries.content_id
            and readings.sheet = entries.sheet
            and readings.address = entries.address
    window given as (
        partition by
            coalesce(readings.plant_id, entries.plant_text), readings.period, readings.indicator_id,
            readings.material_id, readings.counterparty_id, readings.document_id, is_counted
    )
"""
TOTALS = """
    select indicator_id, coalesce(material_id, ''), period, unit, count(*), sum(value)
    from foreign_readings
    where is_counted and not is_repeated
    group by all
    order by all
"""
FINDINGS = """
    with findings as (
        select rule_id, address, found, expected from staging.stg_findings
        union all
        select
            'duplicate_fact', address, value_text,
            'one value for one indicator, material, counterparty and document'
        from foreign_readings
        where is_counted and is_repeated and place > 1 and submission_id is null
    )
    select rule_id, count(*), arg_min(address, (length(address), address)),
        arg_min(found, (length(address), address)), arg_min(expected, (length(address), address))
    from findings
    group by rule_id
    order by rule_id
"""
UNKNOWN_PLANTS = """
    select
        plant_text,
        coalesce(any_value(plant_name_text), plant_text),
        arg_min(plant_cell, (length(plant_cell), plant_cell)),
        count(*),
        min(period),
        max(last_day(period + if(frequency in ('year', 'statement_year'), interval 11 month,
            interval 0 month)))
    from staging.stg_places
    left join (
        select plant_text, min(plant_name_text) as plant_name_text
        from staging.stg_foreign_entries
        group by plant_text
    ) as names using (plant_text)
    where plant_id is null and plant_text is not null
    group by plant_text
    order by plant_text
"""


@dataclass(frozen=True)
class Total:
    """The sum of an indicator and material in a period, with the number of its values."""

    indicator_id: str
    material_id: str
    period: date
    unit: str
    values: int
    total: Decimal


@dataclass(frozen=True)
class RuleCount:
    """How often a rule of staging is broken, with the first place."""

    rule_id: str
    findings: int
    address: str | None
    found: str | None
    expected: str | None


@dataclass(frozen=True)
class UnknownPlant:
    """A plant of the table that the organisation does not have, and the first of its cells.

    `first_period` and `last_day` are null where no period of it could be read.
    """

    plant_text: str
    plant_name: str
    cell: str
    periods: int
    first_period: date | None
    last_day: date | None


@dataclass(frozen=True)
class LayoutCheck:
    """What a layout reads of a table; without a table only that the layout is sound."""

    layout: str
    outcomes: dict[str, int]
    totals: tuple[Total, ...]
    findings: tuple[RuleCount, ...]
    unknown_plants: tuple[UnknownPlant, ...]


def check_layout(
    settings: Settings, layout_file: Path, table: Path | None, as_of: date
) -> LayoutCheck:
    """What a layout says, and what it would read of a table. Nothing is kept.

    Values of plants that are not known count in the totals too; values given twice do not.
    Raises LayoutError for a layout that makes no sense, or does not fit the table.
    """
    layout = read_layout(layout_file)
    _require_known_codes(settings, layout_file.name, layout.form_id, layout.foreign)
    if table is None:
        return LayoutCheck(layout.label, {}, (), (), ())
    with staged(settings, [table], as_of, (layout,)) as sandbox:
        rejected = _rows(
            sandbox.connection,
            "select rejection_found, rejection_expected from staging.stg_arrivals"
            " where state = 'rejected'",
        )
        if rejected:
            found, expected = rejected[0]
            raise LayoutError(f"{table}: {found}; expected {expected}")
        sandbox.connection.execute(READINGS)
        return LayoutCheck(
            layout=layout.label,
            outcomes=dict(_rows(sandbox.connection, OUTCOMES)),
            totals=tuple(Total(*row) for row in _rows(sandbox.connection, TOTALS)),
            findings=tuple(RuleCount(*row) for row in _rows(sandbox.connection, FINDINGS)),
            unknown_plants=tuple(
                UnknownPlant(*row) for row in _rows(sandbox.connection, UNKNOWN_PLANTS)
            ),
        )


def write_plants(settings: Settings, checked: LayoutCheck, layout_file: Path, path: Path) -> int:
    """How many plants were written to `path`, as lines of plants.csv that want unit and industry.

    The columns `unit_id`, `industry_id` and `province_id` are empty: no table says them.
    Raises LayoutError where there is such a file.
    """
    document = read_document(layout_file)
    if path.exists():
        raise LayoutError(f"{path} is there already; name a new file")
    names = [*read_seed(settings, "plants")[0]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        for plant in checked.unknown_plants:
            writer.writerow(
                {
                    "plant_id": plant.plant_text,
                    "plant_name_zh": plant.plant_name,
                    "plant_name_en": plant.plant_name,
                    "monthly_form_id": document["form_id"],
                    "valid_from": plant.first_period,
                    "reports_from": plant.first_period,
                    "reports_to": plant.last_day,
                    "source": document.get("source", layout_file.name),
                }
            )
    return len(checked.unknown_plants)


def _require_known_codes(
    settings: Settings, place: str, form_id: str, tables: tuple[ForeignTable, ...]
) -> None:
    """Raise LayoutError for a form, indicator or material of the layout that is not known."""
    known = {
        field: {row[field] for row in read_seed(settings, seed)}
        for field, seed in (("indicator_id", "indicators"), ("material_id", "materials"))
    }
    if form_id not in {row["form_id"] for row in read_seed(settings, "forms")}:
        raise LayoutError(f"{place}: form_id {form_id!r} is no form; see forms.csv")
    for table in tables:
        for value in table.values:
            for field, source in value.fields:
                stated = [code for _, code in source.codes]
                stated += [source.fixed] if source.fixed is not None else []
                for code in stated:
                    if field in known and code not in known[field]:
                        raise LayoutError(f"{place}: {field} {code!r} is not in the reference data")


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()
