"""Faults in marts, for the rules of gate 2."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain
from typing import Any

from planting import Build, Fault, Row

from pipelines.quality.rules import Rule
from pipelines.quality.sql import literal

ROWS_TRIED = 6
CHANGES = {
    "times 1,000": "{column} * 1000 + 1",
    "times 0.001": "{column} * 0.001",
    "times 1.5, plus 1": "{column} * 1.5 + 1",
    "times 0.2": "{column} * 0.2",
    "negative": "-abs({column}) - 1",
    "plus 1": "{column} + 1",
}
KEYS = ("plant_id", "period", "entity_id")


def faults(build: Build, rule: Rule, chance: random.Random) -> Iterator[Fault]:
    """Changes that may break a rule, by what its parameters name."""
    parameters = rule.parameters
    measures = list(_measures(parameters))
    return chain(
        *(_by_value(build, measure, parameters, chance) for measure in measures),
        _by_new_rows(build, measures, parameters, chance),
        _by_column(parameters),
        *(_by_nothing(build, rule, measure, chance) for measure in measures),
        *SPECIAL.get(rule.kind, _none)(build, rule, chance),
    )


def _measures(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in the parameters that names a mart and a column."""
    if isinstance(value, dict):
        if "mart" in value and {"sum", "max", "column"} & value.keys():
            yield value
        for each in value.values():
            yield from _measures(each)
    elif isinstance(value, list):
        for each in value:
            yield from _measures(each)


def _column(measure: dict[str, Any]) -> str:
    return str(measure.get("sum") or measure.get("max") or measure["column"])


def _table(mart: str) -> str:
    """The table of a mart; reference data name their schema."""
    return mart if "." in mart else f"marts.{mart}"


def _rows(
    build: Build, measure: dict[str, Any], parameters: dict[str, Any], chance: random.Random
) -> list[Row]:
    columns = build.columns(_table(measure["mart"]))
    column = _column(measure)
    conditions = [f"{column} is not null"] if column in columns else []
    for name, wanted in measure.get("where", {}).items():
        if wanted == "*":
            conditions.append(f"{name} is not null")
        elif wanted is None:
            conditions.append(f"{name} is null")
        elif isinstance(wanted, list):
            conditions.append(f"{name} in ({', '.join(map(literal, wanted))})")
        else:
            conditions.append(f"{name} = {literal(wanted)}")
    for name, values in parameters.get("only", {}).items():
        if name in columns:
            conditions.append(f"{name} in ({', '.join(map(literal, values))})")
    where = f"where {' and '.join(conditions)}" if conditions else ""
    rows = build.rows(
        f"""
        select rowid, {", ".join(name for name in KEYS if name in columns) or "1 as one"}
        from {_table(measure["mart"])} {where}
        order by {column if column in columns else "rowid"} desc nulls last limit 400
        """
    )
    return rows[:2] + chance.sample(rows, min(ROWS_TRIED, len(rows)))


def _place(row: Row) -> dict[str, object]:
    return {name: row[name] for name in KEYS if row.get(name) is not None and name != "period"}


def _by_value(
    build: Build, measure: dict[str, Any], parameters: dict[str, Any], chance: random.Random
) -> Iterator[Fault]:
    column = _column(measure)
    beyond = {
        f"set to {value:g}": str(value)
        for name in ("maximum", "minimum")
        if parameters.get(name) is not None
        for value in (float(parameters[name]) + 1, float(parameters[name]) - 1)
    }
    rows = _rows(build, measure, parameters, chance)
    for what, value in (beyond | CHANGES).items():
        for row in rows:
            yield Fault(
                f"{measure['mart']}.{column} {what}",
                (
                    f"update {_table(measure['mart'])} "
                    f"set {column} = {value.format(column=column)} where rowid = {row['rowid']}",
                ),
                _place(row),
            )


def _by_new_rows(
    build: Build,
    measures: list[dict[str, Any]],
    parameters: dict[str, Any],
    chance: random.Random,
) -> Iterator[Fault]:
    """A row in each mart for one plant and month, with values that do not fit each other."""
    if "plant_id" not in parameters.get("by", []) or len(measures) < 2:
        return
    templates = build.rows(
        " union ".join(
            f"(select plant_id, period from {_table(measure['mart'])})" for measure in measures
        )
        + " order by all"
    )
    for row in chance.sample(templates, min(3, len(templates))):
        for first, others in ((1000, 1), (1, 1000), (10, 10)):
            statements = [
                _new_row(measure, row, first if number == 0 else others)
                for number, measure in enumerate(measures)
            ]
            marts = " and ".join(dict.fromkeys(measure["mart"] for measure in measures))
            yield Fault(
                f"rows of {marts} that do not fit", tuple(statements), {"plant_id": row["plant_id"]}
            )


