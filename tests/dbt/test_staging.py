"""Staging: cells become facts; what does not become one is named by a finding at its cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from ledgers import Ledger, Row
from staged import CompiledStaging, DbtProject

from pipelines.units import mass_of_volume, volume_of_mass

pytestmark = pytest.mark.slow

PERIODS = [f"{year}-{month:02}" for year in (2019, 2020, 2021) for month in range(1, 13)]
WATER_SHEET = "水 Water"
ENERGY_SHEET = "能源 Energy"
FUEL = {"indicator_id": "fuel_consumed", "material_id": "diesel"}
ONE_TONNE = {"indicator_id": "fuel_consumed", "value": "1", "unit": "t"}
INTERNAL = {"indicator_id": "electricity_received_internal", "value": "5", "unit": "MWh"}


def water(value: object, unit: object = "m3", indicator_id: object = "total_water") -> Row:
    """A row of a water quantity."""
    return {"indicator_id": indicator_id, "value": value, "unit": unit}


def test_a_workbook_row_becomes_a_fact_with_its_cell(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    arrival_id = ledger.workbook({WATER_SHEET: [water(("number", "12.5"), "10^4 m3")]})
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select arrival_id, plant_id, period::varchar, frequency, indicator_id, material_id,"
        " value, unit, reported_text, reported_unit_id, sheet, address, domain, flow"
        " from staging.stg_facts"
    ) == [
        (arrival_id, "AL01", "2021-03-01", "month", "total_water", "", Decimal("125000.000000"),
         "m3", "12.5", "10^4 m3", WATER_SHEET, "G4", "water", "total")
    ]  # fmt: skip
    assert staging.findings() == set()


READ_EXACTLY = {
    "91001.706": "91001.706000",
    " 7 ": "7.000000",
    "-0": "0.000000",
    "-12.5": "-12.500000",
    ".5": "0.500000",
    "+5": "5.000000",
    "1.5E+3": "1500.000000",
    "1234567890123456789e-6": "1234567890123.456789",
    "1.2300000000": "1.230000",
    "123456789012.123456": "123456789012.123456",
    "0e999": "0.000000",
}
READ_WITH_A_CORRECTION = {
    "１２３．５": "123.500000",
    "1,234,567.8": "1234567.800000",
    "1，234": "1234.000000",
    "1 234 567": "1234567.000000",
    "1\u00a0234": "1234.000000",
    "－3": "-3.000000",
    "\u22123": "-3.000000",
    "-1,234.5": "-1234.500000",
}
NO_NUMBERS: dict[object, str] = {
    "12,5": "ambiguous_number",
    "0,123": "ambiguous_number",
    "1,23,456": "ambiguous_number",
    "1.234,5": "ambiguous_number",
    "1 23": "ambiguous_number",
    "NA": "text_for_number",
    "-": "text_for_number",
    "—": "text_for_number",
    "/": "text_for_number",
    "无": "text_for_number",
    "约12": "text_for_number",
    "12%": "text_for_number",
    "1e": "text_for_number",
    "NaN": "number_out_of_range",
    "-inf": "number_out_of_range",
    "1e308": "number_out_of_range",
    "1e99999999999999": "number_out_of_range",
    "12345678901234": "number_out_of_range",
    "0.1234567": "too_many_decimals",
    "1e-7": "too_many_decimals",
    "333.333333333333": "too_many_decimals",
    ("number", "1e+308"): "number_out_of_range",
    ("error", "#DIV/0!"): "error_value",
    ("boolean", "TRUE"): "error_value",
    ("formula_without_value", None): "formula_without_value",
}


@pytest.mark.parametrize(
    ("values", "rule_ids"),
    [(READ_EXACTLY, []), (READ_WITH_A_CORRECTION, ["number_corrected"])],
)
def test_numbers_are_read_exactly_and_corrections_are_named(
    compiled_staging: CompiledStaging, values: dict[str, str], rule_ids: list[str]
) -> None:
    ledger = Ledger()
    for text, period in zip(values, PERIODS, strict=False):
        ledger.csv([water(text) | {"period": period}])
    staging = compiled_staging.on(ledger)
    assert dict(staging.rows("select reported_text, value from staging.stg_facts")) == {
        text: Decimal(value) for text, value in values.items()
    }
    assert sorted(staging.rows("select rule_id, found from staging.stg_findings")) == sorted(
        (rule_id, text) for rule_id in rule_ids for text in values
    )


def test_a_share_with_a_sign_of_per_cent_is_read_in_per_cent(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    purity = {"indicator_id": "oxalic_acid_purity", "plant_id": "CS01"}
    texts = [("99.57%", "%"), ("99.57 ％", "%"), ("99.57%", "1"), ("0.9957", "1")]
    for (value, unit), period in zip(texts, PERIODS, strict=False):
        ledger.csv([purity | {"value": value, "unit": unit, "period": period}])
    staging = compiled_staging.on(ledger)
    assert staging.rows("select value from staging.stg_facts") == [(Decimal("99.57"),)] * 4
    assert staging.rows("select rule_id, found from staging.stg_findings order by period") == [
        ("number_corrected", value) for value, _ in texts[:3]
    ]


def test_what_is_no_number_gives_no_fact_and_one_finding(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    for content, period in zip(NO_NUMBERS, PERIODS, strict=False):
        rows = [water(content), water("1", indicator_id="fresh_water")]
        ledger.workbook({WATER_SHEET: rows}, period=period)
    staging = compiled_staging.on(ledger)
    assert staging.rows("select indicator_id, count(*) from staging.stg_facts group by all") == [
        ("fresh_water", len(NO_NUMBERS))
    ]
    assert staging.rows("select rule_id, address from staging.stg_findings order by period") == [
        (rule_id, "G4") for rule_id in NO_NUMBERS.values()
    ]


def test_overflow_by_the_unit_is_out_of_range(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.csv([water("9999999999999", "10^8 m3")])
    staging = compiled_staging.on(ledger)
    assert staging.findings() == {("number_out_of_range", "R2C6")}


CONVERTED = [
    (water("3", "t"), "3.000000", "m3"),
    (water("1", "万立方米"), "10000.000000", "m3"),
    (FUEL | {"value": "1000", "unit": "L"}, "0.840000", "t"),
    (FUEL | {"value": "2", "unit": "10^4 t"}, "20000.000000", "t"),
    (FUEL | {"material_id": "天然气", "value": "1.2", "unit": "万Nm³"}, "12000.000000", "m3"),
    ({"indicator_id": "氮氧化物排放量", "value": "5", "unit": "ｋｇ"}, "0.005000", "t"),
    ({"indicator_id": "NOX_EMITTED", "value": "5", "unit": "t"}, "5.000000", "t"),
]


def test_units_convert_into_the_canonical_one(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    for (row, _, _), period in zip(CONVERTED, PERIODS, strict=False):
        ledger.csv([row | {"period": period}])
    staging = compiled_staging.on(ledger)
    assert staging.rows("select value, unit from staging.stg_facts order by period") == [
        (Decimal(value), unit) for _, value, unit in CONVERTED
    ]
    assert staging.findings() == set()


NOT_CODED = [
        (water("1", indicator_id="total_watr"), "unknown_indicator", "R2C3", "total_water"),
        (water("1", indicator_id=None), "missing_indicator_code", "R2C3", "code"),
        (water("1", "m4"), "unknown_unit", "R2C7", "m3"),
        (water("1", "MG"), "unknown_unit", "R2C7", "m3"),
        (water("1", None), "missing_unit", "R2C7", "m3"),
        (water("1", "kWh"), "unit_of_other_quantity", "R2C7", "volume"),
        (
            FUEL | {"material_id": "natural_gas", "value": "1", "unit": "t"},
            "unit_of_other_quantity",
            "R2C7",
            "m3",
        ),
        (ONE_TONNE | {"material_id": "disel"}, "unknown_material", "R2C4", "diesel"),
        (ONE_TONNE | {"material_id": "alumina"}, "unknown_material", "R2C4", "fuel"),
        (ONE_TONNE, "missing_material", "R2C4", "fuel"),
        (water("1") | {"material_id": "diesel"}, "unexpected_material", "R2C4", "no material"),
        (INTERNAL | {"counterparty_id": "PP10"}, "unknown_counterparty", "R2C5", "PP01"),
        (INTERNAL | {"counterparty_id": "AL01"}, "unknown_counterparty", "R2C5", "other side"),
        (INTERNAL, "missing_counterparty", "R2C5", "other side"),
        (water("1") | {"counterparty_id": "PP01"}, "unexpected_counterparty", "R2C5", "no "),
        (
            {"indicator_id": "operating_revenue", "value": "1", "unit": "元"},
            "indicator_not_for_form",
            "R2C3",
            "annual_return",
        ),
        (
            {"indicator_id": "electricity_generated", "value": "1", "unit": "MWh"},
            "indicator_not_for_industry",
            "R2C3",
            "captive_power",
        ),
]  # fmt: skip


def test_what_cannot_be_coded_is_named_at_its_cell_with_what_would_be_right(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    for (row, *_), period in zip(NOT_CODED, PERIODS, strict=False):
        ledger.csv([row | {"period": period}])
    staging = compiled_staging.on(ledger)
    assert staging.rows("select count(*) from staging.stg_facts") == [(0,)]
    findings = staging.rows(
        "select rule_id, address, expected from staging.stg_findings"
        " where submission_id is not null order by period"
    )
    for (_, rule_id, address, words), finding in zip(NOT_CODED, findings, strict=True):
        assert finding[:2] == (rule_id, address)
        assert words in finding[2]


def test_an_indicator_before_its_validity_is_not_in_force(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    row = {"indicator_id": "training_hours", "value": "1", "unit": "h"}
    ledger.workbook(
        {"土地与管理 Land and management": [row]}, form_id="annual_return", period="2019"
    )
    staging = compiled_staging.on(ledger)
    assert staging.findings() == {("indicator_not_in_force", "A4")}


def test_a_name_of_another_code_is_named_and_the_code_is_read(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.workbook({WATER_SHEET: [water("1") | {"indicator_name": "新水用量"}]})
    staging = compiled_staging.on(ledger)
    assert staging.rows("select indicator_id from staging.stg_facts") == [("total_water",)]
    assert staging.findings() == {("name_of_other_code", "B4")}


def test_a_fact_that_is_repeated_is_named_and_not_read(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.csv([water("1"), water("1"), water("2", indicator_id="fresh_water")])
    staging = compiled_staging.on(ledger)
    assert staging.findings() == {("duplicate_fact", "R3C6")}
    assert staging.rows("select indicator_id from staging.stg_facts") == [("fresh_water",)]


def test_a_row_without_a_value_is_no_fact_and_no_finding(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.csv([water(None), water("  "), water("0", indicator_id="fresh_water")])
    staging = compiled_staging.on(ledger)
    assert staging.rows("select indicator_id, value from staging.stg_facts") == [
        ("fresh_water", Decimal(0))
    ]
    assert staging.findings() == set()


def test_an_unknown_header_is_named_once_and_other_columns_are_read(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.csv(
        [water("1") | {"valeu": "3"}, water("2", indicator_id="fresh_water") | {"valeu": "4"}]
    )
    staging = compiled_staging.on(ledger)
    assert staging.rows("select rule_id, address, found, expected from staging.stg_findings") == [
        ("unknown_header", "R1C8", "valeu", "a header of the form; nearest: value")
    ]
    assert staging.rows("select count(*) from staging.stg_facts") == [(2,)]


def test_values_under_no_header_are_named(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.csv([water("1") | {"": "3"}])
    assert ("unknown_header", "R1C8") in compiled_staging.on(ledger).findings()


def test_a_missing_header_is_named_with_its_text(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.workbook({WATER_SHEET: [water("1")]}, headers={"value": "数"})
    staging = compiled_staging.on(ledger)
    assert staging.findings() == {("missing_header", "G3")}
    [(expected,)] = staging.rows(
        "select expected from staging.stg_findings where rule_id = 'missing_header'"
    )
    assert expected == "in row 3 a header 本月值 Value of the month"


def test_a_second_column_of_one_field_is_named(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.csv([water("1") | {"数值": "3"}])
    staging = compiled_staging.on(ledger)
    assert staging.findings() == {("repeated_header", "R1C8")}
    assert staging.rows("select value from staging.stg_facts") == [(Decimal(1),)]


def test_hidden_values_are_read_and_named_once_a_sheet(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    rows = [water("1"), water("2", indicator_id="fresh_water")]
    ledger.workbook({WATER_SHEET: [row | {"hidden": True} for row in rows]})
    staging = compiled_staging.on(ledger)
    assert staging.findings() == {("hidden_cells", "G4")}
    assert staging.rows("select count(*) from staging.stg_facts") == [(2,)]


def test_what_intake_says_becomes_findings(compiled_staging: CompiledStaging) -> None:
    ledger = Ledger()
    ledger.note(ledger.workbook({WATER_SHEET: [water("1")]}), "unknown_sheet", "附表")
    ledger.rejected("not_a_workbook")
    staging = compiled_staging.on(ledger)
    assert set(
        staging.rows("select rule_id, sheet, submission_id is null from staging.stg_findings")
    ) == {("unknown_sheet", "附表", False), ("not_a_workbook", None, True)}


def test_three_thousand_bad_rows_are_three_thousand_findings(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    ledger.csv([water("1", indicator_id=f"watr_{number}") for number in range(3000)])
    staging = compiled_staging.on(ledger)
    assert staging.rows(
        "select count(*), count(distinct finding_key) from staging.stg_findings"
        " where rule_id = 'unknown_indicator'"
    ) == [(3000, 3000)]


def test_dbt_builds_staging_and_its_tests_pass(dbt_project: DbtProject, tmp_path: object) -> None:
    ledger = Ledger()
    ledger.workbook({WATER_SHEET: [water("1"), water("x", indicator_id="fresh_water")]})
    ledger.csv([water("1", indicator_id="nonsense"), water("2")], path="in/2")
    dbt_project.ledger.unlink()
    ledger.save(dbt_project.ledger)
    output = dbt_project.run(
        "build", "--select", "+path:models/staging", "--indirect-selection", "cautious"
    )
    assert "ERROR=0" in output


def test_conversions_by_density_agree_with_pint(compiled_staging: CompiledStaging) -> None:
    staging = compiled_staging.on(Ledger())
    [(mass, volume)] = staging.rows(
        """
        select
            max(factor) filter (where unit_id = 'm3' and canonical_unit = 't'),
            max(factor) filter (where unit_id = 't' and canonical_unit = 'm3')
        from staging.stg_conversions
        where material_id = 'diesel'
        """
    )
    [(density,)] = staging.rows(
        "select density_t_per_m3 from reference.materials where material_id = 'diesel'"
    )
    assert mass == mass_of_volume(Decimal(1), density)
    assert volume == volume_of_mass(Decimal(1), density).quantize(volume)


HALF_UNITS = {
    ("30.01", "m3"): "0.005",
    ("30.0", "m3"): "0.05",
    ("1200", "m3"): "0.5",
    ("1,200.50", "m3"): "0.005",
    ("1.5E+3", "m3"): "50",
    ("6.28", "10^4 m3"): "50",
    ("0", "m3"): "0",
    ("0.0", "m3"): "0.05",
}


def test_a_value_is_known_to_half_a_unit_of_its_last_digit(
    compiled_staging: CompiledStaging,
) -> None:
    ledger = Ledger()
    texts = zip(HALF_UNITS, PERIODS, strict=False)
    ledger.csv([water(*text) | {"period": period} for text, period in texts])
    staging = compiled_staging.on(ledger)
    read = "select reported_text, reported_unit_id, half_unit from staging.stg_facts"
    assert {(text, unit): half for text, unit, half in staging.rows(read)} == {
        text: Decimal(half_unit) for text, half_unit in HALF_UNITS.items()
    }
