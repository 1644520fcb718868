"""What a cell of a template holds, offers and explains, by its field and row."""

from __future__ import annotations

from pipelines.messages import both
from pipelines.reference import read_seed
from pipelines.settings import Settings
from pipelines.template.lists import Units
from pipelines.template.request import Request
from pipelines.template.rows import Record, Row


class Choices:
    """Texts and drop-down lists from the reference data, for one plant and period."""

    def __init__(self, settings: Settings, request: Request, indicators: list[Record]) -> None:
        self._materials = {row["material_id"]: row for row in read_seed(settings, "materials")}
        self._indicators = indicators
        self._plants = sorted(
            {
                row["plant_id"]
                for row in read_seed(settings, "plants")
                if request.is_in_force(row) and row["plant_id"] != request.plant_id
            }
        )
        self._units = {row["unit_id"]: row["name_zh"] for row in read_seed(settings, "units")}
        self._grades = {
            row["data_quality"]: f"{row['name_zh']} {row['name_en']}"
            for row in read_seed(settings, "data_quality_grades")
        }
        self._usual = {
            (row["domain"], row["indicator_id"]): self._grades[row["data_quality"]]
            for row in read_seed(settings, "usual_data_qualities")
        }
        self._names = {
            "data_quality": [r["name_zh"] for r in read_seed(settings, "data_quality_grades")],
            "method_id": [r["name_zh"] for r in read_seed(settings, "determination_methods")],
        }

    def text(self, field: str, row: Row) -> str:
        """What stands in a cell from the beginning."""
        if row.indicator is None:
            return ""
        material = self._materials.get(row.material_id)
        texts = {
            "indicator_id": row.indicator["indicator_id"],
            "indicator_name": f"{row.indicator['name_zh']}\n{row.indicator['name_en']}",
            "material_id": row.material_id,
            "material_name": f"{material['name_zh']}\n{material['name_en']}" if material else "",
            "counterparty_id": row.counterparty_id,
            "unit": row.unit_id,
            "previous_value": row.previous_value,
        }
        return texts.get(field, "")

    def of(self, field: str, row: Row, units: Units) -> list[str]:
        """What a cell offers; nothing where the plant writes what it likes or nothing at all."""
        if field in self._names:
            return self._names[field]
        if field == "unit" and row.indicator is not None:
            offered = units.of(row.indicator["quantity"])
            return offered if row.unit_id in {"", *offered} else [row.unit_id, *offered]
        if field == "material_id" and row.asks_for_material:
            return self._materials_for(row)
        if field == "counterparty_id" and row.asks_for_counterparty:
            return self._plants
        if field == "indicator_id" and row.indicator is None:
            return [indicator["indicator_id"] for indicator in self._indicators]
        return []

    def help_on(self, row: Row) -> str:
        """What the comment of a row explains: need, definition, unit, usual source."""
        indicator = row.indicator
        if indicator is None:
            return ""
        usual = self._usual.get((indicator["domain"], indicator["indicator_id"]))
        usual = usual or self._usual.get((indicator["domain"], "*"), "")
        unit = f"{row.unit_id} {self._units.get(row.unit_id, '')}".strip()
        keys = ["form_required" if row.is_required else "form_optional"]
        keys += ["form_unit"] if unit else []
        keys += ["form_usual_quality"] if usual else []
        values = {"unit": unit, "quality": usual, "source": indicator["source"]}
        lines = [" ".join(both(key, **values)) for key in [*keys, "form_source"]]
        counted = [text for text in (indicator["help_zh"], indicator["help_en"]) if text]
        names = f"{indicator['name_zh']} {indicator['name_en']}"
        return "\n".join([names, *counted, *lines])

    def _materials_for(self, row: Row) -> list[str]:
        classes = {
            indicator["material_class"]
            for indicator in ([row.indicator] if row.indicator else self._indicators)
        }
        return [
            material_id
            for material_id, material in self._materials.items()
            if material["material_class"] in classes
        ]
