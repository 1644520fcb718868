"""What dbt models call and SQL does not have: a plugin of dbt-duckdb (profiles.yml)."""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection
from duckdb.sqltypes import DOUBLE

from pipelines.steam import saturated_steam_enthalpy, steam_enthalpy


class Plugin(BasePlugin):
    """Registers the functions on each connection of dbt; dbt-duckdb looks for this name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        register(conn)


def register(connection: DuckDBPyConnection) -> None:
    """Lets SQL call `steam_enthalpy(mpa, celsius)` and `saturated_steam_enthalpy(mpa)`, in GJ/t.

    Null in, null out.
    """
    connection.create_function("steam_enthalpy", steam_enthalpy, [DOUBLE, DOUBLE], DOUBLE)
    connection.create_function(
        "saturated_steam_enthalpy", saturated_steam_enthalpy, [DOUBLE], DOUBLE
    )
