"""The published totals that the committed group adds up to: the generator alone knows them.

`targets.csv` holds them with the id of the printed figure as source. Where the report contradicts
itself, the column `reading` says how the cell was read; the platform shows those as disputed.
"""

from __future__ import annotations

from decimal import Decimal

from pipelines.demo.tables import Target, read_table


class Targets:
    """The totals to be met, by entity, disclosed indicator and year."""

    def __init__(self) -> None:
        self._targets = {
            (row["entity_id"], row["disclosure_indicator_id"], int(row["year"])): Target(
                Decimal(row["value"]), row["unit_id"], row["figure_id"]
            )
            for row in read_table("targets")
        }
        self._bases = {row["indicator_id"]: row for row in read_table("bases")}

    def years(self) -> list[int]:
        """The years for which totals are published."""
        return sorted({year for _, _, year in self._targets})

    def find(self, entity_id: str, indicator_id: str, year: int) -> Target | None:
        """One total, or None where the report prints a dash."""
        return self._targets.get((entity_id, indicator_id, year))

    def get(self, entity_id: str, indicator_id: str, year: int) -> Target:
        """One total that must be there. Raises KeyError otherwise."""
        return self._targets[(entity_id, indicator_id, year)]

    def bases(self) -> dict[str, dict[str, str]]:
        """The invented base-year quantities, by indicator."""
        return self._bases

    def base(self, indicator_id: str) -> Decimal:
        """The value of one base-year quantity, in the unit of its row."""
        return Decimal(self._bases[indicator_id]["value"])
