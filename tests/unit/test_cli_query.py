"""Queries and exports on the command line: exact, read-only, whole."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from command_line import Shell
from release_store import release

CHANGE = "update marts.fct_water set fresh_water_m3 = 7 where plant_id = 'CU01'"


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
    failed = released("export", str(tmp_path / "export"))
    assert failed.code == 1 and "no space left on device" in failed.err
    assert not (tmp_path / "export").exists()


def test_no_text_of_a_csv_runs_as_a_formula(released: Shell) -> None:
    texts = "'=cmd|''/c calc''!A1', '@SUM(1)', '-x', '-5.5', 'plain'"
    sql = f"select unnest([{texts}]) as t, -1.5 as n"
    shown = released("query", sql, "--format", "csv")
    assert shown.out.splitlines()[1:] == [
        "'=cmd|'/c calc'!A1,-1.5",
        "'@SUM(1),-1.5",
        "'-x,-1.5",
        "-5.5,-1.5",
        "plain,-1.5",
    ]


def test_what_a_terminal_would_obey_is_shown_instead(released: Shell) -> None:
    sql = r"select chr(27) || '[31mred' || chr(155) || chr(8238) || '[red]x[/red]' as t"
    shown = released("query", sql)
    assert "␛[31mred\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[red]x[/red]" in shown.out
    as_json = released("query", sql, "--format", "json").out
    assert "\x1b" not in as_json
