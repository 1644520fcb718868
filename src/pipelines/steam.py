"""Steam: its specific enthalpy from its state, by IAPWS-IF97.

IAPWS-IF97 is the industrial formulation of the International Association for the Properties of
Water and Steam. Its zero is liquid water at the triple point, as in the tables of the guidelines.
"""

from __future__ import annotations

from functools import lru_cache

from pipelines.errors import PotlineError
from pipelines.messages import say

KELVIN_AT_ZERO_CELSIUS = 273.15
GJ_PER_T_IN_KJ_PER_KG = 1000


class SteamError(PotlineError):
    """A state of steam at which the formulation is not defined."""


def steam_enthalpy(pressure_mpa: float, temperature_c: float) -> float:
    """Specific enthalpy in GJ/t at an absolute pressure in MPa and a temperature in °C.

    A state below saturation is liquid water. Raises SteamError outside IAPWS-IF97.
    """
    return _enthalpy(pressure_mpa, temperature_c)


def saturated_steam_enthalpy(pressure_mpa: float) -> float:
    """Specific enthalpy in GJ/t of dry saturated steam at an absolute pressure in MPa.

    Raises SteamError outside the saturation line, which ends at 22.064 MPa.
    """
    return _enthalpy(pressure_mpa, None)


@lru_cache(maxsize=4096)
def _enthalpy(pressure_mpa: float, temperature_c: float | None) -> float:
    # Loads SciPy, which takes longer than all that dbt does at its start: only where steam is.
    from iapws import IAPWS97

    try:
        if temperature_c is None:
            state = IAPWS97(P=pressure_mpa, x=1)
        else:
            state = IAPWS97(P=pressure_mpa, T=temperature_c + KELVIN_AT_ZERO_CELSIUS)
    # So IAPWS97 says that a state is outside its regions.
    except NotImplementedError as error:
        raise _undefined(pressure_mpa, temperature_c) from error
    if state.h is None:
        raise _undefined(pressure_mpa, temperature_c)
    return float(state.h) / GJ_PER_T_IN_KJ_PER_KG


def _undefined(pressure_mpa: float, temperature_c: float | None) -> SteamError:
    temperature = "x = 1" if temperature_c is None else f"{temperature_c:g} °C"
    return SteamError(say("steam_undefined", pressure=f"{pressure_mpa:g}", temperature=temperature))
