"""Units: Pint as the authority for every conversion, and the reference data held to it.

The factors that SQL uses stand in the seed `units`; here they are compared with Pint. Units that
Pint does not know (万, 亿, 亩, 元, standard coal, the kilocalorie of GB/T 2589) are defined here,
each with its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

import pint

from pipelines.reference import read_seed
from pipelines.settings import Settings

DEFINITIONS = (
    # Chinese multiples of ten thousand: GB 3100-1993.
    "ten_thousand = 10000",
    "hundred_million = 100000000",
    # 15 mu are one hectare.
    "mu = 10000 / 15 * meter ** 2",
    # Money is a dimension of its own; nothing converts into it.
    "yuan = [money]",
    # GB/T 2589-2020: calories of the International Table, and standard coal of 7,000 of them a kg.
    "kilocalorie_it = 4.1868 kilojoule",
    "kilogram_coal_equivalent = 7000 * kilocalorie_it",
    "tonne_coal_equivalent = 1000 * kilogram_coal_equivalent",
)

# The decimals to which the seed states its factors.
FACTOR_DECIMALS = Decimal("0.000000000001")


@cache
def registry() -> pint.UnitRegistry[Decimal]:
    """Pint's registry with our definitions, calculating in decimals."""
    units: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
    for definition in DEFINITIONS:
        units.define(definition)
    return units


def conversion_factor(expression: str, into: str) -> Decimal:
    """How many of the unit `into` one `expression` is.

    Raises pint.PintError for a unit that is not known or has another dimension.
    """
    units = registry()
    one, target = units.parse_expression(expression), units.parse_expression(into)
    return Decimal((units.Quantity(Decimal(1), "") * one / target).to("").magnitude)


def mass_of_volume(volume_m3: Decimal, density_t_per_m3: Decimal) -> Decimal:
    """The mass in t of a volume in m3 at a density in t/m3."""
    units = registry()
    volume = units.Quantity(volume_m3, "meter ** 3")
    density = units.Quantity(density_t_per_m3, "metric_ton / meter ** 3")
    return Decimal((volume * density).to("metric_ton").magnitude)


def volume_of_mass(mass_t: Decimal, density_t_per_m3: Decimal) -> Decimal:
    """The volume in m3 of a mass in t at a density in t/m3."""
    units = registry()
    mass = units.Quantity(mass_t, "metric_ton")
    density = units.Quantity(density_t_per_m3, "metric_ton / meter ** 3")
    return Decimal((mass / density).to("meter ** 3").magnitude)


def check_units(settings: Settings) -> list[str]:
    """What is wrong with the seed `units`, one sentence a line; empty when Pint agrees with all."""
    rows = read_seed(settings, "units")
    return [problem for row in rows if (problem := _problem(row, rows))]


def _problem(row: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> str | None:
    place = f"units.csv, unit {row['unit_id']}"
    canonical = [other for other in rows if other["unit_id"] == row["canonical_unit"]]
    if not canonical or canonical[0]["quantity"] != row["quantity"]:
        return f"{place}: canonical unit {row['canonical_unit']} is no unit of {row['quantity']}"
    try:
        factor = conversion_factor(row["pint_expression"], canonical[0]["pint_expression"])
        stated = Decimal(row["factor_to_canonical"])
    except pint.PintError as error:
        return f"{place}: Pint cannot convert {row['pint_expression']!r}: {error}"
    except InvalidOperation:
        return f"{place}: factor {row['factor_to_canonical']!r} is no number"
    if factor.quantize(FACTOR_DECIMALS) != stated:
        return f"{place}: factor {stated} is {factor.normalize():f} by Pint"
    return None
