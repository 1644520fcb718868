"""A group in which every formula of the reference data has all it needs, made from the seeds.

Each plant has a month for each formula that a method of its industry knows, and reports in it what
the formula takes from facts: for each material of the right class where it goes by material.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from given_group import SETTINGS, GivenGroup

from pipelines.reference import read_seed

FIRST_MONTH = date(2021, 1, 1)
LAST_MONTH = date(2025, 12, 1)
AS_OF = "2026-01-31"
# Anything positive will do; shares are below one, and steam is steam.
VALUES = {"1": "0.05", "MPa": "1.6", "°C": "250", "degC": "250"}
ANY_VALUE = "12.5"

Row = dict[str, str]


def every_formula_group() -> GivenGroup:
    """One submission for each plant and formula."""
    group = GivenGroup()
    plants = _plants_by_industry()
    for method in read_seed(SETTINGS, "methods"):
        months = _months(method)
        for formula_id in _formulas_of(method["method_id"]):
            values = _reported(formula_id)
            for plant_id in _plants_of(method, plants):
                month = _free_month(group, plant_id, months)
                if values and month:
                    group.submit(plant_id, month, values)
    return group


def _plants_by_industry() -> dict[str, str]:
    """One plant for each industry."""
    return {row["industry_id"]: row["plant_id"] for row in read_seed(SETTINGS, "plants")}


def _plants_of(method: Row, plants: dict[str, str]) -> list[str]:
    """The plant of the first industry of a method that has one."""
    known = [plants[each] for each in method["industry_ids"].split(";") if each in plants]
    return known[:1]


def _formulas_of(method_id: str) -> list[str]:
    rows = read_seed(SETTINGS, "method_formulas")
    return list(dict.fromkeys(row["formula_id"] for row in rows if row["method_id"] == method_id))


def _months(method: Row) -> list[str]:
    first = max(FIRST_MONTH, date.fromisoformat(method["valid_from"] or FIRST_MONTH.isoformat()))
    last = min(LAST_MONTH, date.fromisoformat(method["valid_to"] or LAST_MONTH.isoformat()))
    months = [date(year, month, 1) for year in range(2021, 2026) for month in range(1, 13)]
    return [f"{month:%Y-%m}" for month in months if first <= month <= last]


def _free_month(group: GivenGroup, plant_id: str, months: list[str]) -> str | None:
    """The first month of a plant without a submission; null where none is left."""
    taken = {
        f"{submission['period']:%Y-%m}"
        for submission in group.submissions
        if submission["plant_id"] == plant_id
    }
    return next((month for month in months if month not in taken), None)


def _reported(formula_id: str) -> dict[str, str]:
    """What a formula takes from facts, by `indicator[:material][@plant]`."""
    values = {}
    for symbol in read_seed(SETTINGS, "formula_symbols"):
        if symbol["formula_id"] == formula_id and symbol["origin"] == "fact":
            for name in _names(symbol):
                values[name] = VALUES.get(symbol["unit"], ANY_VALUE)
    return values


def _names(symbol: Row) -> Iterator[str]:
    indicators = {row["indicator_id"]: row for row in read_seed(SETTINGS, "indicators")}
    indicator = indicators[symbol["indicator_ids"].split(";")[0]]
    supplier = "@PP01" if indicator["has_counterparty"] == "true" else ""
    if symbol["material"] != "stream":
        material = f":{symbol['material']}" if indicator["material_class"] else ""
        yield f"{indicator['indicator_id']}{material}{supplier}"
        return
    for material in read_seed(SETTINGS, "materials"):
        if material["material_class"] == indicator["material_class"]:
            yield f"{indicator['indicator_id']}:{material['material_id']}{supplier}"
