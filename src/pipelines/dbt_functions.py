"""What dbt models call and SQL does not have: a plugin of dbt-duckdb (profiles.yml)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection
from duckdb.func import FunctionNullHandling
from duckdb.sqltypes import DOUBLE

from pipelines.steam import SteamError, saturated_steam_enthalpy, steam_enthalpy


class Plugin(BasePlugin):
    """Registers the functions on each connection of dbt; dbt-duckdb looks for this name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        register(conn)


def register(connection: DuckDBPyConnection) -> None:
    """Lets SQL call `steam_enthalpy(mpa, celsius)` and `saturated_steam_enthalpy(mpa)`, in GJ/t.

    Null in, null out; null too for a state outside IAPWS-IF97, so that the tests of the models say
    which plant reported it, where an error would only say that a function failed.
    """
    for function, arguments in ((steam_enthalpy, 2), (saturated_steam_enthalpy, 1)):
        connection.create_function(
            function.__name__,
            _or_null(function),
            [DOUBLE] * arguments,
            DOUBLE,
            null_handling=FunctionNullHandling.SPECIAL,
        )


def _or_null(function: Callable[..., float]) -> Callable[..., float | None]:
    @wraps(function)
    def guarded(*state: float | None) -> float | None:
        if None in state:
            return None
        try:
            return function(*state)
        except SteamError:
            return None

    return guarded
