"""Inputs of a release, and the reasons for which a night has something new."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from release_store import AS_OF, installation, release

from pipelines import intake
from pipelines.delivery import deliver
from pipelines.duties import due_date, duties_not_yet_due
from pipelines.errors import PotlineError
from pipelines.inputs import archive_hash, code_hash, inputs_of
from pipelines.nightly import is_delivered, whats_new
from pipelines.reference import reference_hash
from pipelines.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installation(tmp_path)


@pytest.fixture
def released(settings: Settings) -> Settings:
    """An installation with a release, and nothing new since."""
    release(settings)
    assert whats_new(settings, AS_OF) == []
    return settings


def archive(settings: Settings, *arrival_ids: str) -> None:
    folder = settings.archive / "arrivals"
    folder.mkdir(parents=True, exist_ok=True)
    for arrival_id in arrival_ids:
        record = {"path": arrival_id, "path_sequence": 1, "content_id": "", "size_bytes": 0}
        record |= {"arrival_id": arrival_id, "sidecar_content_id": None, "rejection": None}
        record |= {"modified_at": "2021-01-01T00:00:00"}
        (folder / f"{arrival_id}.json").write_text(json.dumps(record))


def test_the_archive_counts_by_its_arrivals_in_any_order(tmp_path: Path) -> None:
    one, other = installation(tmp_path / "one"), installation(tmp_path / "other")
    archive(one, "A1", "A2")
    archive(other, "A2", "A1")
    assert archive_hash(one) == archive_hash(other)
    archive(other, "A3")
    assert archive_hash(one) != archive_hash(other)


@pytest.mark.parametrize(
    "place",
    [
        "constraints.txt",
        "orchestration/job.py",
        "src/pipelines/demo/shares.csv",
        "src/pipelines/quality/sql/range.sql",
        "src/pipelines/quality/kinds/range.yml",
        "dbt_project/dbt_project.yml",
        "dbt_project/models/marts/energy/fct_energy.sql",
        "dbt_project/macros/numbers.sql",
        "dbt_project/tests/generic/primary_key.sql",
        "dbt_project/seeds/_seeds.yml",
    ],
)
def test_every_source_counts_as_code(settings: Settings, place: str) -> None:
    before = code_hash(settings), reference_hash(settings)
    path = settings.project / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("one")
    with_file = code_hash(settings)
    path.write_text("two")
    assert len({before[0], with_file, code_hash(settings)}) == 3
    assert reference_hash(settings) == before[1]


def test_a_model_moved_to_another_folder_is_other_code(settings: Settings) -> None:
    models = settings.dbt_project / "models"
    (models / "staging").mkdir()
    (models / "marts" / "fct_energy.sql").write_text("select 1")
    before = code_hash(settings)
    (models / "marts" / "fct_energy.sql").rename(models / "staging" / "fct_energy.sql")
    assert code_hash(settings) != before


def test_inputs_are_the_same_in_another_place(tmp_path: Path) -> None:
    one, other = installation(tmp_path / "one"), installation(tmp_path / "other")
    assert inputs_of(one, AS_OF) == inputs_of(other, AS_OF)


def test_before_the_first_release_everything_is_new(settings: Settings) -> None:
    assert whats_new(settings, AS_OF) == ["the first release"]


def test_a_new_file_in_the_inbox_is_new(released: Settings) -> None:
    file = released.raw / "monthly_csv" / "AL01" / "2021" / "AL01_2021-01.csv"
    file.parent.mkdir(parents=True)
    file.write_text("plant_id,period\n")
    assert whats_new(released, AS_OF) == ["1 new files in the inbox"]
    assert not (released.archive / "arrivals").exists()


def test_an_edit_that_keeps_size_and_time_is_new(released: Settings) -> None:
    file = released.raw / "one.csv"
    file.write_text("value\n1\n")
    intake.take_in(released)
    assert intake.new_arrivals(released) == []
    status = file.stat()
    file.write_text("value\n2\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert intake.new_arrivals(released) == ["one.csv"]


def test_an_arrival_that_is_not_released_is_new(released: Settings) -> None:
    archive(released, "A1")
    assert whats_new(released, AS_OF) == ["arrivals in the archive that are not released"]


def test_a_changed_seed_is_new(released: Settings) -> None:
    (released.seeds / "units.csv").write_text("unit_id\nt\n")
    assert whats_new(released, AS_OF) == ["the reference data changed"]


def test_changed_code_is_new(released: Settings) -> None:
    (released.project / "constraints.txt").write_text("duckdb==1.5.5\n")
    assert whats_new(released, AS_OF) == ["the code or a pinned version changed"]


@pytest.mark.parametrize(
    ("as_of", "passed"),
    [
        # CU01 owes each month from the 1st and at the latest on the 10th of the next.
        (date(2022, 1, 1), {"forms": 2, "plants": 1}),
        (date(2022, 1, 10), {"forms": 3, "plants": 1}),
        (date(2022, 7, 1), {"forms": 10, "plants": 1, "waivers": 1}),
    ],
)
def test_dates_that_pass_are_new(released: Settings, as_of: date, passed: dict[str, int]) -> None:
    reasons = whats_new(released, as_of)
    counts = {reason.split()[3]: int(reason.split()[0]) for reason in reasons}
    assert counts == passed


def test_a_day_on_which_nothing_happens_is_not_new(settings: Settings) -> None:
    plants = (settings.seeds / "plants.csv").read_text()
    ended = plants.replace("2019-01-01,\n", "2019-01-01,2020-12-31\n").replace(
        "2021-12-31", "2020-12-31"
    )
    (settings.seeds / "plants.csv").write_text(ended)
    release(settings)
    assert whats_new(settings, date(2022, 3, 1)) == []


def test_a_day_that_is_none_is_an_error_with_its_place(released: Settings) -> None:
    (released.seeds / "waivers.csv").write_text("waiver_id,expires_on\nW1,2022-02-30\n")
    with pytest.raises(PotlineError, match=r"waivers.csv, row 1, expires_on: '2022-02-30'"):
        whats_new(released, date(2022, 3, 1))


@pytest.mark.parametrize(
    ("period", "frequency", "due_day", "months_later", "due_on"),
    [
        (date(2021, 12, 1), "month", 10, 1, date(2022, 1, 10)),
        (date(2021, 1, 1), "month", 31, 1, date(2021, 2, 28)),
        (date(2020, 1, 1), "month", 30, 1, date(2020, 2, 29)),
        (date(2021, 1, 1), "year", 31, 3, date(2022, 3, 31)),
    ],
)
def test_due_dates(
    period: date, frequency: str, due_day: int, months_later: int, due_on: date
) -> None:
    assert due_date(period, frequency, due_day, months_later) == due_on


def test_what_may_still_come_in_time(settings: Settings) -> None:
    owed = {
        (duty.plant_id, duty.form_id, duty.period)
        for duty in duties_not_yet_due(settings, date(2022, 1, 10))
    }
    assert owed == {
        ("AL01", "annual_return", date(2021, 1, 1)),
        ("AL01", "monthly_csv", date(2021, 12, 1)),
        ("CU01", "annual_return", date(2021, 1, 1)),
        ("CU01", "annual_return", date(2022, 1, 1)),
        ("CU01", "monthly_csv", date(2021, 12, 1)),
        ("CU01", "monthly_csv", date(2022, 1, 1)),
    }


def test_a_release_that_was_not_delivered_is_told(released: Settings) -> None:
    assert not is_delivered(released)
    deliver(released)
    assert is_delivered(released)
    release(released, "b2")
    assert not is_delivered(released)
