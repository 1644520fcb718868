"""Intake end to end: arrivals, cells and notes in the ledger, whatever happens on the way."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bad_files import (
    COVER,
    CSV_HEADER,
    CSV_ROW,
    WATER,
    bytes_file,
    cover,
    csv_file,
    password_protected,
    sidecar,
    truncated,
    workbook,
)

from pipelines.errors import PotlineError
from pipelines.intake import contents, parsers, run, take_in
from pipelines.layouts import load_layouts
from pipelines.settings import PROJECT_ROOT, Settings

PLACE = "monthly_workbook/AR01/2021/AR01_2021-03.xlsx"
CSV_PLACE = "monthly_csv/AR01/2021/AR01_2021-03.csv"
TABLES = ("arrivals", "arrival_notes", "cells", "layout_columns", "contents")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installation(tmp_path)


def installation(folder: Path) -> Settings:
    (folder / "raw").mkdir(parents=True)
    return Settings(PROJECT_ROOT, (folder / "raw").resolve(), (folder / "home").resolve())


def rows(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(settings.ledger, read_only=True) as ledger:
        return ledger.execute(query).fetchall()


def arrival(settings: Settings, path: str = PLACE) -> dict[str, Any]:
    """The latest arrival at a path, by column."""
    with duckdb.connect(settings.ledger, read_only=True) as ledger:
        found = ledger.execute(
            "select * from arrivals where path = $1 order by path_sequence desc", [path]
        )
        names = [column[0] for column in found.description or []]
        return dict(zip(names, found.fetchall()[0], strict=True))


def ledger_tables(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(settings, f"select * from {table} order by all") for table in TABLES}


def states(settings: Settings) -> dict[str, str | None]:
    """Rule of the rejection by path; null where the file was read."""
    return dict(rows(settings, "select path, rejection_rule_id from arrivals"))


def test_a_workbook_becomes_an_arrival_with_its_cells(settings: Settings) -> None:
    workbook(settings.raw / PLACE)
    summary = take_in(settings)
    assert (summary.files, summary.new_arrivals, summary.arrivals) == (1, 1, 1)
    found = arrival(settings)
    expected = {
        "path_sequence": 1,
        "form_id": "monthly_workbook",
        "layout_version": "1",
        "reader": "xlsx",
        "kind": "original",
        "revision": 0,
        "sender": "张三",
        "contact": "zhang@example.org",
        "received_at": datetime(2021, 4, 8),
        "cover_plant_text": "AR01",
        "cover_period_text": "2021-03",
        "cover_plant_cell": f"{COVER}!B3",
        "cover_period_cell": f"{COVER}!B4",
        "place_form_text": "monthly_workbook",
        "place_plant_text": "AR01",
        "place_period_text": "2021-03",
        "state": "read",
        "rejection_rule_id": None,
        "sidecar_content_id": None,
    }
    assert {name: found[name] for name in expected} == expected
    cell_id = f"{found['content_id'][:12]}!{WATER}!E4"
    assert rows(
        settings, f"select * exclude (content_id) from cells where cell_id = '{cell_id}'"
    ) == [(cell_id, WATER, "E4", 4, 5, "number", "1200.5", None, False)]


def test_a_csv_takes_kind_and_sender_from_its_sidecar(settings: Settings) -> None:
    path = csv_file(settings.raw / CSV_PLACE)
    sidecar(path, "kind: replaces_all\nrevision: 2\nsender: 李四\nsent_at: 2021-04-09 08:30:00\n")
    take_in(settings)
    found = arrival(settings, CSV_PLACE)
    assert (found["kind"], found["revision"], found["sender"]) == ("replaces_all", 2, "李四")
    assert found["received_at"] == datetime(2021, 4, 9, 8, 30)
    assert found["sidecar_content_id"]
    assert rows(settings, "select count(*) from arrivals") == [(1,)]


def test_without_a_time_of_sending_the_modification_time_counts(settings: Settings) -> None:
    path = csv_file(settings.raw / CSV_PLACE)
    os.utime(path, (1_600_000_000.7, 1_600_000_000.7))
    take_in(settings)
    by_the_clock_of_the_group = datetime(2020, 9, 13, 20, 26, 40)
    assert arrival(settings, CSV_PLACE)["received_at"] == by_the_clock_of_the_group


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2021-03", "2021-03"),
        (date(2021, 3, 1), "2021-03-01"),
        (202103, "202103"),
        ("２０２１年３月", "２０２１年３月"),
    ],
)
def test_the_period_of_the_cover_may_be_text_or_date(
    settings: Settings, period: str | int | date, text: str
) -> None:
    workbook(settings.raw / PLACE, cover(period=period))
    take_in(settings)
    assert arrival(settings)["cover_period_text"] == text


@pytest.mark.parametrize(
    ("sent_at", "received_at"),
    [
        (datetime(2021, 4, 8), datetime(2021, 4, 8)),
        ("2021/4/8", datetime(2021, 4, 8)),
        ("2021年4月8日 17:30", datetime(2021, 4, 8, 17, 30)),
        ("2021-04-08T17:30:00+08:00", datetime(2021, 4, 8, 17, 30)),
        ("2021-04-08T17:30:05Z", datetime(2021, 4, 9, 1, 30, 5)),
        ("2021-04-08T23:30-07:00", datetime(2021, 4, 9, 14, 30)),
    ],
)
def test_times_of_sending_are_understood(
    settings: Settings, sent_at: str | datetime, received_at: datetime
) -> None:
    workbook(settings.raw / PLACE, cover(sent_at=sent_at))
    take_in(settings)
    assert arrival(settings)["received_at"] == received_at
    assert rows(settings, "select * from arrival_notes") == []


def test_what_cannot_be_understood_is_noted_with_its_cell(settings: Settings) -> None:
    lines = cover(kind="correction", revision="two", sent_at="soon")
    workbook(settings.raw / PLACE, lines)
    take_in(settings)
    found = arrival(settings)
    assert (found["state"], found["kind"], found["revision"]) == ("read", "original", 0)
    notes = rows(settings, "select rule_id, sheet, address, found from arrival_notes order by all")
    assert notes == [
        ("unknown_kind", COVER, "B5", "correction"),
        ("unreadable_revision", COVER, "B6", "two"),
        ("unreadable_sent_at", COVER, "B9", "soon"),
    ]


def test_an_unknown_sheet_and_an_unknown_sidecar_field_are_noted(settings: Settings) -> None:
    path = workbook(
        settings.raw / PLACE, sheets={WATER: [("fresh_water",)], "Notes": [("fresh_water",)]}
    )
    sidecar(path, "revison: 2\n")
    take_in(settings)
    notes = rows(settings, "select rule_id, sheet, address from arrival_notes order by all")
    assert notes == [("unknown_sheet", "Notes", None), ("unknown_sidecar_field", None, None)]


@pytest.mark.parametrize("lines", [{}, cover(form_id="x"), cover(layout_version="9")])
def test_a_workbook_that_names_no_form_is_the_wrong_layout(
    settings: Settings, lines: dict[str, Any]
) -> None:
    workbook(settings.raw / PLACE, lines)
    take_in(settings)
    found = arrival(settings)
    assert (found["state"], found["rejection_rule_id"]) == ("rejected", "wrong_layout")
    assert "monthly_workbook version 1" in found["rejection_expected"]
    assert rows(settings, "select count(*) from cells") == [(0,)]


def test_bad_files_are_rejected_one_by_one_and_the_rest_is_read(settings: Settings) -> None:
    raw = settings.raw
    workbook(raw / PLACE)
    truncated(raw / "a" / "truncated.xlsx")
    password_protected(raw / "a" / "password.xlsx")
    bytes_file(raw / "a" / "text.xlsx", b"hello")
    bytes_file(raw / "a" / "zero.xlsx", b"")
    workbook(raw / "a" / "headers.xlsx", sheets={WATER: []})
    workbook(raw / "a" / "blank.xlsx", {}, {})
    bytes_file(raw / "a" / "letter.docx", b"PK\x03\x04")
    bytes_file(raw / "a" / "no_ending", b"hello")
    sidecar(csv_file(raw / "a" / "b.csv"), "[kind")
    sidecar(csv_file(raw / "a" / "c.csv"), "- kind\n")
    sidecar(raw / "a" / "gone.csv", "kind: original\n")
    summary = take_in(settings)
    found = states(settings)
    assert found == {
        PLACE: None,
        "a/truncated.xlsx": "truncated_file",
        "a/password.xlsx": "password_protected",
        "a/text.xlsx": "not_a_workbook",
        "a/zero.xlsx": "empty_file",
        "a/headers.xlsx": "empty_file",
        "a/blank.xlsx": "empty_file",
        "a/letter.docx": "unknown_file_type",
        "a/no_ending": "unknown_file_type",
        "a/b.csv": "sidecar_unreadable",
        "a/c.csv": "sidecar_unreadable",
        "a/gone.csv.meta.yml": "sidecar_without_file",
    }
    assert summary.rejected_arrivals == len(found) - 1
    said = "select count(*) from arrivals where state = 'rejected' and (rejection_found = ''"
    assert rows(settings, f"{said} or rejection_expected = '' or rejection_found is null)") == [
        (0,)
    ]


def test_an_empty_form_is_right_where_it_withdraws_and_there_alone(settings: Settings) -> None:
    withdrawal = cover(kind="withdraws", revision=1, reason="wrong month")
    workbook(settings.raw / "a/cover.xlsx", withdrawal, {WATER: ()})
    workbook(settings.raw / "a/original.xlsx", cover(), {WATER: ()})
    csv_file(settings.raw / "a/header.csv", "")
    (settings.raw / "a/header.csv.meta.yml").write_text("kind: withdraws\nreason: twice\n")
    take_in(settings)
    assert states(settings) == {
        "a/cover.xlsx": None,
        "a/header.csv": None,
        "a/original.xlsx": "empty_file",
    }
    assert arrival(settings, "a/cover.xlsx")["kind"] == "withdraws"
    assert arrival(settings, "a/cover.xlsx")["reason"] == "wrong month"
    assert arrival(settings, "a/header.csv")["form_id"] == "monthly_csv"
    assert arrival(settings, "a/header.csv")["reason"] == "twice"
    assert arrival(settings, "a/original.xlsx")["form_id"] is None


def test_files_that_are_no_submissions_are_no_arrivals(settings: Settings) -> None:
    for name in ("README.md", ".gitkeep", "~$AR01.xlsx", ".hidden/AR01.csv", "sub/.DS_Store"):
        bytes_file(settings.raw / name, b"x")
    assert take_in(settings).files == 0


def test_links_out_of_the_inbox_are_rejected_and_not_followed(
    settings: Settings, tmp_path: Path
) -> None:
    secret = csv_file(tmp_path / "secret.csv")
    inside = csv_file(settings.raw / CSV_PLACE)
    (tmp_path / "folder").mkdir()
    csv_file(tmp_path / "folder" / "other.csv")
    (settings.raw / "out.csv").symlink_to(secret)
    (settings.raw / "folder").symlink_to(tmp_path / "folder")
    (settings.raw / "broken.csv").symlink_to(settings.raw / "nowhere.csv")
    (settings.raw / "loop.csv").symlink_to(settings.raw / "loop.csv")
    (settings.raw / "in.csv").symlink_to(inside)
    take_in(settings)
    assert states(settings) == {
        CSV_PLACE: None,
        "in.csv": None,
        "out.csv": "link_outside_inbox",
        "folder": "link_outside_inbox",
        "broken.csv": "unreadable_file",
        "loop.csv": "unreadable_file",
    }
    assert take_in(settings).new_arrivals == 0


def test_a_named_pipe_does_not_stop_the_run(settings: Settings) -> None:
    os.mkfifo(settings.raw / "pipe.csv")
    take_in(settings)
    assert states(settings) == {"pipe.csv": "unknown_file_type"}


def test_a_name_that_is_not_utf8_is_an_arrival(settings: Settings) -> None:
    csv_file(settings.raw / os.fsdecode(b"\xc3\xf1.csv"))
    take_in(settings)
    assert states(settings) == {r"\xc3\xf1.csv": None}


def test_a_reader_that_fails_rejects_its_file(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(contents, "read_workbook", fail)
    job = contents.Job("c1", "xlsx", workbook(settings.raw / PLACE))
    content, book = contents.parse(job, load_layouts(settings))
    assert content.rejection and content.rejection.rule_id == "not_a_workbook"
    assert "RecursionError" in content.rejection.found and not book.sheets


def test_an_edit_in_place_is_a_new_arrival_and_so_is_the_way_back(settings: Settings) -> None:
    path = settings.raw / CSV_PLACE
    for value in ("1", "2", "1"):
        csv_file(path, CSV_ROW.replace("1200.5", value))
        assert take_in(settings).new_arrivals == 1
        assert take_in(settings).new_arrivals == 0
    found = rows(settings, "select arrival_id, path_sequence, content_id from arrivals order by 2")
    assert [sequence for _, sequence, _ in found] == [1, 2, 3]
    assert found[0][2] == found[2][2] != found[1][2]
    assert len({arrival_id for arrival_id, _, _ in found}) == 3
    assert rows(settings, "select count(*) from contents") == [(2,)]


def test_a_new_sidecar_is_a_new_arrival(settings: Settings) -> None:
    path = csv_file(settings.raw / CSV_PLACE)
    take_in(settings)
    sidecar(path, "revision: 1\n")
    assert take_in(settings).new_arrivals == 1
    assert arrival(settings, CSV_PLACE)["revision"] == 1


def test_a_file_removed_from_the_inbox_stays_an_arrival(settings: Settings) -> None:
    path = csv_file(settings.raw / CSV_PLACE)
    take_in(settings)
    before = ledger_tables(settings)
    path.unlink()
    assert take_in(settings).arrivals == 1
    assert ledger_tables(settings) == before


def test_the_same_content_at_two_places_is_parsed_once(settings: Settings) -> None:
    csv_file(settings.raw / CSV_PLACE)
    csv_file(settings.raw / "other.csv")
    assert take_in(settings).parsed_contents == 1
    assert rows(settings, "select count(*) from arrivals") == [(2,)]
    assert rows(settings, "select count(*), count(distinct cell_id) from cells") == [(11, 11)]


def test_the_name_decides_how_the_same_content_is_read(settings: Settings) -> None:
    csv_file(settings.raw / "a.csv")
    csv_file(settings.raw / "a.xlsx")
    take_in(settings)
    assert states(settings) == {"a.csv": None, "a.xlsx": "not_a_workbook"}
    assert rows(settings, "select count(*) from cells") == [(11,)]


def damage_temporary_files(settings: Settings) -> None:
    for name in ("tmp1", "tmp2"):
        bytes_file(settings.archive / "incoming" / name, b"half")


def remove_ledger(settings: Settings) -> None:
    settings.ledger.unlink()


def overwrite_ledger(settings: Settings) -> None:
    settings.ledger.write_bytes(b"no database" * 1000)


def cut_ledger(settings: Settings) -> None:
    content = settings.ledger.read_bytes()
    settings.ledger.write_bytes(content[: len(content) // 2])


def other_shape(settings: Settings) -> None:
    with duckdb.connect(settings.ledger) as ledger:
        ledger.execute("drop view cells")
        ledger.execute("create table cells as select 1 as other")
        ledger.execute("update ledger_shape set shape = 'older'")


@pytest.mark.parametrize(
    "damage",
    [
        damage_temporary_files,
        remove_ledger,
        overwrite_ledger,
        cut_ledger,
        other_shape,
    ],
)
def test_after_any_damage_the_next_intake_ends_in_the_same_state(
    settings: Settings, damage: Callable[[Settings], None]
) -> None:
    workbook(settings.raw / PLACE)
    csv_file(settings.raw / CSV_PLACE)
    take_in(settings)
    before = ledger_tables(settings)
    damage(settings)
    assert take_in(settings).new_arrivals == 0
    assert ledger_tables(settings) == before
    assert list((settings.archive / "incoming").iterdir()) == []


def test_killed_between_content_and_record_the_file_is_taken_in_again(settings: Settings) -> None:
    workbook(settings.raw / PLACE)
    take_in(settings)
    before = ledger_tables(settings)
    for record in (settings.archive / "arrivals").glob("*.json"):
        record.unlink()
    assert take_in(settings).new_arrivals == 1
    assert ledger_tables(settings) == before


def test_killed_before_the_ledger_the_archive_is_loaded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    workbook(settings.raw / PLACE)
    with monkeypatch.context() as patched:
        patched.setattr(run, "_write_arrivals", killed)
        with pytest.raises(KeyboardInterrupt):
            take_in(settings)
    summary = take_in(settings)
    assert (summary.new_arrivals, summary.arrivals, summary.parsed_contents) == (0, 1, 1)
    assert rows(settings, "select count(*) from arrivals") == [(1,)]


def test_the_archive_holds_every_content_under_its_hash(settings: Settings) -> None:
    path = workbook(settings.raw / PLACE)
    take_in(settings)
    (record,) = (settings.archive / "arrivals").glob("*.json")
    content_id = json.loads(record.read_text())["content_id"]
    archived = settings.archive / "content" / content_id[:2] / content_id
    assert archived.read_bytes() == path.read_bytes()
    assert record.stem == arrival(settings)["arrival_id"]


def test_any_order_of_taking_in_gives_equal_tables(tmp_path: Path) -> None:
    def inbox_of(number: int) -> Settings:
        return installation(tmp_path / str(number))

    def put(settings: Settings, name: str) -> None:
        path = settings.raw / name
        if name.endswith(".csv"):
            csv_file(path, CSV_ROW.replace("AR01", path.stem[:4]))
            sidecar(path, "sent_at: 2021-04-01\n")
        else:
            workbook(path, cover(plant_id=path.stem[:4]))

    names = [PLACE, CSV_PLACE, "a/AL01.csv", "a/AL02.xlsx", "b/CS01.csv"]
    tables = []
    for number in range(3):
        settings = inbox_of(number)
        random.Random(number).shuffle(names)
        for name in names:
            put(settings, name)
            if number:
                take_in(settings)
        take_in(settings)
        tables.append(ledger_tables(settings))
    assert tables[0] == tables[1] == tables[2]


def test_progress_is_reported_by_step(settings: Settings) -> None:
    csv_file(settings.raw / CSV_PLACE)
    workbook(settings.raw / PLACE)
    told: list[tuple[str, int, int]] = []
    take_in(settings, lambda step, done, total: told.append((step, done, total)))
    assert told == [("archive", 1, 2), ("archive", 2, 2), ("parse", 2, 2)]


def test_a_changed_layout_parses_its_contents_anew_and_no_others(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    csv_file(settings.raw / CSV_PLACE)
    workbook(settings.raw / PLACE)
    take_in(settings)
    assert take_in(settings).parsed_contents == 0
    layouts = tuple(one for one in load_layouts(settings) if one.form_id != "monthly_workbook")
    monkeypatch.setattr(run, "load_layouts", lambda _: layouts)
    assert take_in(settings).parsed_contents == 1
    assert states(settings) == {CSV_PLACE: None, PLACE: "wrong_layout"}
    assert rows(settings, "select distinct form_id from layout_columns order by 1") == [
        ("annual_return",),
        ("monthly_csv",),
        ("waste_manifest",),
    ]
    monkeypatch.undo()
    take_in(settings)
    assert states(settings) == {CSV_PLACE: None, PLACE: None}


def test_a_ledger_in_use_is_left_alone(settings: Settings) -> None:
    csv_file(settings.raw / CSV_PLACE)
    take_in(settings)
    with (
        duckdb.connect(settings.ledger, read_only=True),
        pytest.raises(PotlineError, match="open in another program"),
    ):
        take_in(settings)
    assert rows(settings, "select count(*) from arrivals") == [(1,)]


def test_a_missing_inbox_names_the_way_out(settings: Settings) -> None:
    shutil.rmtree(settings.raw)
    with pytest.raises(PotlineError, match="POTLINE_RAW"):
        take_in(settings)


@pytest.mark.slow
def test_many_contents_are_parsed_by_several_processes(settings: Settings) -> None:
    for number in range(parsers.BATCH_SIZE + 3):
        csv_file(settings.raw / f"{number}.csv", CSV_ROW.replace("1200.5", str(number)))
    bytes_file(settings.raw / "bad.csv", CSV_HEADER.encode())
    assert take_in(settings).parsed_contents == parsers.BATCH_SIZE + 4
    together = ledger_tables(settings)
    assert states(settings)["bad.csv"] == "empty_file"
    settings.ledger.unlink()
    take_in(settings)
    assert ledger_tables(settings) == together
