"""What tests of the dbt project share: a build of the reference data, and staging compiled once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import duckdb
import pytest
from demo_files import PUBLISHED_YEARS, RAW, Files
from given_group import GivenGroup, build_marts
from ledgers import Ledger
from staged import CompiledStaging, DbtProject, compiled_models
from stream_models import StreamModels


@pytest.fixture(scope="session")
def dbt_project(tmp_path_factory: pytest.TempPathFactory) -> DbtProject:
    """A build of the reference data, with an empty ledger."""
    project = DbtProject(tmp_path_factory.mktemp("dbt"))
    Ledger().save(project.ledger)
    project.run("seed")
    return project


@pytest.fixture(scope="session")
def compiled_staging(
    dbt_project: DbtProject, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CompiledStaging]:
    """The staging models, compiled once."""
    dbt_project.run("compile", "--select", "+path:models/staging")
    folder = tmp_path_factory.mktemp("staging")
    seeds = folder / "seeds.duckdb"
    shutil.copy(dbt_project.build, seeds)
    yield CompiledStaging(compiled_models(dbt_project.folder / "target"), seeds, folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def stream_models(dbt_project: DbtProject) -> Iterator[StreamModels]:
    """The models of the kinds of source streams, compiled once."""
    models = StreamModels.compiled(dbt_project)
    yield models
    models.connection.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the demonstration group's published years, with all dbt tests."""
    group = GivenGroup()
    for (plant_id, period), reported in Files(RAW).months.items():
        if int(period[:4]) in PUBLISHED_YEARS:
            values = {
                f"{indicator}:{material}@{counterparty}": f"{value:.6f}"
                for (indicator, material, counterparty), value in reported.items()
            }
            group.submit(plant_id, period, values)
    as_of = f"{max(PUBLISHED_YEARS) + 1}-05-31"
    database = build_marts(tmp_path_factory.mktemp("demo"), group, [], as_of)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'marts'")
        yield connection
