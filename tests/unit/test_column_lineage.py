"""Column lineage from compiled SQL: through CTEs, stars, unions and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlglot.errors import SqlglotError

from pipelines.column_lineage import ColumnLineage, ColumnOrigin

PLANTS = "seed.potline.plants"
FACTS = "model.potline.stg_facts"
VERDICTS = "source.potline.checks.verdicts"


@pytest.fixture
def lineage(tmp_path: Path) -> ColumnLineage:
    (tmp_path / "plants.csv").write_text("plant_id,name\nP1,First\n")
    return ColumnLineage({"nodes": NODES, "sources": SOURCES}, tmp_path)


def node(unique_id: str, relation: str, columns: list[str], **more: str) -> dict[str, Any]:
    resource_type = unique_id.partition(".")[0]
    return {
        "unique_id": unique_id,
        "resource_type": resource_type,
        "relation_name": relation,
        "columns": dict.fromkeys(columns),
        **more,
    }


NODES = {
    PLANTS: node(PLANTS, '"build"."reference"."plants"', [], original_file_path="plants.csv"),
    FACTS: node(FACTS, '"build"."staging"."stg_facts"', ["plant_id", "value"]),
    "test.potline.unique": {"unique_id": "test.potline.unique", "resource_type": "test"},
}
SOURCES = {VERDICTS: node(VERDICTS, "'/home/checks/one/verdicts.parquet'", ["plant_id", "verdict"])}
MART = node("model.potline.fct_water", '"build"."marts"."fct_water"', [])


def test_a_sum_over_a_cte_with_a_star_leads_to_the_column_summed(lineage: ColumnLineage) -> None:
    origins = lineage.of_model(
        MART,
        """
        with facts as (select * from "build"."staging"."stg_facts"),
        per_plant as (select plant_id, sum(value) as water_m3 from facts group by all)
        select * from per_plant
        """,
    )
    assert origins == {
        "plant_id": {ColumnOrigin(FACTS, "plant_id")},
        "water_m3": {ColumnOrigin(FACTS, "value")},
    }


def test_a_column_of_two_parents_names_both(lineage: ColumnLineage) -> None:
    origins = lineage.of_model(
        MART,
        """
        select concat(plants.name, facts.value) as label
        from "build"."staging"."stg_facts" as facts
        inner join "build"."reference"."plants" as plants on facts.plant_id = plants.plant_id
        """,
    )
    assert origins == {"label": {ColumnOrigin(FACTS, "value"), ColumnOrigin(PLANTS, "name")}}


def test_a_union_by_name_goes_by_name(lineage: ColumnLineage) -> None:
    origins = lineage.of_model(
        MART,
        """
        with unioned as (
            select value, plant_id from "build"."staging"."stg_facts"
            union all by name
            select plant_id, name from "build"."reference"."plants"
            union all by name
            select plant_id from "build"."staging"."stg_facts"
        )
        select plant_id, name, value from unioned
        """,
    )
    assert origins == {
        "plant_id": {ColumnOrigin(FACTS, "plant_id"), ColumnOrigin(PLANTS, "plant_id")},
        "name": {ColumnOrigin(PLANTS, "name")},
        "value": {ColumnOrigin(FACTS, "value")},
    }


def test_a_file_is_known_whatever_build_wrote_it(lineage: ColumnLineage) -> None:
    origins = lineage.of_model(
        MART, "select v.verdict as state from '/home/checks/two/verdicts.parquet' as v"
    )
    assert origins == {"state": {ColumnOrigin(VERDICTS, "verdict")}}


def test_a_model_that_was_read_is_known_to_the_next(lineage: ColumnLineage) -> None:
    lineage.of_model(MART, 'select value as water_m3 from "build"."staging"."stg_facts"')
    origins = lineage.of_model(
        node("model.potline.rpt", '"build"."marts"."rpt"', []),
        'select * from "build"."marts"."fct_water"',
    )
    assert origins == {"water_m3": {ColumnOrigin("model.potline.fct_water", "water_m3")}}


def test_sql_that_is_none_raises(lineage: ColumnLineage) -> None:
    with pytest.raises(SqlglotError):
        lineage.of_model(MART, "select from where")
