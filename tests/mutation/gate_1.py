"""Faults in what plants reported, for the rules of gate 1 that judge values."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain, islice, product
from math import sqrt
from typing import Any

from planting import Build, Fault, Row

from pipelines.quality.rules import Rule
from pipelines.quality.sql import literal

INDICATORS = "from reference.indicators"
FIRST_MATERIALS = """
    select material_class, min(material_id) as material_id from reference.materials
    where material_class is not null group by material_class
    """
STORES = """
    select facts.plant_id, facts.material_id
    from staging.stg_facts as facts
    inner join reference.waste_storage_limits as limits
        on limits.plant_id = facts.plant_id and limits.waste_code in ({every}, facts.material_id)
    """
SUBMISSIONS_TRIED = 12
# The ways that break a kind of rule, before all others.
FIRST = {
    "completeness": ["missing month", "leaving out"],
    "copy_forward": ["copying", "another plant"],
    "counted_once": ["adding"],
    "exchanged_rows": ["exchange"],
    "licence": ["document"],
    "moisture_basis": ["adding"],
    "own_history": ["value", "apart"],
    "peers": ["new peers"],
    "presence": ["never"],
}
TIMES = (1000, 0.001, 3, 0.3, 20, 0.05, -1)


def faults(build: Build, rule: Rule, chance: random.Random) -> Iterator[Fault]:
    """Changes that may break a rule, those first that break most rules."""
    terms = list(_terms(rule.parameters, _indicators(build)))
    facts = _facts(build, rule, terms, chance)
    ways = {
        "value": lambda: _by_value(rule, facts),
        "copying": lambda: _by_copying(build, rule, facts),
        "another plant": lambda: _by_copying_a_plant(facts),
        "apart": lambda: _by_parting(rule, facts),
        "exchange": lambda: _by_exchange(facts),
        "leaving out": lambda: _by_leaving_out(build, facts),
        "adding": lambda: _by_adding(build, rule, _with_material(build, terms, rule), chance),
        "document": lambda: _by_document(build, chance),
        "never": lambda: _never_reported(rule, facts),
        "missing month": lambda: _by_missing_month(build, chance),
        "new peers": lambda: _among_new_peers(build, facts),
    }
    first = FIRST.get(rule.kind, [])
    return chain.from_iterable(ways[name]() for name in dict.fromkeys([*first, *ways]))


def _indicators(build: Build) -> set[str]:
    return {row["indicator_id"] for row in build.rows(INDICATORS)}


def _terms(value: Any, indicators: set[str]) -> Iterator[tuple[str, str | None]]:
    """Indicator and material of every term that parameters name, however deep."""
    if isinstance(value, str):
        for term in value.split(" * "):
            indicator_id, _, material_id = term.partition(":")
            if indicator_id in indicators:
                yield indicator_id, material_id or None
    elif isinstance(value, dict):
        for each in value.values():
            yield from _terms(each, indicators)
    elif isinstance(value, list):
        for each in value:
            yield from _terms(each, indicators)


def _with_material(
    build: Build, terms: list[tuple[str, str | None]], rule: Rule
) -> list[tuple[str, str | None]]:
    """The terms, those that go by material with one that the rule is about, the same for all."""
    classes = {r["indicator_id"]: r["material_class"] for r in build.rows(INDICATORS)}
    materials = {r["material_class"]: r["material_id"] for r in build.rows(FIRST_MATERIALS)}
    given = next(iter(rule.parameters.get("materials") or [None]))
    return [
        (
            indicator_id,
            own or (classes[indicator_id] and (given or materials[classes[indicator_id]])),
        )
        for indicator_id, own in terms
    ]


def _facts(
    build: Build, rule: Rule, terms: list[tuple[str, str | None]], chance: random.Random
) -> list[Row]:
    """Facts that the rule is about, of some of the submissions that count."""
    conditions = ["submission_id in (select submission_id from gate.history)"]
    parameters = rule.parameters
    if terms and not parameters.get("domains"):
        named = [
            f"(indicator_id = {literal(indicator)}"
            + (f" and material_id = {literal(material)})" if material else ")")
            for indicator, material in terms
        ]
        conditions.append(f"({' or '.join(named)})")
    for name, column in (("domains", "domain"), ("materials", "material_id")):
        if parameters.get(name):
            values = ", ".join(map(literal, parameters[name]))
            conditions.append(f"{column} in ({values})")
    if parameters.get("industries"):
        values = ", ".join(map(literal, parameters["industries"]))
        conditions.append(
            f"plant_id in (select plant_id from reference.plants where industry_id in ({values}))"
        )
    if rule.kind == "storage":
        every = "'*'" if not rule.parameters.get("named") else "facts.material_id"
        conditions.append(f"(plant_id, material_id) in ({STORES.format(every=every)})")
    if rule.kind == "peers":
        conditions.append(
            f"indicator_id in ({', '.join(map(literal, rule.parameters['indicators']))})"
        )
    found = build.rows(
        f"from staging.stg_facts where {' and '.join(conditions)} order by submission_id, fact_id"
    )
    by_submission: dict[str, list[Row]] = {}
    for row in found:
        by_submission.setdefault(row["submission_id"], []).append(row)
    chosen = chance.sample(list(by_submission), min(SUBMISSIONS_TRIED, len(by_submission)))
    # Submissions with all of the terms come first: rules judge those.
    chosen.sort(key=lambda each: -len({row["indicator_id"] for row in by_submission[each]}))
    return [row for each in chosen for row in by_submission[each][:8]]


def _by_value(rule: Rule, facts: list[Row]) -> Iterator[Fault]:
    limits = [
        beyond
        for name, beyond in (("maximum", 1.5), ("minimum", 0.5))
        if (limit := rule.parameters.get(name)) is not None
        for beyond in (float(limit) * beyond, float(limit) + 1, float(limit) - 1)
    ]
    for value in limits:
        for fact in facts[:3]:
            yield _set(fact, str(value), f"set to {value:g}")
    for times, fact in product((*_slip(rule), *TIMES), facts[:24]):
        if fact["value"]:
            yield _set(fact, f"value * {times}", f"times {times:g}")
    for fact in facts[:12]:
        yield _set(fact, "0", "set to 0")
        yield _set(fact, "value + 1", "one more")


def _slip(rule: Rule) -> tuple[float, ...]:
    """The factor of the unit slip that a rule looks for: between its bounds, or above the lower."""
    if rule.kind != "unit_slip":
        return ()
    least = rule.parameters["least_times"]
    return (round(sqrt(least * rule.parameters.get("most_times", 4 * least))),)


def _set(fact: Row, value: str, how: str) -> Fault:
    change = (
        f"update staging.stg_facts set value = round({value}, 6), half_unit = 0 "
        f"where fact_id = {literal(fact['fact_id'])}"
    )
    manifest = (
        f"update staging.stg_manifests set quantity_t = {value.replace('value', 'quantity_t')} "
        f"where fact_id = {literal(fact['fact_id'])}"
    )
    return Fault(
        f"{fact['indicator_id']} {fact['material_id']}".strip() + f" {how}",
        (change, manifest),
        {"submission_id": fact["submission_id"]},
        fact["cell_id"],
    )


def _by_copying(build: Build, rule: Rule, facts: list[Row]) -> Iterator[Fault]:
    """The values of the month or year before, sent again."""
    before = "year" if rule.parameters.get("compared") == "year_before" else "month"
    for fact in facts[::8]:
        same = "later.plant_id = earlier.plant_id and later.indicator_id = earlier.indicator_id"
        yield Fault(
            f"the {before} before sent again",
            (
                f"""
                update staging.stg_facts as later set value = earlier.value
                from staging.stg_facts as earlier
                where later.submission_id = {literal(fact["submission_id"])} and {same}
                    and later.material_id = earlier.material_id
                    and later.counterparty_id = earlier.counterparty_id
                    and earlier.frequency = later.frequency
                    and earlier.period = later.period - interval 1 {before}
                """,
            ),
            {"submission_id": fact["submission_id"]},
        )


def _by_copying_a_plant(facts: list[Row]) -> Iterator[Fault]:
    """The values of a sheet as those of a new plant, in the same month."""
    for fact in facts[::8]:
        yield Fault(
            f"another plant sends the same {fact['domain']}",
            (
                f"""
                insert into staging.stg_submissions by name
                select * replace ('ZZ99' as plant_id, 'planted' as submission_id)
                from staging.stg_submissions
                where submission_id = {literal(fact["submission_id"])}
                """,
                f"""
                insert into staging.stg_facts by name
                select * replace (
                    'ZZ99' as plant_id, 'planted' as submission_id, 'planted ' || fact_id as fact_id
                )
                from staging.stg_facts where submission_id = {literal(fact["submission_id"])}
                """,
                "insert into gate.history values ('planted')",
            ),
            {"submission_id": fact["submission_id"]},
        )


def _by_parting(rule: Rule, facts: list[Row]) -> Iterator[Fault]:
    """A value and the output that it belongs to, moved apart, neither of them far."""
    outputs = ", ".join(map(literal, rule.parameters.get("per", [])))
    for fact in facts if outputs else []:
        if fact["indicator_id"] in rule.parameters["per"]:
            continue
        output = (
            "update staging.stg_facts set value = value / 2.9, half_unit = 0 "
            f"where submission_id = {literal(fact['submission_id'])} "
            f"and indicator_id in ({outputs})"
        )
        moved = _set(fact, "value * 2.9", "and output apart: times 2.9, by 2.9")
        yield Fault(moved.what, (output, *moved.statements), moved.place, moved.cell_id)


def _by_exchange(facts: list[Row]) -> Iterator[Fault]:
    for first, other in zip(facts, facts[1:], strict=False):
        if first["submission_id"] == other["submission_id"]:
            yield Fault(
                f"{first['indicator_id']} and {other['indicator_id']} exchanged",
                (
                    *_set(first, str(other["value"]), "").statements,
                    *_set(other, str(first["value"]), "").statements,
                ),
                {"submission_id": first["submission_id"]},
                first["cell_id"],
            )


def _by_leaving_out(build: Build, facts: list[Row]) -> Iterator[Fault]:
    for fact in facts[:16]:
        fact_id = literal(fact["fact_id"])
        yield Fault(
            f"{fact['indicator_id']} left out",
            (
                f"delete from staging.stg_facts where fact_id = {fact_id}",
                f"delete from staging.stg_manifests where fact_id = {fact_id}",
            ),
            {"plant_id": fact["plant_id"]},
        )
        yield Fault(
            f"all {fact['indicator_id']} of the month left out",
            (
                f"delete from staging.stg_facts where indicator_id = "
                f"{literal(fact['indicator_id'])} and plant_id = {literal(fact['plant_id'])} "
                f"and material_id = {literal(fact['material_id'])} "
                f"and period = date '{fact['period']}'",
            ),
            {"plant_id": fact["plant_id"]},
        )


def _never_reported(rule: Rule, facts: list[Row]) -> Iterator[Fault]:
    """What a plant that works has, in no month at all."""
    for fact in facts[:8]:
        terms = [each.partition(":") for each in rule.parameters.get("reported", [])]
        yield Fault(
            f"{', '.join(rule.parameters.get('reported', []))} never reported",
            tuple(
                f"delete from staging.stg_facts where plant_id = {literal(fact['plant_id'])} "
                f"and indicator_id = {literal(indicator_id)} "
                f"and {literal(material_id)} in ('', material_id)"
                for indicator_id, _, material_id in terms
            ),
            {"plant_id": fact["plant_id"]},
        )


def _by_adding(
    build: Build, rule: Rule, terms: list[tuple[str, str | None]], chance: random.Random
) -> Iterator[Fault]:
    """Every term of the rule reported by a plant that reports none of them, with odd values."""
    industries = rule.parameters.get("industries")
    where = f"where industry_id in ({', '.join(map(literal, industries))})" if industries else ""
    templates = build.rows(
        f"""
        select facts.* from staging.stg_facts as facts
        semi join gate.history using (submission_id)
        semi join (select plant_id from reference.plants {where}) as plants using (plant_id)
        where facts.frequency = 'month' and facts.document_id = ''
        qualify row_number() over (partition by facts.submission_id order by facts.fact_id) = 1
        order by facts.submission_id
        """
    )
    for template in islice(chance.sample(templates, min(4, len(templates))), 4):
        for values in ((1, 1000), (1000, 1), (1, 1), (100, 30), (1, 100), (0.1, 200)):
            yield _added(template, terms, values)
            yield _added(template, terms[:1], values)


def _added(template: Row, terms: list[tuple[str, str | None]], values: tuple[float, ...]) -> Fault:
    statements = []
    for number, (indicator_id, material_id) in enumerate(terms):
        value = values[min(number, len(values) - 1)]
        statements.append(
            f"""
            insert into staging.stg_facts by name
            select facts.* replace (
                'planted {number}' as fact_id, 'planted {number}' as cell_id,
                indicators.indicator_id as indicator_id, indicators.domain as domain,
                {literal(material_id or "")} as material_id, '' as counterparty_id,
                {value} as value, 0 as half_unit, indicators.canonical_unit as unit,
                indicators.flow as flow, indicators.carrier as carrier
            )
            from staging.stg_facts as facts, reference.indicators as indicators
            where facts.fact_id = {literal(template["fact_id"])}
                and indicators.indicator_id = {literal(indicator_id)}
            """
        )
    named = ", ".join(
        f"{indicator} = {values[min(n, 1)]}" for n, (indicator, _) in enumerate(terms)
    )
    return Fault(
        f"reported anew: {named}",
        tuple(statements),
        {"submission_id": template["submission_id"]},
        "planted 0" if len(terms) == 1 else None,
    )


def _among_new_peers(build: Build, facts: list[Row]) -> Iterator[Fault]:
    """Four plants like one that there is, and a value of it a thousand times as high."""
    for fact in facts[:16]:
        copies = []
        for number in range(4):
            new = f"'{fact['plant_id']}-{number}' as plant_id"
            copies += [
                f"""
                insert into {table} by name
                select * replace ({new} {more}) from {table}
                where plant_id = {literal(fact["plant_id"])} {where}
                """
                for table, more, where in (
                    ("reference.plants", "", ""),
                    *(
                        (
                            f"staging.{name}",
                            "".join(f", {key} || '-{number}' as {key}" for key in keys),
                            f"and period = date '{fact['period']}'",
                        )
                        for name, keys in (
                            ("stg_submissions", ("submission_id",)),
                            ("stg_facts", ("submission_id", "fact_id")),
                        )
                    ),
                )
            ]
            copies.append(
                "insert into gate.history select submission_id from staging.stg_submissions "
                f"where plant_id = '{fact['plant_id']}-{number}'"
            )
        fault = _set(fact, "value * 1000", "a thousand times as high as at four peers")
        yield Fault(fault.what, (*copies, *fault.statements), fault.place, fault.cell_id)


def _by_document(build: Build, chance: random.Random) -> Iterator[Fault]:
    """Manifests with another licence, day, treatment, waste or quantity."""
    changes = {
        "licence_id = 'L-0000'": "a licence that nobody has",
        "transferred_on = transferred_on + interval 20 year": "sent 20 years later",
        "treatment_id = 'D1'": "another treatment",
        "waste_code = '900-000-00'": "another waste",
        "quantity_t = quantity_t * 100000": "100,000 times the quantity",
    }
    manifests = build.rows(
        "from staging.stg_manifests semi join gate.history using (submission_id) order by fact_id"
    )
    for change, what in changes.items():
        for row in chance.sample(manifests, min(3, len(manifests))):
            yield Fault(
                f"manifest: {what}",
                (
                    f"update staging.stg_manifests set {change} "
                    f"where fact_id = {literal(row['fact_id'])}",
                ),
                {"submission_id": row["submission_id"]},
            )


def _by_missing_month(build: Build, chance: random.Random) -> Iterator[Fault]:
    """A month that is not sent at all."""
    rows = build.rows(
        "from staging.stg_submissions where frequency = 'month' order by submission_id"
    )
    for row in chance.sample(rows, min(3, len(rows))):
        same = f"plant_id = {literal(row['plant_id'])} and period = date '{row['period']}'"
        yield Fault(
            "the month not sent",
            (
                f"delete from staging.stg_facts where {same}",
                f"delete from staging.stg_submissions where {same}",
            ),
            {"plant_id": row["plant_id"]},
        )
