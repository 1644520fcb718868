"""The command line: what each command shows, writes and exits with."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

import duckdb
import pytest
from release_store import installation, make_build, release

from pipelines import messages
from pipelines.cli import main
from pipelines.locks import AlreadyRunningError, Holder
from pipelines.settings import Settings

CHANGE = "update marts.fct_water set fresh_water_m3 = 7 where plant_id = 'CU01'"
BROKEN_AT_GATE_2 = """
copy (
    select 'group_identity' as rule_id, 'blocking' as severity, 'open' as state from range(3)
) to '{folder}/findings_gate_2.parquet' (format parquet);
copy (
    select 'water_identity' as rule_id, 5 as planned, 5 as raised
) to '{folder}/check_ledger_gate_1.parquet' (format parquet);
"""


@dataclass
class Run:
    """What one command came to."""

    code: int
    out: str
    err: str


@dataclass
class Shell:
    """Runs commands over one installation."""

    settings: Settings
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Run:
        self.capture.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        captured = self.capture.readouterr()
        return Run(int(exit_.value.code or 0), captured.out, captured.err)


@pytest.fixture
def potline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    settings = installation(tmp_path)
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    return Shell(settings, capsys)


@pytest.fixture
def released(potline: Shell) -> Shell:
    release(potline.settings)
    return potline


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


@pytest.mark.parametrize("command", ["nightly", "status", "releases", "query", "export", "demo"])
def test_help_teaches(potline: Shell, command: str) -> None:
    shown = potline(command, "--help")
    assert shown.code == 0
    assert len(shown.out.splitlines()) > 5


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


def test_query_as_table(released: Shell) -> None:
    shown = released(
        "query", "select '[bold]x' as name, fresh_water_m3 from fct_water order by all"
    )
    assert shown.code == 0
    assert "[bold]x" in shown.out
    assert "1.500000" in shown.out


def test_query_as_csv(released: Shell) -> None:
    shown = released("query", "from fct_water order by all", "--format", "csv")
    assert list(csv.reader(shown.out.splitlines())) == [
        ["plant_id", "period", "fresh_water_m3"],
        ["AL01", "2019-01-01", "1.500000"],
        ["AL01", "2020-01-01", "2.500000"],
        ["CU01", "2020-02-01", ""],
    ]


def test_query_as_json_keeps_every_digit(released: Shell) -> None:
    sql = "select 1234567890123.123456::decimal(19,6) as a, null as b, 0::decimal(18,12) as c"
    shown = released("query", sql, "--format", "json")
    assert json.loads(shown.out, parse_float=Decimal) == [
        {"a": Decimal("1234567890123.123456"), "b": None, "c": Decimal("0E-12")}
    ]


def test_query_without_rows_as_json(released: Shell) -> None:
    assert json.loads(released("query", "from fct_water limit 0", "--format", "json").out) == []


def test_query_as_parquet(released: Shell, tmp_path: Path) -> None:
    out = tmp_path / "water.parquet"
    assert released("query", "from fct_water", "--format", "parquet", "--out", out).code == 0
    rows = duckdb.execute("select count(*), sum(fresh_water_m3) from read_parquet($1)", [str(out)])
    assert rows.fetchall() == [(3, Decimal("4.000000"))]
    assert "--out" in released("query", "from fct_water", "--format", "parquet").err


def test_query_to_a_file(released: Shell, tmp_path: Path) -> None:
    out = tmp_path / "water.csv"
    assert released("query", "from fct_water", "--format", "csv", "--out", out).out == ""
    assert len(out.read_text().splitlines()) == 4
    assert [path.name for path in tmp_path.glob("water*")] == ["water.csv"]


def test_query_over_an_earlier_release(released: Shell) -> None:
    release(released.settings, "b2", CHANGE)
    sql = "select count(fresh_water_m3) as n from fct_water"
    arguments = ("query", sql, "--format", "json")
    assert json.loads(released(*arguments).out) == [{"n": 3}]
    assert json.loads(released(*arguments, "--release", "R00001").out) == [{"n": 2}]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from fct_watr",
        "selec 1",
        "",
        "select 1; select 2",
        "delete from fct_water",
        "drop table fct_water",
        "create table marts.x as select 1",
        "copy fct_water to '{folder}/stolen.csv'",
        "copy fct_water to '{folder}/home/releases/data/stolen.parquet'",
        "attach '{folder}/other.duckdb'",
        "from read_csv('{folder}/project/dbt_project/seeds/plants.csv')",
        "from '{folder}/project/dbt_project/seeds/plants.csv'",
        "set threads = 1",
        "select sql, released from sql",
    ],
)
def test_a_query_that_does_not_read_the_release_is_refused(
    released: Shell, tmp_path: Path, sql: str
) -> None:
    shown = released("query", sql.format(folder=tmp_path))
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("Error: ")
    assert len(shown.err.splitlines()) == 1
    assert not list(tmp_path.rglob("stolen*"))
    assert not list(tmp_path.rglob("other*"))


@pytest.mark.parametrize(
    "sql",
    [
        "select 1; -- a comment",
        "show tables",
        "describe fct_water",
        "pivot fct_water on plant_id using count(*)",
        "with water as (from fct_water) from water",
        "from marts.fct_water join reference.plants using (plant_id)",
    ],
)
def test_every_query_that_reads_is_answered(released: Shell, sql: str) -> None:
    for name in ("table", "csv", "json"):
        assert released("query", sql, "--format", name).code == 0


def test_more_rows_than_fit_are_told(released: Shell) -> None:
    shown = released("query", "from range(1000)")
    assert "199" in shown.out and "200 " not in shown.out
    assert "--format csv" in shown.err


def test_export(released: Shell, tmp_path: Path) -> None:
    out = tmp_path / "export"
    change = "insert into marts.fct_indicators values ('=1+1', '-'), ('F3', null)"
    release(released.settings, "b2", change)
    assert released("export", out).code == 0
    names = ["fct_findings", "fct_indicators", "fct_submission_status", "fct_water"]
    files = [f"{name}.{form}" for name in names for form in ("csv", "parquet")]
    assert sorted(path.name for path in out.iterdir()) == sorted([*files, "datapackage.json"])
    with (out / "fct_indicators.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"fact_id": "'=1+1", "plant_id": "'-"} in rows
    parquet = duckdb.execute("from read_parquet($1)", [str(out / "fct_indicators.parquet")])
    assert ("=1+1", "-") in parquet.fetchall()


def test_the_data_package_describes_the_marts(released: Shell, tmp_path: Path) -> None:
    released("export", tmp_path / "export")
    package = json.loads((tmp_path / "export" / "datapackage.json").read_text())
    water = {resource["name"]: resource for resource in package["resources"]}["fct_water"]
    assert (water["path"], water["description"]) == (
        "fct_water.csv",
        "One row per plant and month.",
    )
    assert water["schema"] == {
        "fields": [
            {"name": "plant_id", "type": "string"},
            {"name": "period", "type": "date"},
            {"name": "fresh_water_m3", "type": "number", "description": "Fresh water in m3."},
        ],
        "primaryKey": ["plant_id", "period"],
    }
    assert package["name"] == "potline-r00001"


def test_export_never_overwrites(released: Shell, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    shown = released("export", tmp_path / "export")
    assert (shown.code, "exists already" in shown.err) == (1, True)


def test_a_failed_export_leaves_no_folder(
    released: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("pipelines.export._package", fail)
    with pytest.raises(OSError, match="no space"):
        main(["export", str(tmp_path / "export")])
    assert not (tmp_path / "export").exists()


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


def test_rules(potline: Shell) -> None:
    assert "Total water is the sum of its parts" in potline("rules", "list").out
    shown = potline("rules", "explain", "water_identity")
    assert "Conservation" in shown.out and "GB/T" in shown.out
    assert json.loads(potline("rules", "list", "--json").out)[0]["rule_id"] == "water_identity"


def test_an_unknown_rule_names_the_nearest(potline: Shell) -> None:
    shown = potline("rules", "explain", "water_identitty")
    assert shown.code == 1
    assert "did you mean water_identity?" in shown.err


def test_rules_speak_chinese(potline: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_LANG", "zh")
    assert "总用水量等于各部分之和" in potline("rules", "list").out


@dataclass
class Broken:
    rule_id: str = "group_identity"
    statement: str = "The group is the sum of its plants"
    failing_rows: int = 3


@dataclass
class Outcome:
    status: str
    message: str = "because"
    run_id: str | None = "run"
    release_id: str | None = "R00001"
    steps: tuple[tuple[str, float], ...] = (("intake", 1.25),)
    counts: dict[str, int] = field(default_factory=lambda: {"arrivals": 600, "rules_passed": 24})
    refused_by: tuple[Broken, ...] = ()


def nightly_that_gives(monkeypatch: pytest.MonkeyPatch, outcome: Any) -> None:
    """Put a run in the place of Dagster's that reports one step and comes to an outcome."""

    def run_nightly(settings: Settings, as_of: object, report: Any) -> Any:
        report("intake", "done")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    module = ModuleType("orchestration.nightly")
    module.__dict__["run_nightly"] = run_nightly
    monkeypatch.setitem(sys.modules, "orchestration.nightly", module)


