"""Foreign tables: what a layout reads of a table that nobody made for Potline."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from foreign import FIXTURES, layout_of, rows, staged_table, with_plants

from pipelines.checking.sandbox import Staged
from pipelines.layout_checks import check_layout, write_plants
from pipelines.layout_documents import LayoutError
from pipelines.layouts import read_layout
from pipelines.settings import PROJECT_ROOT, Settings

WATER_LAYOUT = PROJECT_ROOT / "dbt_project" / "layouts" / "netl_eia_power_plants-1.yml"
WATER = FIXTURES / "power_plant_water.csv"
US_GALLON_M3 = Decimal("0.003785411784")  # NIST SP 811
FACTS = "select plant_id, period, document_id, value from staging.stg_facts"
FINDINGS = "select rule_id, address from staging.stg_findings order by all"

LONG: dict[str, Any] = {
    "form_id": "monthly_table",
    "version": "long-1",
    "reader": "csv",
    "tables": [
        {
            "sheet": "csv",
            "header_rows": [1],
            "plant_id": {"column": "site", "codes": {"North": "US-1"}},
            "period": {"column": "day", "date_order": "mdy"},
            "values": [
                {
                    "column": "amount",
                    "indicator_id": {"column": "what", "codes": {"withdrawal": "water_withdrawn"}},
                    "unit": {"column": "in", "codes": {"cbm": "m3"}},
                }
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_plants(tmp_path_factory.mktemp("project"), "US-1", "US-9001", "US-9002")


@pytest.fixture(scope="module")
def water(settings: Settings) -> Iterator[Staged]:
    with staged_table(settings, WATER, read_layout(WATER_LAYOUT)) as sandbox:
        yield sandbox


def in_m3(gallons: Decimal) -> Decimal:
    return (gallons * US_GALLON_M3).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(settings: Settings, folder: Path, document: dict[str, Any], text: str) -> dict[str, Any]:
    """The facts and findings of a small table."""
    with staged_table(settings, table(folder, text), layout_of(folder, document)) as sandbox:
        facts = rows(sandbox, f"{FACTS} order by all")
        return {"facts": facts, "findings": rows(sandbox, FINDINGS)}


def changed(**of_table: Any) -> dict[str, Any]:
    """The layout of the long table with other keys in its table."""
    return LONG | {"tables": [LONG["tables"][0] | of_table]}


def test_totals_are_those_of_an_independent_sum(water: Staged) -> None:
    expected: dict[tuple[str, int, str], Decimal] = {}
    with WATER.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            if line[1] in ("9001", "9002") and line[18]:
                key = (line[1], int(line[4]), line[6])
                expected[key] = in_m3(Decimal(line[18]) * 1_000_000)
    monthly = rows(
        water,
        "select period, sum(value) from staging.stg_facts"
        " where indicator_id = 'water_discharged' group by period order by period",
    )
    assert monthly == [
        (
            date(2015, month, 1),
            sum(value for (_, of_month, _), value in expected.items() if of_month == month),
        )
        for month in (1, 2, 3)
    ]


def test_a_rate_times_its_activity_is_exact(water: Staged) -> None:
    expected = in_m3(Decimal("1100.123456789") * 19000)
    assert rows(
        water,
        "select value, reported_text, address from staging.stg_facts"
        " where indicator_id = 'water_withdrawn' and address = 'R5C12'",
    ) == [(expected, "1100.123456789 × 19000", "R5C12")]


def test_missing_stays_missing_and_all_that_is_odd_has_its_cell(water: Staged) -> None:
    found = rows(water, FINDINGS)
    assert [one for one in found if one[0] != "set_aside_by_layout"] == [
        ("duplicate_fact", "R8C12"),
        ("rounded_by_layout", "R2C10"),
        ("rounded_by_layout", "R2C12"),
        ("text_for_number", "R10C12"),
        ("unknown_plant", "R11C2"),
    ]
    assert rows(
        water,
        "select found, count(*) from staging.stg_findings where rule_id = 'set_aside_by_layout'"
        " group by all order by all",
    ) == [
        ("1 cells with a text for a missing value", 2),
        ("1 values that repeat one of an earlier row", 1),
        ("2 values that repeat one of an earlier row", 1),
        ("4 values that repeat one of an earlier row", 1),
    ]
    assert not rows(
        water,
        "select 1 from staging.stg_facts where plant_id = 'US-9002' and period = '2015-02-01'"
        " and indicator_id = 'water_discharged'",
    )


def test_a_long_table_with_codes_and_days(settings: Settings, tmp_path: Path) -> None:
    text = "site,day,what,amount,in\nNorth,3/15/2020,withdrawal,12.5,cbm\n"
    assert read(settings, tmp_path, LONG, text) == {
        "facts": [("US-1", date(2020, 3, 1), "", Decimal("12.500000"))],
        "findings": [],
    }


def test_unknown_codes_and_headers_are_findings(settings: Settings, tmp_path: Path) -> None:
    text = "site,day,what,amount,in,extra\nNorth,3/15/2020,rain,12.5,buckets,x\n"
    assert read(settings, tmp_path, LONG, text)["findings"] == [
        ("unknown_header", "R1C6"),
        ("unknown_indicator", "R2C4"),
        ("unknown_unit", "R2C4"),
    ]


def test_filters_leave_rows_out_and_say_so(settings: Settings, tmp_path: Path) -> None:
    text = (
        "site,day,what,amount,in\nNorth,3/1/2020,withdrawal,1,cbm\n"
        "North,3/1/2020,rain,2,cbm\nNorth,3/1/2020,,3,cbm\nSouth,3/1/2020,withdrawal,4,cbm\n"
    )
    layout = changed(
        leave_out=[{"column": "what", "values": ["", "rain"]}],
        keep=[{"column": "site", "values": ["North"]}],
    )
    assert read(settings, tmp_path, layout, text) == {
        "facts": [("US-1", date(2020, 3, 1), "", Decimal(1))],
        "findings": [("set_aside_by_layout", "R3C4")],
    }


def wide(columns: list[str], **fields: Any) -> dict[str, Any]:
    value = {
        "columns": columns,
        "indicator_id": {"fixed": "water_withdrawn"},
        "unit": {"fixed": "m3"},
        **fields,
    }
    return {
        **LONG,
        "version": "wide-1",
        "tables": [
            {
                "sheet": "csv",
                "header_rows": [1],
                "plant_id": {"column": "site", "prefix": "US-"},
                "values": [value],
                "missing": ["--", "NA"],
            }
        ],
    }


def test_months_as_headers(settings: Settings, tmp_path: Path) -> None:
    layout = wide(["January", "Feb", "三月"], year={"column": "year"}, month={"header": True})
    text = "site;year;January;Feb;三月\n1;2020;5;--;7\n"
    assert read(settings, tmp_path, layout, text) == {
        "facts": [
            ("US-1", date(2020, 1, 1), "", Decimal(5)),
            ("US-1", date(2020, 3, 1), "", Decimal(7)),
        ],
        "findings": [("set_aside_by_layout", "R2C4")],
    }


def test_years_as_headers_in_gb18030(settings: Settings, tmp_path: Path) -> None:
    layout = layout_of(
        tmp_path, wide(["2019年", "2020年"], year={"header": True}) | {"form_id": "yearly_table"}
    )
    path = table(tmp_path, "site,2019年,2020年\n1,5,6\n", "gb18030")
    with staged_table(settings, path, layout) as sandbox:
        assert rows(
            sandbox, "select period, frequency, value from staging.stg_facts order by 1"
        ) == [
            (date(2019, 1, 1), "year", Decimal(5)),
            (date(2020, 1, 1), "year", Decimal(6)),
        ]


def test_titles_and_merged_headers_of_a_workbook(settings: Settings, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for line in [
        ["Water of all sites"],
        [],
        ["Site", "Water (m3)", None, "Note"],
        [None, "taken", "given back", None],
        ["1", 5, 4.5, "x"],
    ]:
        sheet.append(line)
    path = tmp_path / "table.xlsx"
    book.save(path)
    values = [
        {"column": f"Water (m3) / {column}", "indicator_id": {"fixed": indicator_id}}
        for column, indicator_id in (
            ("taken", "water_withdrawn"),
            ("given back", "water_discharged"),
        )
    ]
    document = {
        "form_id": "yearly_table",
        "version": "book-1",
        "reader": "xlsx",
        "tables": [
            {
                "sheet": "Data",
                "header_rows": [3, 4],
                "plant_id": {"column": "Site", "prefix": "US-"},
                "year": {"fixed": 2020},
                "unit": {"fixed": "m3"},
                "values": values,
                "other_columns": ["Note"],
            }
        ],
    }
    with staged_table(settings, path, layout_of(tmp_path, document)) as sandbox:
        assert rows(
            sandbox, "select indicator_id, value, cell_id[14:] from staging.stg_facts order by 1"
        ) == [
            ("water_discharged", Decimal("4.5"), "Data!C5"),
            ("water_withdrawn", Decimal(5), "Data!B5"),
        ]
        assert rows(sandbox, FINDINGS) == []


def test_two_layouts_that_fit_are_an_error_that_names_both(
    settings: Settings, tmp_path: Path
) -> None:
    first = layout_of(tmp_path, LONG)
    second = layout_of(tmp_path, LONG | {"version": "long-2"})
    path = table(tmp_path, "site,day,what,amount,in\nNorth,3/15/2020,withdrawal,12.5,cbm\n")
    with staged_table(settings, path, first, second) as sandbox:
        [(found,)] = rows(sandbox, "select rejection_found from staging.stg_arrivals")
    assert "monthly_table version long-1, monthly_table version long-2" in found


def test_a_check_of_a_layout_shows_what_it_reads(settings: Settings) -> None:
    checked = check_layout(settings, WATER_LAYOUT, WATER, date(2022, 1, 31))
    assert checked.outcomes == {"missing": 2, "read": 20, "repeated": 7}
    assert [one.plant_text for one in checked.unknown_plants] == ["US-9003"]
    assert {(one.indicator_id, one.period.month) for one in checked.totals} >= {
        ("water_discharged", 1),
        ("water_consumed", 2),
    }


def test_a_check_refuses_another_table(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="expected in line 1 also .*Plant Code, Plant Name, Year"):
        check_layout(settings, WATER_LAYOUT, table(tmp_path, "a,b\n1,2\n"), date(2022, 1, 31))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"header_rows": [1, 3]}, "header_rows"),
        ({"values": []}, "values"),
        ({"plant_id": {"column": "a", "fixed": "b"}}, "plant_id: expected one of column"),
        ({"plant_id": {"column": "a", "code_table": "none.csv"}}, "no such file beside the layout"),
        ({"month": {"column": "m"}}, "month without year"),
        ({"keep": [{"column": "a"}]}, "expected either values or pattern"),
        ({"titles": 1}, "titles unknown"),
        ({"missing": [False]}, "in quotes"),
    ],
)
def test_a_layout_that_makes_no_sense_is_refused_with_its_place(
    tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    with pytest.raises(LayoutError, match=problem) as raised:
        layout_of(tmp_path, changed(**change))
    assert "table-1.yml: tables[0]" in str(raised.value)


def test_emissions_calculated_elsewhere_are_facts_of_their_own(settings: Settings) -> None:
    layout = read_layout(FIXTURES / "facility_emissions-1.yml")
    with staged_table(settings, FIXTURES / "facility_emissions.csv", layout) as sandbox:
        facts = rows(
            sandbox,
            "select indicator_id, material_id, document_id, value, frequency, address"
            " from staging.stg_facts order by address",
        )
    assert facts == [
        (f"reported_{kind}", gas, category, Decimal(value), "statement_year", address)
        for kind, gas, category, value, address in [
            ("co2e_ar4", "CO2", "Stationary combustion", "1234567.5", "R3C6"),
            ("co2e_ar4", "CH4", "Stationary combustion", "512.25", "R4C6"),
            ("co2e_ar4", "CO2", "Stationary combustion", "1200000", "R5C6"),
            ("gas_mass", "SF6", "Switchgear", "0.0125", "R6C6"),
        ]
    ]


def test_plants_that_are_not_known_are_written_as_lines(settings: Settings, tmp_path: Path) -> None:
    document = changed(plant_name={"column": "name"}, plant_id={"column": "site", "prefix": "US-"})
    layout = tmp_path / "names-1.yml"
    layout.write_text(yaml.safe_dump(document | {"source": "Agency, 2020"}), encoding="utf-8")
    path = table(
        tmp_path,
        "site,name,day,what,amount,in\n7,Seven,3/1/2020,withdrawal,1,cbm\n"
        "7,Seven,5/1/2020,withdrawal,1,cbm\n1,One,3/1/2020,withdrawal,1,cbm\n",
    )
    checked = check_layout(settings, layout, path, date(2022, 1, 31))
    lines = tmp_path / "lines.csv"
    assert write_plants(settings, checked, layout, lines) == 1
    with lines.open(encoding="utf-8", newline="") as file:
        [line] = csv.DictReader(file)
    assert {name: value for name, value in line.items() if value} == {
        "plant_id": "US-7",
        "plant_name_zh": "Seven",
        "plant_name_en": "Seven",
        "monthly_form_id": "monthly_table",
        "valid_from": "2020-03-01",
        "reports_from": "2020-03-01",
        "reports_to": "2020-05-31",
        "source": "Agency, 2020",
    }
    with pytest.raises(LayoutError, match="there already"):
        write_plants(settings, checked, layout, lines)


def test_a_check_sees_what_is_given_twice_before_the_plant_is_known(
    settings: Settings, tmp_path: Path
) -> None:
    layout = tmp_path / "long-1.yml"
    layout.write_text(yaml.safe_dump(LONG), encoding="utf-8")
    path = table(
        tmp_path,
        "site,day,what,amount,in\nNew,3/1/2020,withdrawal,1,cbm\nNew,3/2/2020,withdrawal,2,cbm\n"
        "New,4/1/2020,withdrawal,5,cbm\n",
    )
    checked = check_layout(settings, layout, path, date(2022, 1, 31))
    assert [(one.period, one.total) for one in checked.totals] == [(date(2020, 4, 1), Decimal(5))]
    assert [(one.rule_id, one.findings, one.address) for one in checked.findings] == [
        ("duplicate_fact", 1, "R3C4"),
        ("unknown_plant", 1, "R2C1"),
    ]


def test_an_equal_rate_of_another_activity_is_no_repeat(settings: Settings, tmp_path: Path) -> None:
    [of_table] = LONG["tables"]
    value = of_table["values"][0] | {"multiplied_by": "times", "repeated": "once"}
    layout = changed(values=[value])
    row = "North,3/1/2020,withdrawal,1.5,cbm,"
    found = read(
        settings, tmp_path, layout, f"site,day,what,amount,in,times\n{row}2\n{row}2\n{row}4\n"
    )["findings"]
    assert found == [
        ("duplicate_fact", "R4C4"),
        ("rounded_by_layout", "R2C4"),
        ("set_aside_by_layout", "R3C4"),
    ]
