"""Where a published number comes from, as a verifier would write it down by hand.

`explain` answers for rows of a mart, `compare` says why two calculations differ. Everything is read
from one release. How the answers are shown lives in the command line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from pipelines.explain.calculation import Calculation, calculation_of
from pipelines.explain.comparison import EFFECT_DECIMALS, Comparison, compared, percent
from pipelines.explain.origins import Origins, origins_of
from pipelines.explain.rows import NoSuchRowError, Row, primary_key, read_keys, row_key, rows_of
from pipelines.explain.sources import number
from pipelines.messages import say
from pipelines.release_records import recorded_releases
from pipelines.releases import connect
from pipelines.settings import Settings

__all__ = ["Answer", "Compared", "NoSuchRowError", "compare", "explain", "read_keys"]

BY_METHOD = "fct_ghg_by_method"
EMISSIONS = ("fct_ghg_emissions", BY_METHOD, "fct_ghg_outside_scopes")
FEW = 5
DISCLOSURE = "disclosure"
DEFAULTS = {"variant_id": ""}
PAIRED_BY = ("plant_id", "period", "method_id", "stream_id", "gas", "scope2_basis")


@dataclass(frozen=True)
class Answer:
    """The rows that fit some keys, and how each came about where they are few."""

    release_id: str
    factor_set_id: str | None
    mart: str
    rows: list[str]
    calculations: list[Calculation] = field(default_factory=list)
    origins: list[Origins] = field(default_factory=list)


@dataclass(frozen=True)
class Compared:
    """Pairs of calculations, and the sums of both sides."""

    release_id: str
    pairs: list[Comparison]
    only_before: list[str]
    only_after: list[str]
    before_tco2e: str
    after_tco2e: str
    change_tco2e: str
    change_pct: str | None


def explain(
    settings: Settings, mart: str, keys: Mapping[str, str], release_id: str | None = None
) -> Answer:
    """The rows of a mart that fit the keys, explained where they are few. Raises NoSuchRowError."""
    with connect(settings, release_id) as connection:
        found = rows_of(connection, mart, keys)
        names = [row_key(row, primary_key(connection, mart)) for row in found]
        release = recorded_releases(connection)[-1]
        answer = Answer(release.release_id, release.factor_set_id, mart, names)
        if mart in EMISSIONS:
            groups = _by_calculation(found)
            if len(groups) <= FEW:
                answer.calculations.extend(_calculations(connection, mart, groups))
        elif len(found) <= FEW:
            answer.origins.extend(
                origins_of(connection, mart, name, row)
                for name, row in zip(names, found, strict=True)
            )
    return answer


def compare(
    settings: Settings,
    mart: str,
    keys: Mapping[str, str],
    others: Mapping[str, str],
    release_id: str | None = None,
) -> Compared:
    """The calculations that fit the keys against those that fit them with others in their place.

    Without a variant among the keys the default is meant, without a basis of scope 2 the
    location. Raises NoSuchRowError.
    """
    if mart not in EMISSIONS[:2]:
        raise NoSuchRowError(say("explain_not_compared", mart=mart, marts=", ".join(EMISSIONS[:2])))
    purpose = {"purpose": DISCLOSURE} if mart != BY_METHOD else {}
    paired_by = [name for name in PAIRED_BY if name not in others]
    if "purpose" in others and "method_id" in paired_by:
        paired_by.remove("method_id")
    with connect(settings, release_id) as connection:
        before = _side(connection, {**DEFAULTS, **purpose, **keys}, paired_by)
        after = _side(connection, {**DEFAULTS, **keys, **others}, paired_by)
        both = [key for key in before if key in after]
        if not both:
            raise NoSuchRowError(say("explain_no_pair", keys=", ".join(paired_by)))
        first = _calculations(connection, BY_METHOD, [before[key] for key in both])
        second = _calculations(connection, BY_METHOD, [after[key] for key in both])
        release = recorded_releases(connection)[-1]
    pairs = [compared(*pair) for pair in zip(first, second, strict=True)]
    was = math.fsum(float(pair.before.emissions_tco2e or 0) for pair in pairs)
    change = math.fsum(float(pair.change_tco2e) for pair in pairs)
    return Compared(
        release_id=release.release_id,
        pairs=pairs,
        only_before=[_name(group) for key, group in before.items() if key not in after],
        only_after=[_name(group) for key, group in after.items() if key not in before],
        before_tco2e=number(was),
        after_tco2e=number(round(was + change, EFFECT_DECIMALS)),
        change_tco2e=number(round(change, EFFECT_DECIMALS)),
        change_pct=percent(change, was),
    )


def _side(
    connection: duckdb.DuckDBPyConnection, keys: Mapping[str, str], paired_by: Sequence[str]
) -> dict[tuple[object, ...], list[Row]]:
    """The calculations that fit the keys, by what pairs them with those of the other side."""
    found = rows_of(connection, BY_METHOD, keys)
    side: dict[tuple[object, ...], list[Row]] = {}
    for group in _by_calculation(found):
        row = group[0]
        if "scope2_basis" not in keys and row["scope2_basis"] == "market":
            continue
        key = tuple(row[name] for name in paired_by)
        if key in side:
            raise NoSuchRowError(
                say("explain_ambiguous", first=_name(side[key]), second=_name(group))
            )
        side[key] = group
    return side


def _calculations(
    connection: duckdb.DuckDBPyConnection, mart: str, groups: Sequence[list[Row]]
) -> list[Calculation]:
    return [
        calculation_of(
            connection,
            mart,
            group[0],
            [row["purpose"] for row in group] if mart == BY_METHOD else [DISCLOSURE],
        )
        for group in groups
    ]


def _by_calculation(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each calculation: one may serve several purposes. Raises NoSuchRowError."""
    if rows and "calculation_id" not in rows[0]:
        raise NoSuchRowError(say("explain_older_release"))
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["calculation_id"], []).append(row)
    return list(groups.values())


def _name(group: Sequence[Row]) -> str:
    return row_key(group[0], (*PAIRED_BY, "variant_id"))
