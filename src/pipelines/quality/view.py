"""What one run of a rule sees: the as-of date, and which rows of the build.

A rule sees all plants, or one plant when it is run again for that plant alone; and no submission
that came after the last day of its edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipelines.quality.sql import listed, literal


class Term(NamedTuple):
    """One term of a sum: an indicator, of one material where it names one."""

    text: str
    indicator_id: str
    material_id: str | None


def terms(texts: list[str]) -> list[Term]:
    """The terms that texts like `product_output` or `raw_material_consumed:alumina` name."""
    parts = [(text, *text.partition(":")) for text in texts]
    return [Term(text, indicator, material or None) for text, indicator, _, material in parts]


@dataclass(frozen=True)
class View:
    """The rows that one run of a rule sees."""

    as_of: date
    plant_id: str | None = None
    valid_to: date | None = None

    def today(self) -> str:
        """The as-of date as SQL."""
        return f"date '{self.as_of}'"

    def in_force(self, day: str) -> list[str]:
        """Conditions that leave days on which the edition was in force, or before; for `where`."""
        return [] if self.valid_to is None else [f"{day} <= date '{self.valid_to}'"]

    def where(
        self,
        relation: str = "",
        *,
        has_plant: bool = True,
        has_receipt: bool = True,
        indicators: Sequence[str] | None = None,
        domains: Sequence[str] | None = None,
        materials: Sequence[str] | None = None,
        industries: Sequence[str] | None = None,
        without_flows: Sequence[str] = (),
        without_indicators: Sequence[str] = (),
        conditions: Sequence[str] = (),
    ) -> str:
        """The `where` clause that leaves what the rule sees and asks for; empty for everything."""
        prefix = f"{relation}." if relation else ""
        found = list(conditions)
        if indicators is not None:
            found.append(f"{prefix}indicator_id in {listed(indicators)}")
        if domains is not None:
            found.append(f"{prefix}domain in {listed(domains)}")
        if materials is not None:
            found.append(f"{prefix}material_id in {listed(materials)}")
        if without_flows:
            found.append(f"coalesce({prefix}flow, '') not in {listed(without_flows)}")
        if without_indicators:
            found.append(f"{prefix}indicator_id not in {listed(without_indicators)}")
        if industries is not None:
            found.append(f"{prefix}plant_id in ({_plants_of(industries)})")
        if self.plant_id is not None and has_plant:
            found.append(f"{prefix}plant_id = {literal(self.plant_id)}")
        if self.plant_id is not None and not has_plant:
            found.append(f"{prefix}arrival_id in ({_arrivals_of(self.plant_id)})")
        if self.valid_to is not None and has_receipt:
            found.append(f"{prefix}received_at < date '{self.valid_to}' + interval 1 day")
        return f"where {' and '.join(found)}" if found else ""


def _plants_of(industries: Sequence[str]) -> str:
    return f"select plant_id from reference.plants where industry_id in {listed(industries)}"


def _arrivals_of(plant_id: str) -> str:
    return f"select arrival_id from staging.stg_submissions where plant_id = {literal(plant_id)}"