@pytest.mark.parametrize(
    ("status", "code"), [("released", 0), ("nothing_new", 0), ("refused", 2), ("failed", 1)]
)
def test_nightly_exits_as_promised(
    potline: Shell, monkeypatch: pytest.MonkeyPatch, status: str, code: int
) -> None:
    nightly_that_gives(monkeypatch, Outcome(status))
    shown = potline("nightly", "--as-of", "2022-01-15")
    assert shown.code == code
    assert "because" in shown.out
    assert "600" in shown.out and "rules passed" in shown.out and "1.2" in shown.out
    assert "Next: " in shown.out
    assert json.loads(potline("nightly", "--json").out)["status"] == status


def test_nightly_names_the_rule_that_refused(
    potline: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly_that_gives(monkeypatch, Outcome("refused", refused_by=(Broken(),)))
    assert "group_identity: The group is the sum of its plants (3 rows break it)" in (
        potline("nightly").out
    )


def test_nightly_says_that_another_run_is_at_work(
    potline: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = AlreadyRunningError(potline.settings.lock, Holder(4711, "2022-01-15T02:00:00+08:00"))
    nightly_that_gives(monkeypatch, error)
    shown = potline("nightly")
    assert (shown.code, "process 4711, since 2022-01-15T02:00" in shown.err) == (1, True)


def test_a_day_that_is_none_is_refused(potline: Shell) -> None:
    assert potline("nightly", "--as-of", "2022-02-30").code != 0


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
