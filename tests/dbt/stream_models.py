"""The compiled models of the kinds of source streams, on inputs that a test gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
from staged import DbtProject

from pipelines.dbt_functions import register
from pipelines.reference import read_seed
from pipelines.settings import Settings

STREAMS = "models/intermediate/accounting/streams"
KINDS = {
    row["formula_id"]: row["stream_kind"]
    for row in read_seed(Settings.from_environment(), "formulas")
}
TABLES = """
    create schema intermediate;
    create schema reference;
    create table reference.roundings
        (rounding_id varchar, element varchar, decimals integer, source varchar);
    create table intermediate.int_source_streams__inputs
        (calculation_number integer, stream_kind varchar, formula_id varchar, rounding_id varchar,
        symbol varchar, value double, form_value double, fact_id varchar);
"""


@dataclass(frozen=True)
class Result:
    """What a model gives for one calculation: mass of gas in t, and sensitivities by symbol."""

    gas_mass: float
    sensitivities: dict[str, float]


@dataclass(frozen=True)
class StreamModels:
    """One view per kind of source stream, over a table of inputs that tests fill."""

    connection: duckdb.DuckDBPyConnection

    @classmethod
    def compiled(cls, project: DbtProject) -> StreamModels:
        """The models as dbt compiles them."""
        project.run("compile", "--select", f"path:{STREAMS}")
        connection = duckdb.connect()
        register(connection)
        connection.execute("attach ':memory:' as build; use build")
        connection.execute(TABLES)
        folder = project.folder / "target" / "compiled" / "potline" / STREAMS
        for model in folder.glob("*.sql"):
            connection.execute(f"create view {model.stem} as {model.read_text(encoding='utf-8')}")
        return cls(connection)

    def calculate(self, formula_id: str, draws: Sequence[Mapping[str, float]]) -> list[Result]:
        """What the formula gives for each draw of values by symbol."""
        return self._results(formula_id, draws, is_form=False)

    def calculate_form(
        self, formula_id: str, values: Mapping[str, float], decimals: Mapping[str, int]
    ) -> Result:
        """What the formula gives where a form rounds the elements to so many decimals."""
        self.connection.execute("delete from reference.roundings")
        self.connection.executemany(
            "insert into reference.roundings values ('form', ?, ?, 'test')", list(decimals.items())
        )
        [result] = self._results(formula_id, [values], is_form=True)
        return result

    def _results(
        self, formula_id: str, draws: Sequence[Mapping[str, float]], *, is_form: bool
    ) -> list[Result]:
        kind = KINDS[formula_id]
        self.connection.execute("delete from intermediate.int_source_streams__inputs")
        self.connection.executemany(
            "insert into intermediate.int_source_streams__inputs values"
            " (?, ?, ?, if(?, 'form', null), ?, ?, ?, null)",
            [
                (number, kind, formula_id, is_form, symbol, value, value if is_form else None)
                for number, values in enumerate(draws)
                for symbol, value in values.items()
            ],
        )
        rows = self.connection.execute(
            f"select gas_mass, sensitivities from int_emissions__{kind}"
            " where is_form = ? order by calculation_number",
            [is_form],
        ).fetchall()
        return [
            Result(mass, {one["symbol"]: one["gas_mass"] for one in named}) for mass, named in rows
        ]
