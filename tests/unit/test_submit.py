"""Submitting: the place of a file, its sidecar, and that nothing is ever overwritten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import yaml
from bad_files import (
    CSV_HEADER,
    CSV_ROW,
    WATER,
    bytes_file,
    cover,
    csv_file,
    truncated,
    workbook,
)

from pipelines.intake import take_in
from pipelines.intake.places import load_place_patterns, place_of
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.submit import SubmitError, submit_files

PATTERNS = load_place_patterns(Settings(PROJECT_ROOT, PROJECT_ROOT, PROJECT_ROOT))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(PROJECT_ROOT, (tmp_path / "raw").resolve(), (tmp_path / "home").resolve())


def inbox(settings: Settings) -> list[str]:
    files = (path for path in settings.raw.rglob("*") if path.is_file())
    return sorted(path.relative_to(settings.raw).as_posix() for path in files)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("monthly_csv/AR01/2021/AR01_2021-03.csv", ("monthly_csv", "AR01", "2021-03")),
        ("monthly_csv/AR01/2021/AR01_2021-03_r1.csv", ("monthly_csv", "AR01", "2021-03")),
        ("monthly_csv/AR01/2021/AR01_2021-03_修订_v2.csv", ("monthly_csv", "AR01", "2021-03")),
        ("monthly_workbook/AR01/2021/AR01_2021-12.xls", ("monthly_workbook", "AR01", "2021-12")),
        ("annual_return/HQ01/HQ01_2021.xlsx", ("annual_return", "HQ01", "2021")),
        ("annual_return/HQ01/HQ01_2021_v2.xlsx", ("annual_return", "HQ01", "2021")),
        ("monthly_csv/AR01/2021/AR02_2021-03.csv", None),
        ("monthly_csv/AR01/2020/AR01_2021-03.csv", None),
        ("monthly_csv/AR01/2021/AR01_2021-13.csv", None),
        ("monthly_csv/AR01/2021/AR01_2021-03.csv.part/x", None),
        ("AR01_2021-03.csv", None),
    ],
)
def test_a_path_says_form_plant_and_period(path: str, place: tuple[str, str, str] | None) -> None:
    found = place_of(path, PATTERNS)
    assert (found and (found.form_id, found.plant_id, found.period)) == place


def test_a_workbook_goes_where_its_cover_says(settings: Settings, tmp_path: Path) -> None:
    file = workbook(tmp_path / "报表 final.XLSX", cover(period="２０２１年３月"))
    (placed,) = submit_files(settings, [file])
    assert inbox(settings) == ["monthly_workbook/AR01/2021/AR01_2021-03.xlsx"]
    assert placed.path.read_bytes() == file.read_bytes()
    assert (placed.form_id, placed.plant_id, placed.period) == (
        "monthly_workbook",
        "AR01",
        "2021-03",
    )
    assert placed.sidecar is None


def test_a_csv_gets_a_sidecar_with_what_is_given(settings: Settings, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv")
    (placed,) = submit_files(
        settings,
        [file],
        kind="replaces_all",
        revision=2,
        sender="张三",
        contact="z@example.org",
        sent_at=datetime(2021, 4, 8, 17, 30),
    )
    assert inbox(settings) == [
        "monthly_csv/AR01/2021/AR01_2021-03.csv",
        "monthly_csv/AR01/2021/AR01_2021-03.csv.meta.yml",
    ]
    assert placed.sidecar
    assert yaml.safe_load(placed.sidecar.read_text(encoding="utf-8")) == {
        "kind": "replaces_all",
        "revision": 2,
        "sender": "张三",
        "contact": "z@example.org",
        "sent_at": "2021-04-08 17:30:00",
    }


def test_a_csv_has_a_sidecar_even_when_nothing_is_given(settings: Settings, tmp_path: Path) -> None:
    (placed,) = submit_files(settings, [csv_file(tmp_path / "a.csv")])
    assert placed.sidecar
    assert yaml.safe_load(placed.sidecar.read_text()) == {"kind": "original", "revision": 0}


def test_a_second_file_for_a_place_gets_a_suffix(settings: Settings, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv")
    first = submit_files(settings, [file])[0].path
    before = first.read_bytes()
    csv_file(file, CSV_ROW.replace("1200.5", "7"))
    names = [submit_files(settings, [file], revision=number)[0].path.name for number in (1, 2)]
    assert names == ["AR01_2021-03_r1.csv", "AR01_2021-03_r2.csv"]
    assert first.read_bytes() == before


def test_what_was_submitted_is_taken_in_at_its_place(settings: Settings, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv")
    submit_files(settings, [file])
    submit_files(settings, [file], kind="replaces_all", revision=1)
    take_in(settings)
    with duckdb.connect(settings.ledger, read_only=True) as ledger:
        found = ledger.execute(
            "select place_period_text, kind, revision, state from arrivals order by revision"
        ).fetchall()
    assert found == [
        ("2021-03", "original", 0, "read"),
        ("2021-03", "replaces_all", 1, "read"),
    ]


def test_a_sidecar_left_alone_keeps_its_place(settings: Settings, tmp_path: Path) -> None:
    left = settings.raw / "monthly_csv/AR01/2021/AR01_2021-03.csv.meta.yml"
    bytes_file(left, b"kind: original\n")
    (placed,) = submit_files(settings, [csv_file(tmp_path / "a.csv")])
    assert placed.path.name == "AR01_2021-03_r1.csv"
    assert left.read_bytes() == b"kind: original\n"


def test_a_csv_of_several_plants_keeps_its_name_in_the_folder_of_its_form(
    settings: Settings, tmp_path: Path
) -> None:
    file = csv_file(tmp_path / "group.csv", CSV_ROW, CSV_ROW.replace("AR01", "AL01"))
    (placed,) = submit_files(settings, [file])
    assert placed.path == settings.raw / "monthly_csv" / "group.csv"
    assert (placed.plant_id, placed.period) == (None, None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (CSV_ROW.replace("AR01", "AR1"), "AR"),
        (CSV_ROW.replace("AR01", "../../AR01"), "unknown"),
        (CSV_ROW.replace("2021-03", "March"), "2021-03"),
        (CSV_ROW.replace("2021-03", "2021-13"), "2021-03"),
    ],
)
def test_a_plant_or_period_that_is_none_is_refused(
    settings: Settings, tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(SubmitError, match=said):
        submit_files(settings, [csv_file(tmp_path / "a.csv", row)])
    assert inbox(settings) == []


def test_one_file_without_a_place_and_none_is_placed(settings: Settings, tmp_path: Path) -> None:
    good = csv_file(tmp_path / "a.csv")
    bad = truncated(tmp_path / "b.xlsx")
    with pytest.raises(SubmitError, match=r"b\.xlsx: .*; send the whole file"):
        submit_files(settings, [good, bad])
    assert inbox(settings) == []


def test_what_cannot_be_submitted_is_refused(settings: Settings, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv")
    letter = bytes_file(tmp_path / "a.pdf", b"%PDF")
    inside = csv_file(settings.raw / "a.csv")
    cases = [
        (letter, None, "no form ends in"),
        (tmp_path / "gone.csv", None, "no such file"),
        (inside, None, "inbox already"),
        (file, "correction", "known: original, replaces_all"),
        (csv_file(tmp_path / "empty.csv", "\n", header=CSV_HEADER), None, "headers"),
    ]
    for path, kind, said in cases:
        with pytest.raises(SubmitError, match=said):
            submit_files(settings, [path], kind=kind)
    with pytest.raises(SubmitError, match="revision -1"):
        submit_files(settings, [file], revision=-1)


@pytest.mark.parametrize("day", ["2022-11-05", "2022/11/5", "20221105", "2022年11月5日", "2022-11"])
def test_manifests_of_one_month_go_to_its_place(
    settings: Settings, tmp_path: Path, day: str
) -> None:
    lines = [
        "manifest_number,plant_id,transfer_date,waste_code,quantity,unit,receiver_licence,treatment",
        f"M-1,AL01,{day},321-023-48,30,t,DEMO-HW-0001,R5",
        "M-2,AL01,2022-11-20,321-024-48,20,t,DEMO-HW-0001,R5",
    ]
    file = tmp_path / "manifests.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    submit_files(settings, [file])
    assert "waste_manifest/AL01/2022/AL01_2022-11.csv" in inbox(settings)


def test_a_withdrawal_needs_no_values_but_a_plant_and_period(
    settings: Settings, tmp_path: Path
) -> None:
    row = csv_file(tmp_path / "row.csv", "AR01,2021-03,,,,\n")
    (placed,) = submit_files(settings, [row], kind="withdraws", revision=1, reason="wrong month")
    assert placed.path.name == "AR01_2021-03.csv"
    assert placed.sidecar is not None
    assert yaml.safe_load(placed.sidecar.read_text()) == {
        "kind": "withdraws",
        "revision": 1,
        "reason": "wrong month",
    }
    covered = workbook(tmp_path / "w.xlsx", cover(kind="withdraws"), {WATER: ()})
    assert submit_files(settings, [covered])[0].plant_id == "AR01"
    with pytest.raises(SubmitError, match="names no plant and period"):
        submit_files(settings, [csv_file(tmp_path / "header.csv", "")], kind="withdraws")
    with pytest.raises(SubmitError, match="no filled cell below"):
        submit_files(settings, [csv_file(tmp_path / "header.csv", "")], kind="replaces_values")
