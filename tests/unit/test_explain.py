"""`potline explain`: what is printed can be recomputed, and what does not fit is told."""

from __future__ import annotations

import json

import pytest
from command_line import Shell
from explained import release_to_explain
from recomputing import printed_result, recomputed
from release_store import installation

from pipelines.settings import Settings

FUEL = ("explain", "fct_ghg_emissions", "plant_id=AL01", "period=2021-03", "stream_id=combustion:x")
PFC = ("explain", "fct_ghg_by_method", "stream_kind=anode_effect")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with the release to explain, made once."""
    made = installation(tmp_path_factory.mktemp("explained"))
    release_to_explain(made)
    return made


@pytest.fixture
def explained(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    return Shell(settings, capsys)


def test_a_calculation_is_written_down_with_all_its_sources(explained: Shell) -> None:
    shown = explained(*FUEL)
    assert shown.code == 0
    for text in (
        "Smelter, 2013 (smelter_2013): Guide, edition 2013; in force from 2013-01-01 to open",
        "mass of CO2 in t = FC * NCV * CC * CO2_per_C",
        "1234.5 * 20 * 0.025 * (44/12)",
        "2263.25 t CO2 * 1 (GWP, SAR, FA9) = 2263.25 t CO2e",
        "fact F1: Fuel (fuel) of AL01 in 2021-03; reported 1,234.5 t, that is 1234.5 t; "
        "file monthly/AL01.xlsx, sheet fuel sheet, cell D7; data quality: measured",
        "factor FA1: ncv, published as 20 GJ/t; set guide, series default; "
        "valid from open to open; evidence: one_source; source: the guide",
        "constant c: the exact fraction 44/12",
        "± 7.25 %",
        "Note: Is it in force?",
        "Note: NCV rests on one source (FA1)",
        "equal to what was published",
    ):
        assert text in shown.out
    assert recomputed(shown.out) == pytest.approx(printed_result(shown.out), rel=1e-12)


def test_the_form_and_a_variant_are_told(explained: Shell) -> None:
    shown = explained(*PFC, "variant_id=ar5")
    assert "value_form: 12.5 t CO2e (EF to 3 decimals, half up)" in shown.out
    assert "Variant: Potentials of AR5 (ar5)" in shown.out
    assert "Note: Not what the guide says." in shown.out
    assert recomputed(shown.out) == pytest.approx(printed_result(shown.out), rel=1e-12)


def test_one_calculation_for_several_purposes_is_explained_once(explained: Shell) -> None:
    shown = explained("explain", "fct_ghg_by_method", "stream_kind=combustion")
    assert shown.out.count("Result: ") == 1
    assert "purposes disclosure, enterprise" in shown.out


def test_chinese(explained: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_LANG", "zh")
    shown = explained(*FUEL)
    for text in ("铝厂", "CO2 质量（吨）= FC", "注意: 是否有效？", "填报值 F1", "与公布值一致"):
        assert text in shown.out


def test_a_published_number_that_does_not_follow_is_told(potline: Shell) -> None:
    release_to_explain(
        potline.settings, "update marts.fct_ghg_emissions set emissions_tco2e = 2263.250002;"
    )
    shown = potline(*FUEL)
    assert "2263.25 t CO2e. NOT equal" in shown.out


def test_a_mass_that_does_not_follow_is_told(potline: Shell) -> None:
    change = "update marts.bridge_inputs set value = 0.0000340000001 where symbol = 'EF';"
    release_to_explain(potline.settings, change)
    assert "NOT equal" in potline(*PFC, "variant_id=ar5").out


def test_a_release_from_before_calculations_were_kept_says_so(potline: Shell) -> None:
    change = "alter table marts.fct_ghg_emissions drop column calculation_id;"
    release_to_explain(potline.settings, change)
    shown = potline(*FUEL)
    assert shown.code == 1
    assert "made before calculations were kept" in shown.err


def test_inputs_without_an_uncertainty_are_named(potline: Shell) -> None:
    change = """
    update marts.fct_ghg_emissions set uncertainty_pct = null, without_uncertainty = 'FC; NCV';
    """
    release_to_explain(potline.settings, change)
    assert "none, because FC, NCV have none" in potline(*FUEL).out


def test_enthalpies_are_worked_out(potline: Shell) -> None:
    release_to_explain(
        potline.settings,
        """
        update reference.formulas set expression = 'P * EF * steam_enthalpy(1.2, 300)'
        where formula_id = 'cf4';
        """,
    )
    shown = potline(*PFC, "variant_id=ar5")
    assert "steam_enthalpy(1.2, 300)" in shown.out
    assert "NOT equal" in shown.out
    assert recomputed(shown.out)[0] == pytest.approx(5.1 * 3.0460, rel=1e-3)


def test_many_rows_are_listed_and_not_explained(
    explained: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.explain.FEW", 2)
    shown = explained("explain", "fct_ghg_by_method", "period=2021")
    assert "4 rows of fct_ghg_by_method fit" in shown.out
    assert "variant_id=ar5" in shown.out
    assert "Result" not in shown.out


def test_json_holds_the_same(explained: Shell) -> None:
    answer = json.loads(explained(*FUEL, "--json").out)
    (calculation,) = answer["calculations"]
    assert calculation["formula"]["arithmetic"] == "1234.5 * 20 * 0.025 * (44/12)"
    assert [symbol["symbol"] for symbol in calculation["symbols"]] == [
        "FC",
        "NCV",
        "CC",
        "CO2_per_C",
    ]
    assert calculation["symbols"][0]["fact"]["address"] == "D7"
    assert calculation["is_equal"] is True
    assert answer["factor_set_id"].startswith("FS")


def test_two_potentials_are_compared_by_name(explained: Shell) -> None:
    shown = explained(*PFC, "--compare", "variant_id=ar5")
    assert shown.code == 0
    assert "GWP of CF4" in shown.out
    assert "6500 (SAR, FA13)" in shown.out
    assert "6630 (AR5, FA15)" in shown.out
    assert "33150 -> 33813 t CO2e, 663 t CO2e (+2.00 %)" in shown.out
    from_emissions = explained(
        "explain", "fct_ghg_emissions", "stream_kind=anode_effect", "--compare", "variant_id=ar5"
    )
    assert from_emissions.out == shown.out


def test_the_effects_of_all_differences_add_up(potline: Shell) -> None:
    release_to_explain(
        potline.settings,
        """
        update marts.bridge_inputs set value = 160000, fact_id = 'F3'
        where calculation_id = 'E3' and symbol = 'P';
        update marts.fct_ghg_by_method set gas_mass_t = 5.44, emissions_tco2e = 36067.2
        where calculation_id = 'E3';
        """,
    )
    answer = json.loads(potline(*PFC, "--compare", "variant_id=ar5", "--json").out)
    (pair,) = answer["pairs"]
    effects = [(each["what"], float(each["effect_tco2e"])) for each in pair["differences"]]
    assert effects == [("P, Aluminium", 2210.0), ("GWP of CF4", 707.2)]
    assert float(answer["change_tco2e"]) == pytest.approx(36067.2 - 33150)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("fct_ghg_emission", "plant_id=AL01"), "did you mean fct_ghg_emissions?"),
        (("fct_ghg", "plant_id=AL01"), "did you mean fct_ghg_by_method?"),
        (("fct_ghg_emissions", "plant=AL01"), "did you mean plant_id?"),
        (("fct_ghg_emissions", "AL01"), "column=value"),
        (("fct_ghg_emissions", "plant_id=AL1"), "near: plant_id=AL01"),
        (
            ("fct_ghg_emissions", "stream_kind=combustion", "gas=CF4"),
            "with stream_kind=combustion has gas=CF4; near: gas=CO2",
        ),
        (("fct_water", "plant_id=AL01", "--compare", "period=2020"), "fct_ghg_by_method are"),
        (
            ("fct_ghg_by_method", "stream_kind=anode_effect", "--compare", "variant_id=ar6"),
            "near: variant_id=ar5",
        ),
        (
            (
                "fct_ghg_by_method",
                "stream_kind=anode_effect",
                "--compare",
                "stream_kind=combustion",
            ),
            "has its like",
        ),
        (("fct_ghg_emissions", "plant_id=AL01", "--release", "R00009"), "R00009"),
    ],
)
def test_what_does_not_fit_is_one_line_with_what_is_near(
    explained: Shell, arguments: tuple[str, ...], told: str
) -> None:
    shown = explained("explain", *arguments)
    assert (shown.code, shown.out) == (1, "")
    assert told in shown.err
    assert len(shown.err.splitlines()) == 1


def test_other_marts_are_explained_by_their_lineage(explained: Shell) -> None:
    shown = explained("explain", "fct_water", "plant_id=AL01", "period=2020-01")
    assert shown.code == 0
    assert "total: fact F1" in shown.out
    assert "factor: factor FA1" in shown.out
    assert "part: fct_water plant_id=AL01" in shown.out
    assert "2.5" in shown.out
    assert "Fresh water in m3." in shown.out
