"""The rows of a template: what a plant of the industry reports, by material where there are any."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from pipelines.layouts import Table
from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.template.history import History
from pipelines.template.request import Request

OPEN_BLOCKS = {True: 1, False: 3}  # Blocks for materials that nobody named, by whether some are.
FREE_ROWS = 4
Record = dict[str, str]


@dataclass(frozen=True)
class Row:
    """One row to be filled in; `indicator` is None where the plant chooses that too.

    `block` tells the open blocks of a table apart: rows of one block are about one material.
    """

    indicator: Record | None
    material_id: str = ""
    counterparty_id: str = ""
    unit_id: str = ""
    previous_value: str = ""
    block: int = 0

    @property
    def is_required(self) -> bool:
        """Whether the form is not complete without the value."""
        return self.indicator is not None and self.indicator["is_required"] == "true"

    @property
    def asks_for_material(self) -> bool:
        """Whether the plant names the material."""
        return self.indicator is None or bool(
            self.indicator["material_class"] and not self.material_id
        )

    @property
    def asks_for_counterparty(self) -> bool:
        """Whether the plant names the plant at the other end."""
        return self.indicator is None or (
            self.indicator["has_counterparty"] == "true" and not self.counterparty_id
        )


class Rows:
    """Which rows the tables of a template have."""

    def __init__(self, settings: Settings, request: Request, history: History) -> None:
        self._history = history
        self._materials = {row["material_id"]: row for row in read_seed(settings, "materials")}
        self._products = _products(settings, request)
        self._order = {material_id: place for place, material_id in enumerate(self._materials)}
        self.indicators = [
            row
            for row in read_seed(settings, "indicators")
            if request.layout.form_id in row["form_ids"].split(";")
            and request.concerns(row["industry_ids"])
            and request.is_in_force(row)
        ]

    def of(self, table: Table) -> list[Row]:
        """The rows of a table, those of one material together."""
        indicators = [row for row in self.indicators if row["domain"] in table.domains]
        rows: list[Row] = []
        for material_class, group in groupby(indicators, key=lambda row: row["material_class"]):
            alike = list(group)
            rows += self._of_class(alike) if material_class else self._of_none(alike)
        return rows + [Row(None) for _ in range(FREE_ROWS)] if rows else []

    def _of_none(self, indicators: list[Record]) -> list[Row]:
        rows = []
        for indicator in indicators:
            known = sorted(
                counterparty_id
                for indicator_id, _, counterparty_id in self._history.units
                if indicator_id == indicator["indicator_id"] and counterparty_id
            )
            rows += [self._row(indicator, "", counterparty_id) for counterparty_id in known]
            if indicator["has_counterparty"] == "true" or not known:
                rows.append(self._row(indicator))
        return rows

    def _of_class(self, indicators: list[Record]) -> list[Row]:
        named = {row["indicator_id"]: self._materials_of(row) for row in indicators}
        materials = sorted({one for ones in named.values() for one in ones}, key=self._place)
        rows = [
            self._row(indicator, material_id)
            for material_id in materials
            for indicator in indicators
            if material_id in named[indicator["indicator_id"]]
        ]
        for block in range(1, OPEN_BLOCKS[bool(materials)] + 1):
            rows += [self._row(indicator, block=block) for indicator in indicators]
        return rows

    def _materials_of(self, indicator: Record) -> list[str]:
        """What the plant reported, and its products; where that is none, what its peers report."""
        indicator_id = indicator["indicator_id"]
        own = [material for one, material, _ in self._history.units if one == indicator_id]
        if indicator_id == "product_output":
            own = [*own, *self._products]
        return own or list(self._history.materials_of_peers.get(indicator_id, ()))

    def _row(
        self, indicator: Record, material_id: str = "", counterparty_id: str = "", block: int = 0
    ) -> Row:
        series = (indicator["indicator_id"], material_id, counterparty_id)
        material = self._materials.get(material_id)
        usual = indicator["canonical_unit"] or (material["canonical_unit"] if material else "")
        return Row(
            indicator,
            material_id,
            counterparty_id,
            self._history.units.get(series, usual),
            self._history.values.get(series, ""),
            block,
        )

    def _place(self, material_id: str) -> int:
        return self._order[material_id]


def _products(settings: Settings, request: Request) -> list[str]:
    """The products of the plant: the main one of its industry and those of its processes."""
    mains = [
        row["main_product_id"]
        for row in read_seed(settings, "industries")
        if row["industry_id"] == request.industry_id and row["main_product_id"]
    ]
    return mains + [
        row["product_id"]
        for row in read_seed(settings, "plant_processes")
        if row["plant_id"] == request.plant_id
        and request.is_in_force(row)
        and row["product_id"] not in mains
    ]
