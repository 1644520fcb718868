"""The command line: what each command shows and exits with."""

from __future__ import annotations

import csv
import errno
import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from string import Formatter

import duckdb
import pytest
from command_line import Shell
from release_store import make_build

from pipelines import messages, release_locks
from pipelines.cli import main
from pipelines.settings import Settings

BROKEN_AT_GATE_2 = """
copy (
    select 'group_identity' as rule_id, 'blocking' as severity, 'open' as state from range(3)
) to '{folder}/findings_gate_2.parquet' (format parquet);
copy (
    select 'water_identity' as rule_id, 5 as planned, 5 as raised
) to '{folder}/check_ledger_gate_1.parquet' (format parquet);
"""


OF_NO_PLANT = """
copy (
    select
        'unknown_plant' as rule_id, 'blocking' as severity, 'open' as state,
        null::varchar as submission_id, 'A2' as arrival_id, 'tables/t.csv' as path, 'csv' as sheet,
        unnest(['R12C1', 'R2C1']) as address,
        unnest(['US-4 is no plant', 'US-3 is no plant']) as message_en,
        unnest(['US-4 不是工厂', 'US-3 不是工厂']) as message_zh
) to '{folder}/findings_gate_1.parquet' (format parquet);
"""


@pytest.mark.parametrize("key", sorted(messages.MESSAGES))
def test_every_message_says_the_same_in_both_languages(key: str) -> None:
    english, chinese = messages.MESSAGES[key]
    assert english and chinese
    names = [
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, chinese)
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("language", "word"), [("zh", "有效期"), ("zh_CN.UTF-8", "有效期"), ("en", "waivers")]
)
def test_the_language_is_chosen_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    monkeypatch.setenv("POTLINE_LANG", language)
    assert word in messages.say("option_as_of")


