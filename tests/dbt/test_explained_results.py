"""What `potline explain` prints for real results of every kind, and what one new factor changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from every_formula import AS_OF, every_formula_group
from given_group import build_marts
from recomputing import printed_result, recomputed
from typer.testing import CliRunner

from pipelines.builds import Build
from pipelines.cli import app
from pipelines.inputs import inputs_of
from pipelines.releases import connect, publish
from pipelines.settings import Settings

pytestmark = pytest.mark.slow

LEAST_RESULTS = 20


@dataclass(frozen=True)
class Released:
    """An installation with a release, and one calculation for each formula."""

    settings: Settings
    calculations: dict[str, str]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    folder = tmp_path_factory.mktemp("explained")
    build = build_marts(folder, every_formula_group(), [], AS_OF, with_tests=False)
    settings = Settings(folder, folder / "raw", folder / "home")
    publish_build(settings, build, folder)
    with connect(settings) as connection:
        rows = connection.execute(
            """
            select formula_id, arg_min(calculation_id, variant_id || calculation_id)
            from fct_ghg_by_method where emissions_tco2e <> 0
            group by all order by all
            """
        ).fetchall()
    return Released(settings, dict(rows))


def publish_build(settings: Settings, database: Path, folder: Path) -> str:
    """The id of the release that a build became."""
    as_of = date.fromisoformat(AS_OF)
    build = Build(folder.name, as_of, database, folder)
    return publish(settings, build, inputs_of(settings, as_of)).release_id


def test_every_result_can_be_recomputed_by_hand_from_what_is_printed(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "from_environment", lambda: released.settings)
    wrong = []
    for formula_id, calculation_id in released.calculations.items():
        key = f"calculation_id={calculation_id}"
        shown = CliRunner().invoke(app, ["explain", "fct_ghg_by_method", key]).output
        by_hand, published = recomputed(shown), printed_result(shown)
        is_equal = by_hand == pytest.approx(published, rel=1e-9, abs=1e-6)
        if not is_equal or "equal to what was published" not in shown or "NOT" in shown:
            wrong.append((formula_id, by_hand, published))
    assert wrong == []
    assert len(released.calculations) >= LEAST_RESULTS


def test_every_input_but_a_constant_has_a_fact_or_a_factor(released: Released) -> None:
    with connect(released.settings) as connection:
        without = connection.execute(
            """
            select inputs.calculation_id, inputs.symbol
            from bridge_inputs as inputs
            join fct_ghg_by_method as emissions using (calculation_id)
            left join reference.formula_symbols as symbols
                on emissions.formula_id = symbols.formula_id and inputs.symbol = symbols.symbol
            where inputs.fact_id is null and inputs.factor_id is null
                and symbols.constant_id is null
            """
        ).fetchall()
    assert without == []
