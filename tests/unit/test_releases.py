"""Releases: what readers see of them, what is rewritten, and what a failure leaves behind."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from release_store import installation, release

from pipelines import releases, store
from pipelines.releases import UnknownReleaseError, connect, last_release, list_releases
from pipelines.settings import Settings
from pipelines.store import NoReleaseError

CHANGE_2020 = "update marts.fct_water set fresh_water_m3 = 9 where plant_id = 'CU01'"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installation(tmp_path)


def live_files(settings: Settings, table: str) -> set[str]:
    """The Parquet files that make up a table now."""
    with sqlite3.connect(store.catalogue(settings)) as connection:
        rows = connection.execute(
            "select file.path from ducklake_data_file as file "
            "join ducklake_table as live using (table_id) where live.table_name = ? "
            "and file.end_snapshot is null and live.end_snapshot is null",
            [table],
        ).fetchall()
    return {path for (path,) in rows}


def test_a_release_is_read_by_bare_names_and_with_schema(settings: Settings) -> None:
    release(settings)
    with connect(settings) as connection:
        bare = connection.execute("from fct_water order by all").fetchall()
        assert bare == connection.execute("from marts.fct_water order by all").fetchall()
        assert bare[0][2] == Decimal("1.500000")
        assert connection.execute("select plant_id from reference.plants").fetchall() == [("AL01",)]
        recorded = connection.execute("select release_id, rows from meta.releases").fetchall()
    assert recorded == [("R00001", 6)]


def test_a_release_records_its_counts_and_inputs(settings: Settings) -> None:
    (settings.archive / "arrivals").mkdir(parents=True)
    (settings.archive / "arrivals" / "A1.json").write_text("{}")
    made = release(settings)
    assert made == last_release(settings)
    assert (made.release_id, made.build_id, made.kind) == ("R00001", "b1", "nightly")
    assert (made.arrivals, made.facts, made.findings) == (1, 1, 1)
    assert len(made.archive_hash) == len(made.reference_hash) == len(made.code_hash) == 64


def test_without_a_release_the_error_names_the_way_out(settings: Settings) -> None:
    assert list_releases(settings) == []
    with pytest.raises(NoReleaseError, match="potline nightly"):
        connect(settings)


def test_an_unknown_release_is_an_error(settings: Settings) -> None:
    release(settings)
    with pytest.raises(UnknownReleaseError, match="R00009"):
        connect(settings, "R00009")


def test_an_earlier_release_stays_as_it_was(settings: Settings) -> None:
    release(settings)
    release(settings, "b2", CHANGE_2020)
    query = "select fresh_water_m3 from fct_water where plant_id = 'CU01'"
    with connect(settings, "R00001") as before, connect(settings) as now:
        assert before.execute(query).fetchall() == [(None,)]
        assert now.execute(query).fetchall() == [(Decimal("9.000000"),)]


def test_a_connection_stays_on_its_release(settings: Settings) -> None:
    release(settings)
    with connect(settings) as connection:
        release(settings, "b2", "delete from marts.fct_water")
        assert connection.execute("select count(*) from fct_water").fetchall() == [(3,)]
        assert connection.execute("select count(*) from meta.releases").fetchall() == [(1,)]


def test_only_the_changed_year_is_written_anew(settings: Settings) -> None:
    release(settings)
    water, indicators = live_files(settings, "fct_water"), live_files(settings, "fct_indicators")
    assert len(water) == 2
    release(settings, "b2", CHANGE_2020)
    assert live_files(settings, "fct_indicators") == indicators
    assert len(live_files(settings, "fct_water")) == 2
    assert len(live_files(settings, "fct_water") & water) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("('a'), ('a'), ('b')", "('a'), ('b'), ('b')"),
        ("('a'), (null)", "('a'), ('b')"),
        ("('a')", "('a'), ('a')"),
    ],
)
def test_rows_count_as_often_as_they_stand(settings: Settings, before: str, after: str) -> None:
    table = "create table marts.names (name varchar); insert into marts.names values"
    release(settings, "b1", f"{table} {before}")
    release(settings, "b2", f"{table} {after}")
    with connect(settings) as connection:
        found = connection.execute("from names order by all").fetchall()
        assert found == connection.execute(f"from (values {after}) order by all").fetchall()


def test_links_to_one_fact_lie_together(settings: Settings) -> None:
    release(
        settings,
        "b1",
        """
        create table marts.bridge_lineage as
        from (values
            ('rpt_x', 'entity_id=a', 'P2', null),
            ('fct_b', 'plant_id=P1|period=2020-02-01', 'P1', 'F2'),
            ('rpt_x', 'entity_id=a', 'P1', null),
            ('fct_b', 'plant_id=P1|period=2020-01-01', 'P1', 'F1'),
            ('fct_a', 'plant_id=P2|period=2020-01-01', 'P2', 'F3'),
            ('fct_a', 'plant_id=P1|period=2020-02-01', 'P1', 'F2'),
            ('fct_a', 'plant_id=P1|period=2020-01-01', 'P1', 'F1')
        ) as links (mart, row_key, plant_id, fact_id)
        """,
    )
    with connect(settings) as connection:
        found = connection.execute("select fact_id, mart, plant_id from bridge_lineage").fetchall()
    assert found == [
        *((fact, mart, "P1") for fact in ("F1", "F2") for mart in ("fct_a", "fct_b")),
        ("F3", "fct_a", "P2"),
        (None, "rpt_x", "P1"),
        (None, "rpt_x", "P2"),
    ]


def test_rows_without_a_period_are_kept(settings: Settings) -> None:
    release(settings, "b1", "insert into marts.fct_water values ('XX', null, 1)")
    release(settings, "b2", "insert into marts.fct_water values ('XX', null, 2)")
    with connect(settings) as connection:
        rows = connection.execute("select * from fct_water where period is null").fetchall()
    assert rows == [("XX", None, Decimal("2.000000"))]


def test_a_year_that_is_gone_is_gone(settings: Settings) -> None:
    release(settings)
    release(settings, "b2", "delete from marts.fct_water where year(period) = 2019")
    with connect(settings) as connection:
        assert connection.execute("select min(year(period)) from fct_water").fetchall() == [(2020,)]


def test_another_shape_replaces_the_table(settings: Settings) -> None:
    release(settings)
    release(settings, "b2", "alter table marts.fct_water add column note varchar default 'new'")
    with connect(settings) as now, connect(settings, "R00001") as before:
        assert now.execute("select distinct note from fct_water").fetchall() == [("new",)]
        assert len(before.execute("describe fct_water").fetchall()) == 3


def test_a_mart_that_is_gone_stays_in_earlier_releases(settings: Settings) -> None:
    release(settings, "b1", "create table marts.fct_old as select 1 as one")
    release(settings, "b2")
    with connect(settings) as now, connect(settings, "R00001") as before:
        assert before.execute("from fct_old").fetchall() == [(1,)]
        with pytest.raises(duckdb.CatalogException):
            now.execute("from fct_old")


def descriptions(settings: Settings) -> list[tuple[str, str | None]]:
    with connect(settings) as connection:
        return connection.execute(
            "select column_name, comment from duckdb_columns() "
            "where database_name = 'lake' and table_name = 'fct_water' and comment is not null "
            "union all select table_name, comment from duckdb_tables() "
            "where database_name = 'lake' and table_name in ('fct_water', 'fct_findings') "
            "order by all"
        ).fetchall()


def test_descriptions_come_along_and_stay(settings: Settings) -> None:
    described = [
        ("fct_findings", "One row per finding."),
        ("fct_water", "One row per plant and month."),
        ("fresh_water_m3", "Fresh water in m3."),
    ]
    release(settings)
    assert descriptions(settings) == described
    release(settings, "b2", CHANGE_2020)
    assert descriptions(settings) == described
    release(settings, "b3", "comment on column marts.fct_water.fresh_water_m3 is 'It''s fresh.'")
    assert descriptions(settings)[2] == ("fresh_water_m3", "It's fresh.")


def test_a_view_of_the_build_becomes_a_table(settings: Settings) -> None:
    release(settings)
    for file in settings.checks.rglob("*.parquet"):
        file.unlink()
    with connect(settings) as connection:
        assert connection.execute("select finding_id from fct_findings").fetchall() == [("X1",)]


def test_a_failed_release_leaves_the_one_before(settings: Settings) -> None:
    release(settings)
    with pytest.raises(duckdb.Error):
        release(settings, "b2", f"{CHANGE_2020}; drop view marts.fct_findings")
    with connect(settings) as connection:
        assert connection.execute("select max(fresh_water_m3) from fct_water").fetchall() == [
            (Decimal("2.500000"),)
        ]
    assert [made.release_id for made in list_releases(settings)] == ["R00001"]
    assert release(settings, "b3", CHANGE_2020).release_id == "R00002"


def test_a_store_that_was_never_written_holds_no_release(settings: Settings) -> None:
    with pytest.raises(duckdb.Error):
        release(settings, "b1", "drop view marts.fct_findings")
    assert list_releases(settings) == []
    with pytest.raises(NoReleaseError):
        connect(settings)


def test_orphans_of_killed_writers_are_removed(settings: Settings) -> None:
    release(settings)
    orphan = settings.releases / "data" / "marts" / "fct_water" / "ducklake-orphan.parquet"
    orphan.write_bytes(b"half a file")
    release(settings, "b2")
    assert not orphan.exists()
    with connect(settings, "R00001") as connection:
        assert connection.execute("select count(*) from fct_water").fetchall() == [(3,)]


def test_live_files_are_never_taken_for_orphans(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(settings)
    file = next((settings.releases / "data" / "marts" / "fct_water").iterdir())
    monkeypatch.setattr(store, "_delete_orphans", lambda connection, dry_run: [str(file)])
    with pytest.raises(RuntimeError, match="nothing was removed"):
        release(settings, "b2")


def test_a_home_can_be_moved(settings: Settings, tmp_path: Path) -> None:
    release(settings)
    settings.home.rename(tmp_path / "elsewhere")
    moved = Settings(settings.project, settings.raw, tmp_path / "elsewhere")
    assert release(moved, "b2", CHANGE_2020).release_id == "R00002"
    with connect(moved, "R00001") as connection:
        assert connection.execute("select count(*) from fct_water").fetchall() == [(3,)]


def test_a_home_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "it's a 家"
    folder.mkdir()
    settings = installation(folder)
    release(settings)
    release(settings, "b2", CHANGE_2020)
    with connect(settings) as connection:
        assert connection.execute("select count(*) from fct_water").fetchall() == [(3,)]


def test_a_half_made_catalogue_is_made_anew(settings: Settings) -> None:
    settings.releases.mkdir(parents=True)
    (settings.releases / "catalog.sqlite.part").write_bytes(b"half a catalogue")
    assert list_releases(settings) == []
    assert release(settings).release_id == "R00001"


def test_readers_cannot_write(settings: Settings) -> None:
    release(settings)
    with connect(settings) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("delete from fct_water")


def test_release_id_is_the_commit_message(settings: Settings) -> None:
    release(settings)
    release(settings, "b2")
    with store.reading(settings) as connection:
        messages = connection.execute(
            "select commit_message from lake.snapshots() order by snapshot_id"
        ).fetchall()
    assert messages == [(None,), ("R00001",), ("R00002",)]
    assert releases.last_release(settings) is not None


def with_factors(settings: Settings, *values: float) -> None:
    lines = "".join(f"FA{number:04},{value}\n" for number, value in enumerate(values, start=1))
    (settings.seeds / "factors.csv").write_text(f"factor_id,value\n{lines}", encoding="utf-8")


def test_a_release_names_its_factor_set(settings: Settings) -> None:
    with_factors(settings, 0.5)
    seeds = "create table reference.factors as select 'FA0001' as factor_id"
    first = release(settings, "b1", seeds)
    (settings.seeds / "plants.csv").write_text("plant_id\nAL02\n", encoding="utf-8")
    same = release(settings, "b2", seeds)
    with_factors(settings, 0.5, 0.6)
    other = release(settings, "b3", seeds)
    assert (first.factors, first.methods) == (1, 0)
    assert first.factor_set_id == same.factor_set_id != other.factor_set_id
    assert first.reference_hash != same.reference_hash
    assert [made.factor_set_id for made in list_releases(settings)] == [
        first.factor_set_id,
        same.factor_set_id,
        other.factor_set_id,
    ]


def test_a_store_from_before_factor_sets_is_read_and_goes_on(settings: Settings) -> None:
    release(settings)
    with store.writing(settings) as connection:
        for column in ("factor_set_id", "factors", "methods"):
            connection.execute(f"alter table lake.meta.releases drop column {column}")
    assert [made.factor_set_id for made in list_releases(settings)] == [None]
    made = release(settings, "b2", CHANGE_2020)
    assert [each.factor_set_id for each in list_releases(settings)] == [None, made.factor_set_id]