@pytest.mark.parametrize(
    "command", ["nightly", "submit", "status", "releases", "query", "export", "demo"]
)
def test_help_teaches(potline: Shell, command: str) -> None:
    shown = potline(command, "--help")
    assert shown.code == 0
    assert len(shown.out.splitlines()) > 5


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EROFS, "Read-only file system", "/var/nightly.lock"),
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
        duckdb.IOException('IO Error: Could not write file "x": No space left on device'),
    ],
)
def test_a_disk_that_cannot_be_written_is_one_line(
    released: Shell, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(release_locks, "lock", fail)
    shown = released("lock", "R00001", "--why", "a disclosure")
    assert shown.code == 1
    assert shown.err.startswith("Error: a file could not be written") and str(error) in shown.err


def test_any_other_error_of_the_system_is_a_defect(
    released: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file", "a.sql")

    monkeypatch.setattr(release_locks, "lock", fail)
    with pytest.raises(FileNotFoundError):
        main(["lock", "R00001", "--why", "a disclosure"])


def test_without_a_release_one_line_names_the_way_out(potline: Shell) -> None:
    shown = potline("query", "from fct_water")
    assert shown.code == 1
    assert shown.err.startswith("Error: nothing was released yet")
    assert "potline nightly" in shown.err
    assert len(shown.err.splitlines()) == 1


def test_releases(released: Shell) -> None:
    assert "R00001" in released("releases").out
    (made,) = json.loads(released("releases", "--json").out)
    assert (made["release_id"], made["as_of"], made["rows"]) == ("R00001", "2021-12-31", 6)


def test_no_releases_is_an_empty_list(potline: Shell) -> None:
    shown = potline("releases", "--json")
    assert (shown.code, json.loads(shown.out)) == (0, [])


def test_status_names_the_place_of_what_is_wrong(released: Shell) -> None:
    shown = released("status")
    assert shown.code == 0
    assert "monthly_csv/AL01.csv csv!R2C5: Total water is not the sum" in shown.out
    assert "late: due on 2021-02-10, came in on 2021-02-12" in shown.out


def test_status_as_json_and_filtered(released: Shell) -> None:
    found = json.loads(released("status", "--json").out)
    states = {(line["plant_id"], line["period"], line["status"]) for line in found["submissions"]}
    assert ("AL01", "2021-01-01", "held") in states
    assert ("CU01", "2021-12-01", "due") in states
    only = json.loads(released("status", "--json", "--plant", "AL01", "--period", "2021-01").out)
    assert {line["period"] for line in only["submissions"]} == {"2021-01-01"}
    assert {line["plant_id"] for line in only["submissions"]} == {"AL01"}


def test_status_says_what_refused_the_last_build(released: Shell) -> None:
    build = make_build(released.settings, "b2")
    duckdb.execute(BROKEN_AT_GATE_2.format(folder=build.checks))
    shown = released("status").out
    assert "b2" in shown
    assert "group_identity: The group is the sum of its plants (3 rows break it)" in shown
    assert "rule water_identity could not be judged for any plant" in shown
    refusals = json.loads(released("status", "--json").out)["refusals"]
    assert [(refusal["rule_id"], refusal["count"]) for refusal in refusals] == [
        ("group_identity", 3),
        ("water_identity", 5),
    ]


def test_status_before_the_first_release(potline: Shell) -> None:
    shown = potline("status")
    assert (shown.code, "nothing was released yet" in shown.out) == (0, True)


def test_status_tells_of_files_that_belong_to_no_plant(potline: Shell) -> None:
    build = make_build(potline.settings)
    duckdb.execute(OF_NO_PLANT.format(folder=build.checks))
    shown = potline("status").out
    assert (
        "Of no plant of the organisation: tables/t.csv csv!R2C1: US-3 is no plant"
        " (2 such, unknown_plant)"
    ) in " ".join(shown.split())
    [unplaced] = json.loads(potline("status", "--json").out)["unplaced"]
    assert (unplaced["path"], unplaced["count"]) == ("tables/t.csv", 2)


def test_rules(potline: Shell) -> None:
    assert "Total water is the sum of its parts" in potline("rules", "list").out
    assert json.loads(potline("rules", "list", "--json").out)[0]["rule_id"] == "water_identity"


def test_rules_speak_chinese(potline: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_LANG", "zh")
    assert "总用水量等于各部分之和" in potline("rules", "list").out


def test_a_day_that_is_none_is_refused(potline: Shell) -> None:
    assert potline("nightly", "--as-of", "2022-02-30").code != 0


@pytest.mark.slow
def test_submit_puts_a_file_where_it_belongs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Settings.from_environment()
    settings = Settings(here.project, tmp_path / "raw", tmp_path / "home")
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    potline = Shell(settings, capsys)
    plants = csv.DictReader((here.seeds / "plants.csv").open(encoding="utf-8"))
    plant = next(row["plant_id"] for row in plants if row["monthly_form_id"] == "monthly_csv")
    file = tmp_path / "march.csv"
    header = "plant_id,period,indicator_id,material_id,value,unit"
    file.write_text(f"{header}\n{plant},2021-03,fresh_water,,5,m3\n")
    (placed,) = json.loads(potline("submit", file, "--sender", "Li Wei", "--json").out)
    assert (placed["plant_id"], placed["period"]) == (plant, "2021-03")
    assert Path(placed["path"]).read_bytes() == file.read_bytes()
    assert "Li Wei" in Path(placed["sidecar"]).read_text(encoding="utf-8")
    assert plant in potline("submit", file).out


def test_submit_refuses_a_file_without_a_place(potline: Shell, tmp_path: Path) -> None:
    shown = potline("submit", tmp_path / "missing.csv")
    assert (shown.code, "no such file" in shown.err) == (1, True)


@pytest.mark.slow
def test_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = Shell(Settings.from_environment(), capsys)(
        "demo", tmp_path / "group", "--plants", "2", "--months", "1"
    )
    assert (shown.code, shown.out.split(":")[0]) == (0, "2 plants, 1 months each")
    assert len(list((tmp_path / "group" / "raw").rglob("*.xlsx"))) > 0


@pytest.mark.slow
def test_help_answers_at_once() -> None:
    command = [sys.executable, "-m", "pipelines.cli", "--help"]
    seconds = []
    for _ in range(3):
        begun = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.monotonic() - begun)
    assert min(seconds) < 1


@pytest.mark.slow
def test_nothing_heavy_is_imported_for_help() -> None:
    code = "import sys, pipelines.cli; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not {"duckdb", "dagster", "pandas", "pyarrow", "yaml"} & set(shown.stdout.split())
