"""The calculation behind an emission: method, formula, the value of every symbol, the result.

It is read from a release alone. The formula is evaluated with the very numbers that are shown, so
that what a person gets by hand is what `is_equal` was decided by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from pipelines.explain.rows import Row, dictionaries
from pipelines.explain.sources import Fact, Factor, factors_of, facts_of, number
from pipelines.formulas import evaluate, substituted, symbols_of
from pipelines.messages import language, say

POTENTIAL = "GWP"
STEAM = re.compile(r"\w*steam_enthalpy\([^()]*\)")
UNCONFIRMED = re.compile(r"_?unconfirmed_\d+$")
RELATIVE_TOLERANCE = 1e-12
GAS_MASS_DECIMALS = 12
EMISSION_DECIMALS = 6
DOUBTFUL = ("uncertain", "one_source")


@dataclass(frozen=True)
class Symbol:
    """One symbol of the formula: its value in the formula's unit and where that comes from."""

    symbol: str
    name: str
    value: str
    form_value: str | None
    unit: str
    constant_id: str | None
    fact: Fact | None
    factor: Factor | None

    @property
    def origin(self) -> str:
        """The id of the fact, factor or constant that the value comes from."""
        if self.constant_id:
            return self.constant_id
        source_id = self.fact.fact_id if self.fact else self.factor and self.factor.factor_id
        return source_id or say("explain_no_source")


@dataclass(frozen=True)
class Method:
    """The method by which it was calculated."""

    method_id: str
    name: str
    guideline: str
    edition: str
    gwp_set: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class Formula:
    """The formula: in symbols, with its numbers, and with the enthalpies of steam worked out."""

    formula_id: str
    name: str
    expression: str
    with_numbers: str
    arithmetic: str
    source: str


@dataclass(frozen=True)
class Calculation:
    """One row of a mart of emissions, explained."""

    mart: str
    row: dict[str, str]
    calculation_id: str
    plant_id: str
    plant_name: str
    period: date
    purposes: list[str]
    method: Method
    variant_id: str
    variant_name: str | None
    stream_id: str
    stream_name: str
    formula: Formula
    symbols: list[Symbol]
    gas: str
    gas_mass_t: str
    potential: Symbol
    emissions_tco2e: str | None
    value_form: str | None
    form_roundings: list[str]
    data_quality: str | None
    uncertainty_pct: str | None
    without_uncertainty: list[str]
    warnings: list[str]
    recomputed_gas_mass_t: str
    recomputed_tco2e: str | None
    is_equal: bool


def calculation_of(
    connection: duckdb.DuckDBPyConnection, mart: str, row: Row, purposes: list[str]
) -> Calculation:
    """The calculation behind a row of a mart of emissions, in the user's language."""
    method = _one(
        connection, "select * from reference.methods where method_id = $1", row["method_id"]
    )
    formula = _one(
        connection, "select * from reference.formulas where formula_id = $1", row["formula_id"]
    )
    stream = _one(
        connection,
        "select * from reference.source_streams where stream_kind = $1",
        row["stream_kind"],
    )
    symbols = _symbols(connection, row["calculation_id"], formula)
    potential = symbols.pop(POTENTIAL)
    variant = _variant(connection, row)
    written = _formula(formula, symbols)
    mass = evaluate(written.arithmetic, {})
    emissions = mass * float(potential.value)
    # What lies outside the scopes has a mass and no CO2e.
    published = row.get("emissions_tco2e")
    name = f"name_{language()}"
    return Calculation(
        mart=mart,
        row={key: "" if value is None else str(value) for key, value in row.items()},
        calculation_id=row["calculation_id"],
        plant_id=row["plant_id"],
        plant_name=_plant_name(connection, row),
        period=row["period"],
        purposes=purposes,
        method=_method(method),
        variant_id=row.get("variant_id") or "",
        variant_name=variant[name] if variant else None,
        stream_id=row["stream_id"],
        stream_name=stream[name],
        formula=written,
        symbols=list(symbols.values()),
        gas=row["gas"],
        gas_mass_t=number(float(row["gas_mass_t"])),
        potential=potential,
        emissions_tco2e=None if published is None else number(published),
        value_form=None if row.get("value_form") is None else number(row["value_form"]),
        form_roundings=_roundings(connection, method["rounding_id"]),
        data_quality=row.get("data_quality"),
        uncertainty_pct=number(row.get("uncertainty_pct")) or None,
        without_uncertainty=[
            name for name in (row.get("without_uncertainty") or "").split("; ") if name
        ],
        warnings=_warnings(row, method, formula, variant, [*symbols.values(), potential]),
        recomputed_gas_mass_t=number(mass),
        recomputed_tco2e=None if published is None else number(emissions),
        is_equal=_is_near(mass, row["gas_mass_t"], GAS_MASS_DECIMALS)
        and (published is None or _is_near(emissions, published, EMISSION_DECIMALS)),
    )


