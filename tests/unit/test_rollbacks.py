"""Rollback, bars and locks: what becomes current again, and what is not released again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Shell
from release_store import AS_OF, installation, release

from pipelines.delivery import delivered_release
from pipelines.errors import PotlineError
from pipelines.nightly import barred_by, whats_new
from pipelines.releases import UnknownReleaseError, connect, last_release, list_releases
from pipelines.rollbacks import bars_of, resume, rollback
from pipelines.settings import Settings
from pipelines.store import NoReleaseError

WATER = "select sum(fresh_water_m3) from fct_water"
NEW_MART = "create table marts.fct_new as select 1 as a"
CORRECTED = "update marts.fct_water set fresh_water_m3 = 100"


def add_factor(settings: Settings, value: int) -> None:
    (settings.seeds / "factors.csv").write_text(f"factor_id,value\nF1,{value}\n", encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two releases, the second from another factor and with another mart."""
    settings = installation(tmp_path)
    add_factor(settings, 1)
    release(settings)
    add_factor(settings, 2)
    release(settings, "b2", f"{CORRECTED}; {NEW_MART}")
    return settings


def water(settings: Settings, release_id: str | None = None) -> object:
    with connect(settings, release_id) as connection:
        return connection.execute(WATER).fetchall()


def marts(settings: Settings) -> set[str]:
    with connect(settings) as connection:
        return {name for (name,) in connection.execute("show tables").fetchall()}


def test_a_rollback_is_a_new_release_with_the_marts_of_the_earlier_one(settings: Settings) -> None:
    made = rollback(settings, "R00001", "wang", "wrong factor")
    first = list_releases(settings)[0]
    assert (made.release_id, made.kind, made.restored_release_id) == (
        "R00003",
        "rollback",
        "R00001",
    )
    assert "R00002" in str(made.note) and "wang: wrong factor" in str(made.note)
    assert (made.reference_hash, made.rows) == (first.reference_hash, first.rows)
    assert water(settings) == water(settings, "R00001") != water(settings, "R00002")
    assert "fct_new" not in marts(settings)


def test_the_inputs_rolled_back_from_are_barred_until_they_differ(settings: Settings) -> None:
    assert barred_by(settings, AS_OF) is None
    rollback(settings, "R00001", "wang", "wrong factor")
    assert whats_new(settings, AS_OF)
    bar = barred_by(settings, AS_OF)
    assert bar is not None
    assert (bar.barred_release_id, bar.barred_by, bar.reason) == ("R00002", "wang", "wrong factor")
    add_factor(settings, 3)
    assert barred_by(settings, AS_OF) is None
    add_factor(settings, 2)
    assert barred_by(settings, AS_OF) is not None
    (settings.raw / "monthly_csv").mkdir()
    (settings.raw / "monthly_csv" / "AL01_2021-03.csv").write_text("plant_id\n")
    assert barred_by(settings, AS_OF) is None


def test_resume_lifts_the_bar_once(settings: Settings) -> None:
    rollback(settings, "R00001", "wang", "wrong factor")
    assert [bar.barred_release_id for bar in resume(settings, "li")] == ["R00002"]
    assert resume(settings, "li") == []
    assert barred_by(settings, AS_OF) is None
    assert [(bar.lifted_by, bar.lifted_at is None) for bar in bars_of(settings)] == [("li", False)]
    assert water(settings) == water(settings, "R00001")


def test_a_rollback_can_be_rolled_back_and_lifts_its_bar(settings: Settings) -> None:
    rollback(settings, "R00001", "wang", "wrong factor")
    made = rollback(settings, "R00002", "li", "the factor was right")
    assert water(settings) == water(settings, "R00002")
    assert (made.release_id, made.restored_release_id) == ("R00004", "R00002")
    assert barred_by(settings, AS_OF) is None
    assert [bar.barred_release_id for bar in bars_of(settings) if not bar.lifted_at] == ["R00003"]
    again = rollback(settings, "R00003", "li", "no")
    assert again.restored_release_id == "R00001"
    assert water(settings) == water(settings, "R00001")


def test_what_cannot_be_rolled_back_to_is_said(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(PotlineError, match="R00002 has the marts"):
        rollback(settings, "R00002", "wang", "no reason")
    with pytest.raises(UnknownReleaseError, match="R00009"):
        rollback(settings, "R00009", "wang", "no reason")
    rollback(settings, "R00001", "wang", "wrong factor")
    with pytest.raises(PotlineError, match="R00003 has the marts of R00001"):
        rollback(settings, "R00001", "wang", "wrong factor")
    with pytest.raises(NoReleaseError):
        rollback(installation(tmp_path / "empty"), "R00001", "wang", "no reason")
    assert len(list_releases(settings)) == 3


def test_the_next_release_goes_on_from_a_rollback(settings: Settings) -> None:
    rollback(settings, "R00001", "wang", "wrong factor")
    made = release(settings, "b3", CORRECTED)
    assert (made.release_id, made.kind, made.restored_release_id) == ("R00004", "nightly", None)
    assert water(settings) == water(settings, "R00002")


def test_the_commands_tell_who_why_and_what_is_barred(released: Shell) -> None:
    release(released.settings, "b2", CORRECTED)
    assert "why" in released("rollback", "R00001").err
    assert released("rollback", "R00001", "--why", " ").code == 1
    shown = released("rollback", "R00001", "--why", "wrong factor", "--by", "wang")
    assert (shown.code, delivered_release(released.settings)) == (0, "R00003")
    assert "R00001" in shown.out and "potline resume" in shown.out
    assert "wang: wrong factor" in released("releases").out
    listed = json.loads(released("releases", "--json").out)
    assert [one["kind"] for one in listed] == ["nightly", "nightly", "rollback"]
    assert [bar["reason"] for bar in listed[1]["bars"]] == ["wrong factor"]
    assert "R00002" in released("resume").out
    assert "Nothing is barred" in released("resume").out


def test_a_lock_says_who_and_why(released: Shell) -> None:
    shown = released("lock", "R00001", "--why", "annual report 2021", "--by", "wang")
    assert shown.code == 0
    released("lock", "R00001", "--why", "assurance", "--by", "li")
    listed = json.loads(released("releases", "--json").out)
    assert [lock["reason"] for lock in listed[0]["locks"]] == ["annual report 2021", "assurance"]
    assert "locked by wang: annual report 2021" in released("releases").out
    assert released("lock", "R00007", "--why", "x").code == 1
    assert last_release(released.settings) is not None
