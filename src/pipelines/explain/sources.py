"""Where a number comes from: facts with their cells, factors with their sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.explain.rows import dictionaries
from pipelines.messages import language

SIGNIFICANT_DIGITS = 15


@dataclass(frozen=True)
class Fact:
    """One reported value: as it stands in its file, and in its canonical unit."""

    fact_id: str
    plant_id: str
    period: date
    indicator_id: str
    indicator_name: str
    material_id: str
    counterparty_id: str
    value: str
    unit: str
    data_quality: str | None
    reported_text: str
    reported_unit: str
    path: str
    sheet: str
    address: str
    cell_id: str


@dataclass(frozen=True)
class Factor:
    """One factor as it was published."""

    factor_id: str
    parameter: str
    material: str | None
    region_id: str | None
    value: str
    unit: str
    factor_set: str
    series: str | None
    source: str
    confidence: str | None
    evidence: str
    valid_from: date | None
    valid_to: date | None
    published_on: date | None


def facts_of(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, Fact]:
    """The facts with these ids; one that is in no accepted submission is left out."""
    rows = dictionaries(
        connection,
        f"""
        select facts.*, indicators.name_{language()} as indicator_name
        from marts.fct_indicators as facts
        inner join marts.dim_indicator as indicators on facts.indicator_id = indicators.indicator_id
        semi join (select unnest($1::varchar[]) as fact_id) as wanted using (fact_id)
        order by fact_id
        """,
        [sorted(set(ids))],
    )
    return {row["fact_id"]: _fact(row) for row in rows}


def factors_of(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, Factor]:
    """The factors and energy coefficients with these ids."""
    rows = dictionaries(
        connection,
        """
        select * from marts.dim_factor
        semi join (select unnest($1::varchar[]) as factor_id) as wanted using (factor_id)
        order by factor_id
        """,
        [sorted(set(ids))],
    )
    return {row["factor_id"]: _factor(row) for row in rows}


def number(value: float | Decimal | None) -> str:
    """A number as people write it, with all its digits and no more; empty for null."""
    if value is None:
        return ""
    if isinstance(value, float):
        value = Decimal(format(value, f".{SIGNIFICANT_DIGITS}g"))
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fact(row: dict[str, Any]) -> Fact:
    sheet, _, address = row["cell_id"].partition("!")[2].rpartition("!")
    return Fact(
        fact_id=row["fact_id"],
        plant_id=row["plant_id"],
        period=row["period"],
        indicator_id=row["indicator_id"],
        indicator_name=row["indicator_name"],
        material_id=row["material_id"],
        counterparty_id=row["counterparty_id"],
        value=number(row["value"]),
        unit=row["unit"],
        data_quality=row.get("data_quality"),
        reported_text=row["reported_text"],
        reported_unit=row["reported_unit_id"],
        path=row["path"],
        sheet=sheet,
        address=address,
        cell_id=row["cell_id"],
    )


def _factor(row: dict[str, Any]) -> Factor:
    return Factor(
        factor_id=row["factor_id"],
        parameter=row["parameter"],
        material=row["material_source_text"] or row["material_id"],
        region_id=row["region_id"],
        value=number(row["value"]),
        unit=row["unit"],
        factor_set=row["factor_set"],
        series=row["series"],
        source=row["source"],
        confidence=row["confidence"],
        evidence=row["evidence"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        published_on=row["published_on"],
    )
