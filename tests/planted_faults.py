"""Faults planted into a workbook of the demonstration group, each with its one finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.settings import PROJECT_ROOT

SOUND = PROJECT_ROOT / "data" / "raw" / "monthly_workbook" / "AL01" / "2021" / "AL01_2021-03.xlsx"
COVER, PRODUCTION, ENERGY, GHG, AIR, WATER, SOLID, HAZARDOUS = (
    "封面 Cover",
    "生产 Production",
    "能源 Energy",
    "温室气体活动 GHG activity",
    "大气 Air",
    "水 Water",
    "一般固废 Solid waste",
    "危险废物 Hazardous waste",
)
INDICATOR, NAME, MATERIAL, COUNTERPARTY, UNIT, VALUE = "ABCEFG"
DROSS, LINING = "321-024-48", "321-023-48"

Planted = str | float | date | None
Found = tuple[str, str, str | None]


@dataclass(frozen=True)
class Fault:
    """One cell of a row made wrong, or with `times` multiplied, and the rule that must find it.

    A row is named by its indicator, and its material where it has several; `cell` is an address
    instead. `found_at` is the cell that the finding points at, where it is another one.
    """

    rule_id: str
    sheet: str
    row: str
    column: str = VALUE
    value: Planted = None
    material: str | None = None
    times: float | None = None
    found_at: str | None = None

    def plant(self, book: Workbook) -> Found:
        """Makes the cell wrong; the rule, sheet and address of the finding that must come."""
        sheet = book[self.sheet]
        address = f"{self.column}{_row_of(sheet, self.row, self.material)}"
        sheet[address] = self.value if self.times is None else sheet[address].value * self.times
        return self.rule_id, self.sheet, self.found_at or address


@dataclass(frozen=True)
class CellFault:
    """One cell, by its address, made wrong."""

    rule_id: str
    sheet: str
    address: str
    value: Planted

    def plant(self, book: Workbook) -> Found:
        """Makes the cell wrong; the rule, sheet and address of the finding that must come."""
        book[self.sheet][self.address] = self.value
        return self.rule_id, self.sheet, self.address


@dataclass(frozen=True)
class RepeatedRow:
    """One row given twice; the second one is found."""

    sheet: str
    row: str

    def plant(self, book: Workbook) -> Found:
        """Adds the row again at the end."""
        sheet = book[self.sheet]
        number = _row_of(sheet, self.row, None)
        sheet.append([cell.value for cell in sheet[number]])
        return "duplicate_fact", self.sheet, f"{VALUE}{sheet.max_row}"


@dataclass(frozen=True)
class HiddenRow:
    """One row hidden."""

    sheet: str
    row: str

    def plant(self, book: Workbook) -> Found:
        """Hides the row."""
        sheet = book[self.sheet]
        number = _row_of(sheet, self.row, None)
        sheet.row_dimensions[number].hidden = True
        return "hidden_cells", self.sheet, f"{VALUE}{number}"


@dataclass(frozen=True)
class MissingRow:
    """One required row taken out."""

    sheet: str
    row: str

    def plant(self, book: Workbook) -> Found:
        """Takes the row out."""
        sheet = book[self.sheet]
        sheet.delete_rows(_row_of(sheet, self.row, None))
        return "required_indicators_reported", self.sheet, None


@dataclass(frozen=True)
class MissingColumn:
    """One column taken out."""

    sheet: str
    column: int

    def plant(self, book: Workbook) -> Found:
        """Takes the column out."""
        book[self.sheet].delete_cols(self.column)
        return "missing_header", self.sheet, None


@dataclass(frozen=True)
class RenamedSheet:
    """One sheet under a name that the form does not know."""

    sheet: str
    name: str

    def plant(self, book: Workbook) -> Found:
        """Renames the sheet."""
        book[self.sheet].title = self.name
        return "unknown_sheet", self.name, None


@dataclass(frozen=True)
class ShiftedHeaders:
    """One row put in above the headers of a sheet; the row where they belong is found."""

    sheet: str

    def plant(self, book: Workbook) -> Found:
        """Puts the row in."""
        book[self.sheet].insert_rows(3)
        return "missing_header", self.sheet, "A3"


AnyFault = (
    Fault
    | CellFault
    | RepeatedRow
    | HiddenRow
    | MissingRow
    | MissingColumn
    | RenamedSheet
    | ShiftedHeaders
)

# Twenty of different kinds, in one workbook.
TWENTY: dict[str, AnyFault] = {
    "another unit": Fault("unit_of_other_quantity", PRODUCTION, "product_output", UNIT, "兆瓦时"),
    "unknown unit": Fault("unknown_unit", ENERGY, "fuel_received", UNIT, "桶", "diesel"),
    "balance": Fault("electricity_balance", ENERGY, "electricity_consumed", times=1.1),
    "unknown material": Fault(
        "unknown_material", ENERGY, "fuel_consumed", MATERIAL, "nat_gas", "natural_gas"
    ),
    "formula": Fault("formula_without_value", GHG, "anode_consumed_gross", value="=1+1"),
    "error": Fault("error_value", AIR, "so2_removed", value="#DIV/0!"),
    "rest": Fault("nox_emitted_is_rest", AIR, "nox_generated", times=1.1),
    "negative": Fault("values_not_negative", AIR, "smoke_dust_emitted", value=-1),
    "unknown indicator": Fault("unknown_indicator", WATER, "fresh_water", INDICATOR, "fresh_watr"),
    "text": Fault("text_for_number", WATER, "other_water", value="约5"),
    "bound": Fault("wastewater_reused_within_generated", WATER, "wastewater_reused", times=2),
    "decimal comma": Fault("ambiguous_number", WATER, "cod_discharged", value="153,07"),
    "missing unit": Fault("missing_unit", WATER, "ammonia_nitrogen_discharged", UNIT, None),
    "stock": Fault("general_waste_balance", SOLID, "general_waste_closing_stock", times=2),
    "beyond all numbers": Fault(
        "number_out_of_range", HAZARDOUS, "hazardous_waste_generated", value=1e308, material=LINING
    ),
    "full width": Fault(
        "number_corrected", HAZARDOUS, "hazardous_waste_disposed", value="０", material=LINING
    ),
    "date": Fault(
        "text_for_number",
        HAZARDOUS,
        "hazardous_waste_utilised",
        value=date(2021, 3, 5),
        material=DROSS,
    ),
    "repeated": RepeatedRow(HAZARDOUS, "hazardous_waste_dumped"),
    "unknown kind": CellFault("unknown_kind", COVER, "B7", "orginal"),
    "unknown header": CellFault("unknown_header", AIR, "A3", "Kode"),
}

# More, each planted alone.
MORE: dict[str, AnyFault] = {
    "sum": Fault("total_water_is_sum_of_parts", WATER, "total_water", times=1.1),
    "slip in a sum": Fault(
        "wastewater_discharged_is_rest", WATER, "wastewater_discharged", times=10
    ),
    "slip in a stock": Fault("general_waste_balance", SOLID, "general_waste_generated", times=10),
    "part above total": Fault(
        "circulating_water_within_total", WATER, "circulating_water", times=2
    ),
    "ratio": Fault("alumina_above_stoichiometry", PRODUCTION, "raw_material_consumed", times=0.5),
    "unusual": Fault("cod_concentration_usual", WATER, "cod_discharged", times=1000),
    "missing counterparty": Fault(
        "missing_counterparty", ENERGY, "electricity_received_internal", COUNTERPARTY
    ),
    "unknown counterparty": Fault(
        "unknown_counterparty", ENERGY, "electricity_received_internal", COUNTERPARTY, "PP99"
    ),
    "code of nothing": Fault(
        "unknown_indicator", ENERGY, "electricity_received_internal", INDICATOR, "XYZ"
    ),
    "material of another class": Fault(
        "unknown_material", ENERGY, "fuel_received", MATERIAL, "alumina", "diesel"
    ),
    "material where none belongs": Fault(
        "unexpected_material", WATER, "total_water", MATERIAL, "diesel"
    ),
    "name of another code": Fault(
        "name_of_other_code", WATER, "circulating_water", NAME, "新水用量 Fresh water"
    ),
    "not a number": Fault("number_out_of_range", AIR, "nox_removed", value="NaN"),
    "endless": Fault("number_out_of_range", AIR, "nox_removed", value="-Infinity"),
    "too fine": Fault("too_many_decimals", WATER, "wastewater_reused", value="8.12345678"),
    "percent": Fault("text_for_number", WATER, "other_water", value="5%"),
    "truth value": Fault("error_value", WATER, "other_water", value=True),
    "repeated value of a sum": RepeatedRow(WATER, "fresh_water"),
    "hidden row": HiddenRow(WATER, "other_water"),
    "missing row": MissingRow(WATER, "fresh_water"),
    "missing column of units": MissingColumn(WATER, 6),
    "unknown header of units": CellFault("missing_header", WATER, "F3", "Unt"),
    "unknown header of values": CellFault("missing_header", WATER, "G3", "Wert"),
    "unknown header of codes": CellFault("unknown_header", WATER, "A3", "Kode"),
    "unknown header of plants": CellFault("missing_header", ENERGY, "E3", "Gegner"),
    "unknown sheet": RenamedSheet(WATER, "水"),
    "headers in another row": ShiftedHeaders(WATER),
    "month 13": CellFault("unreadable_period", COVER, "B6", "2021-13"),
    "month to come": CellFault("period_in_future", COVER, "B6", "2035-03"),
    "month long ago": CellFault("plant_not_active", COVER, "B6", "1999-03"),
    "unknown plant": CellFault("unknown_plant", COVER, "B4", "AL99"),
    "another plant": CellFault("plant_differs_from_name", COVER, "B4", "CS01"),
    "no plant": CellFault("missing_plant", COVER, "B4", None),
    "no month": CellFault("unreadable_period", COVER, "B6", None),
    "unreadable revision": CellFault("unreadable_revision", COVER, "B8", "eins"),
    "unreadable date": CellFault("unreadable_sent_at", COVER, "B11", "gestern"),
}


def faulty(path: Path, faults: Iterable[AnyFault]) -> list[Found]:
    """Writes the sound workbook with these faults; the findings that must come, and no others."""
    book = openpyxl.load_workbook(SOUND)
    found = [fault.plant(book) for fault in faults]
    book.save(path)
    return found


def _row_of(sheet: Worksheet, indicator_id: str, material_id: str | None) -> int:
    return next(
        row
        for row in range(4, sheet.max_row + 1)
        if sheet.cell(row, 1).value == indicator_id
        and material_id in (None, sheet.cell(row, 3).value)
    )