def _new_row(measure: dict[str, Any], row: Row, value: float) -> str:
    given = {
        name: wanted[0] if isinstance(wanted, list) else wanted
        for name, wanted in measure.get("where", {}).items()
        if wanted not in ("*", None)
    }
    columns = ", ".join(
        f"{literal(each)} as {name}" for name, each in (given | {_column(measure): value}).items()
    )
    place = f"{literal(row['plant_id'])} as plant_id, date '{row['period']}' as period"
    return f"insert into {_table(measure['mart'])} by name select {place}, {columns}"


def _by_column(parameters: dict[str, Any]) -> Iterator[Fault]:
    for column in parameters.get("columns", []):
        yield Fault(
            f"{parameters['mart']}.{column} missing",
            (f"alter table marts.{parameters['mart']} drop column {column}",),
            {},
        )


def _by_nothing(
    build: Build, rule: Rule, measure: dict[str, Any], chance: random.Random
) -> Iterator[Fault]:
    mart, column = measure["mart"], _column(measure)
    for row in _rows(build, measure, rule.parameters, chance):
        yield Fault(
            f"{mart}.{column} empty",
            (
                f"alter table {_table(mart)} alter {column} drop not null",
                f"update {_table(mart)} set {column} = null where rowid = {row['rowid']}",
            ),
            _place(row),
        )
        yield Fault(
            f"a row of {mart} missing",
            (f"delete from {_table(mart)} where rowid = {row['rowid']}",),
            _place(row),
        )


def _tie_outs(build: Build, rule: Rule, chance: random.Random) -> Iterator[Iterator[Fault]]:
    change = "set value = value * 2, difference = value, status = 'differs'"
    rows = build.rows("select figure_id from marts.rpt_disclosure where status = 'agrees'")
    yield (
        Fault(
            f"the recomputed value of {row['figure_id']} doubled",
            (f"update marts.rpt_disclosure {change} where figure_id = '{row['figure_id']}'",),
            {},
        )
        for row in rows[:3]
    )


def _evidence(build: Build, rule: Rule, chance: random.Random) -> Iterator[Iterator[Fault]]:
    rows = build.rows(
        """
        select dim_factor.factor_id from marts.dim_factor
        semi join marts.bridge_lineage using (factor_id)
        where evidence = 'several_sources' order by factor_id
        """
    )
    yield (
        Fault(
            f"factor {row['factor_id']} rests on one source",
            (
                "update marts.dim_factor set evidence = 'one_source' "
                f"where factor_id = '{row['factor_id']}'",
            ),
            {},
        )
        for row in rows[:6]
    )


def _missing(build: Build, rule: Rule, chance: random.Random) -> Iterator[Iterator[Fault]]:
    rows = build.rows("select distinct plant_id, period from marts.fct_indicators order by all")
    yield (
        Fault(
            "a plant and period without a fact",
            (
                f"delete from marts.fct_indicators where plant_id = '{row['plant_id']}' "
                f"and period = date '{row['period']}'",
            ),
            {"plant_id": row["plant_id"]},
        )
        for row in chance.sample(rows, 4)
    )


def _recomputation(build: Build, rule: Rule, chance: random.Random) -> Iterator[Iterator[Fault]]:
    kinds = ", ".join(map(literal, rule.parameters["stream_kinds"]))
    rows = build.rows(
        f"""
        select rowid, plant_id from marts.fct_ghg_emissions
        where stream_kind in ({kinds}) and calculation = 'default' and emissions_tco2e > 0
        order by plant_id, period, stream_id, gas
        """
    )
    yield (
        Fault(
            "fct_ghg_emissions.emissions_tco2e doubled",
            (
                "update marts.fct_ghg_emissions set emissions_tco2e = emissions_tco2e * 2, "
                f"gas_mass_t = gas_mass_t * 2 where rowid = {row['rowid']}",
            ),
            {"plant_id": row["plant_id"]},
        )
        for row in chance.sample(rows, min(4, len(rows)))
    )


def _none(build: Build, rule: Rule, chance: random.Random) -> Iterator[Iterator[Fault]]:
    yield iter(())


SPECIAL = {
    "tie_out": _tie_outs,
    "evidence": _evidence,
    "completeness": _missing,
    "recomputation": _recomputation,
}