def _symbols(
    connection: duckdb.DuckDBPyConnection, calculation_id: str, formula: Row
) -> dict[str, Symbol]:
    """The inputs of a calculation in the order in which its formula names them."""
    rows = dictionaries(
        connection,
        f"""
        select
            inputs.*,
            symbols.name_{language()} as name,
            constants.constant_id,
            constants.numerator || '/' || constants.denominator as fraction
        from marts.bridge_inputs as inputs
        left join reference.formula_symbols as symbols
            on inputs.symbol = symbols.symbol and symbols.formula_id = $2
        left join reference.constants as constants on symbols.constant_id = constants.constant_id
        where inputs.calculation_id = $1
        """,
        [calculation_id, formula["formula_id"]],
    )
    facts = facts_of(connection, [row["fact_id"] for row in rows if row["fact_id"]])
    factors = factors_of(connection, [row["factor_id"] for row in rows if row["factor_id"]])
    order = [*symbols_of(formula["expression"]), POTENTIAL]
    rows.sort(key=lambda row: order.index(row["symbol"]))
    return {
        row["symbol"]: Symbol(
            symbol=row["symbol"],
            name=row["name"] or say("explain_potential"),
            value=row["fraction"] or number(row["value"]),
            form_value=number(row.get("form_value")) or None,
            unit=row["unit"],
            constant_id=row["constant_id"],
            fact=facts.get(row["fact_id"]),
            factor=factors.get(row["factor_id"]),
        )
        for row in rows
    }


def _formula(formula: Row, symbols: dict[str, Symbol]) -> Formula:
    texts = {name: symbol.value for name, symbol in symbols.items()}
    with_numbers = substituted(formula["expression"], texts)
    return Formula(
        formula_id=formula["formula_id"],
        name=formula[f"name_{language()}"],
        expression=formula["expression"],
        with_numbers=with_numbers,
        arithmetic=STEAM.sub(lambda call: number(evaluate(call.group(), {})), with_numbers),
        source=formula["source"],
    )


def _method(method: Row) -> Method:
    return Method(
        method_id=method["method_id"],
        name=method[f"name_{language()}"],
        guideline=method["guideline"],
        edition=method["edition"],
        gwp_set=method["gwp_set"],
        valid_from=method["valid_from"],
        valid_to=method["valid_to"],
        source=method["source"],
    )


def _variant(connection: duckdb.DuckDBPyConnection, row: Row) -> Row | None:
    """What the reference data says of the row's variant; null for a default."""
    variant_id = UNCONFIRMED.sub("", row.get("variant_id") or "")
    rows = dictionaries(
        connection,
        """
        select * from reference.method_variants
        where method_id = $1 and stream_kind = $2 and variant_id = $3
        """,
        [row["method_id"], row["stream_kind"], variant_id],
    )
    return rows[0] if rows else None


def _warnings(
    row: Row, method: Row, formula: Row, variant: Row | None, symbols: list[Symbol]
) -> list[str]:
    """What a reader must know: open points of variant, method and formula, and weak evidence."""
    told = [variant[f"warning_{language()}"]] if variant else []
    told += [source[f"doubt_{language()}"] for source in (method, formula)]
    warnings = [text for text in told if text]
    if UNCONFIRMED.search(row.get("variant_id") or ""):
        warnings.append(say("explain_unconfirmed"))
    for symbol in symbols:
        if symbol.factor and not symbol.constant_id and symbol.factor.evidence in DOUBTFUL:
            warnings.append(
                say(
                    f"explain_evidence_{symbol.factor.evidence}",
                    symbol=symbol.symbol,
                    factor_id=symbol.factor.factor_id,
                )
            )
    return warnings


def _roundings(connection: duckdb.DuckDBPyConnection, rounding_id: str | None) -> list[str]:
    rows = connection.execute(
        "select element, decimals from reference.roundings where rounding_id = $1 order by all",
        [rounding_id],
    ).fetchall()
    return [say("explain_rounding", element=element, decimals=places) for element, places in rows]


def _plant_name(connection: duckdb.DuckDBPyConnection, row: Row) -> str:
    found = connection.execute(
        f"""
        select plant_name_{language()} from marts.dim_plant
        where plant_id = $1 order by valid_from <= $2 desc, valid_from desc limit 1
        """,
        [row["plant_id"], row["period"]],
    ).fetchone()
    return str(found[0]) if found else ""


def _one(connection: duckdb.DuckDBPyConnection, sql: str, key: str) -> Row:
    (row,) = dictionaries(connection, sql, [key])
    return row


def _is_near(value: float, published: Decimal, decimals: int) -> bool:
    """Whether a number is the published one, to its last decimal or to twelve digits."""
    difference = abs(value - float(published))
    return difference <= max(10.0**-decimals, RELATIVE_TOLERANCE * abs(value))
