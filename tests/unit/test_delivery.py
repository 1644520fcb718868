"""Delivery: the file that BI reads is whole, current, and never harmed by a failure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from release_store import installation, release

from pipelines import delivery
from pipelines.delivery import deliver, delivered_release
from pipelines.releases import last_release
from pipelines.settings import Settings
from pipelines.store import NoReleaseError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installation(tmp_path)


def read(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.marts_file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_file_holds_the_current_release(settings: Settings) -> None:
    release(settings)
    release(settings, "b2", "update marts.fct_water set fresh_water_m3 = 7")
    assert deliver(settings) == "R00002"
    assert delivered_release(settings) == "R00002"
    for name in ("fct_water", "marts.fct_water", "main.fct_water"):
        query = f"select distinct fresh_water_m3 from {name}"
        assert read(settings, query) == [(Decimal(7),)]
    assert read(settings, "select plant_id from reference.plants") == [("AL01",)]
    assert read(settings, "select release_id, build_id from meta.release") == [("R00002", "b2")]


def test_the_file_carries_the_descriptions(settings: Settings) -> None:
    release(settings)
    deliver(settings)
    assert read(
        settings,
        "select t.comment, c.comment from duckdb_tables() t join duckdb_columns() c "
        "using (table_name) where table_name = 'fct_water' and column_name = 'fresh_water_m3'",
    ) == [("One row per plant and month.", "Fresh water in m3.")]


def test_delivery_leaves_nothing_beside_the_file(settings: Settings) -> None:
    release(settings)
    left_over = settings.home / "marts.duckdb.4711.part"
    left_over.write_bytes(b"half a file")
    (settings.home / "marts.duckdb.4711.part.wal").write_bytes(b"half a log")
    deliver(settings)
    assert [path.name for path in settings.home.glob("marts.duckdb*")] == ["marts.duckdb"]


def test_who_has_the_file_open_keeps_it(settings: Settings) -> None:
    release(settings)
    deliver(settings)
    query = "select count(*) from marts.fct_water"
    with duckdb.connect(str(settings.marts_file), read_only=True) as reader:
        release(settings, "b2", "delete from marts.fct_water")
        deliver(settings)
        assert reader.execute(query).fetchall() == [(3,)]
    assert read(settings, query) == [(0,)]


def test_a_failed_delivery_harms_neither_file_nor_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(settings)
    deliver(settings)
    release(settings, "b2", "delete from marts.fct_water")

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(delivery, "describe", fail)
        with pytest.raises(OSError, match="no space"):
            deliver(settings)
    assert delivered_release(settings) == "R00001"
    made = last_release(settings)
    assert made and made.release_id == "R00002"
    assert deliver(settings) == "R00002"


def test_without_a_file_nothing_is_delivered(settings: Settings) -> None:
    assert delivered_release(settings) is None


@pytest.mark.parametrize("content", [b"", b"no database"])
def test_a_file_that_cannot_be_read_is_not_delivered(settings: Settings, content: bytes) -> None:
    release(settings)
    settings.marts_file.write_bytes(content)
    assert delivered_release(settings) is None
    deliver(settings)
    assert delivered_release(settings) == "R00001"


def test_nothing_is_delivered_before_the_first_release(settings: Settings) -> None:
    with pytest.raises(NoReleaseError):
        deliver(settings)
