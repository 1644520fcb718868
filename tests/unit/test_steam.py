"""Steam: enthalpies of the tables, the same in Python, in formulas and in SQL."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dbt_functions import register
from pipelines.formulas import evaluate
from pipelines.steam import SteamError, saturated_steam_enthalpy, steam_enthalpy


@pytest.mark.parametrize(
    ("kelvin", "pressure_mpa", "kj_per_kg"),
    [
        (300, 3, 115.331273),
        (300, 80, 184.142828),
        (500, 3, 975.542239),
        (300, 0.0035, 2549.91145),
        (700, 0.0035, 3335.68375),
        (700, 30, 2631.49474),
    ],
)
def test_the_check_values_of_the_formulation(
    kelvin: float, pressure_mpa: float, kj_per_kg: float
) -> None:
    """IAPWS R7-97(2012), tables 5 and 15."""
    assert steam_enthalpy(pressure_mpa, kelvin - 273.15) * 1000 == pytest.approx(
        kj_per_kg, abs=5e-6 * kj_per_kg
    )


@pytest.mark.parametrize(
    ("pressure_mpa", "kj_per_kg"),
    [(0.1, 2674.9), (1.0, 2777.1), (3.0, 2803.3), (10.0, 2725.5), (20.0, 2411.4)],
)
def test_saturated_steam_has_its_maximum_near_3_mpa(pressure_mpa: float, kj_per_kg: float) -> None:
    assert saturated_steam_enthalpy(pressure_mpa) * 1000 == pytest.approx(kj_per_kg, abs=0.1)


@given(st.floats(0.05, 20), st.floats(380, 600), st.floats(1, 100))
def test_hotter_steam_holds_more_heat(pressure_mpa: float, celsius: float, more: float) -> None:
    assert steam_enthalpy(pressure_mpa, celsius + more) > steam_enthalpy(pressure_mpa, celsius)


@pytest.mark.parametrize("state", [(0.0, 300.0), (1.0, -300.0), (1.0, 4000.0), (200.0, 300.0)])
def test_a_state_outside_the_formulation_is_an_error_that_names_it(
    state: tuple[float, float],
) -> None:
    with pytest.raises(SteamError, match=f"{state[0]:g} MPa"):
        steam_enthalpy(*state)


def test_no_saturated_steam_above_the_critical_pressure() -> None:
    with pytest.raises(SteamError, match="25 MPa"):
        saturated_steam_enthalpy(25.0)


def test_python_formulas_and_sql_agree() -> None:
    values = {"P": 1.2, "T": 250.0}
    with duckdb.connect() as connection:
        register(connection)
        found = connection.execute(
            "select steam_enthalpy(1.2, 250), saturated_steam_enthalpy(1.2),"
            " steam_enthalpy(1.2, null), saturated_steam_enthalpy(null)"
        ).fetchone()
    expected = (
        evaluate("steam_enthalpy(P, T)", values),
        evaluate("saturated_steam_enthalpy(P)", values),
    )
    assert found == (*expected, None, None)


def test_sql_gives_null_for_a_state_outside_the_formulation() -> None:
    with duckdb.connect() as connection:
        register(connection)
        found = connection.execute(
            "select steam_enthalpy(200, 300), saturated_steam_enthalpy(25)"
        ).fetchone()
    assert found == (None, None)
