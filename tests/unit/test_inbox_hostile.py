"""An inbox that somebody works against: names, links, folders, and files that change."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from bad_files import CSV_HEADER, CSV_ROW, csv_file, sidecar

from pipelines.intake import inbox as inbox_module
from pipelines.intake import take_in
from pipelines.intake.archive import Archive, hash_content
from pipelines.intake.inbox import scan, take
from pipelines.settings import PROJECT_ROOT, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(PROJECT_ROOT, (tmp_path / "raw").resolve(), (tmp_path / "home").resolve())


def states(settings: Settings) -> dict[str, str | None]:
    """Rule of the rejection by path; null where the file was read."""
    with duckdb.connect(settings.ledger, read_only=True) as ledger:
        rows = ledger.execute("select path, rejection_rule_id from arrivals").fetchall()
    return dict(rows)


def archive_of(settings: Settings) -> Archive:
    archive = Archive(settings.archive)
    archive.prepare()
    return archive


def test_names_are_names_and_nothing_else(settings: Settings) -> None:
    names = {
        b"..csv": "..csv",
        b"a\nb.csv": "a\nb.csv",
        b"\x1b[31m.csv": "\x1b[31m.csv",
        b"-rf.csv": "-rf.csv",
        b"$(touch x).csv": "$(touch x).csv",
        b"'; drop table arrivals; --.csv": "'; drop table arrivals; --.csv",
        "\u202egpj.csv".encode(): "\u202egpj.csv",
        b"\xff\xfe.csv": r"\xff\xfe.csv",
        b"x" * 240 + b".csv": "x" * 240 + ".csv",
        b"=cmd.csv": "=cmd.csv",
    }
    for name in names:
        if not name.startswith(b"."):
            csv_file(settings.raw / os.fsdecode(name))
    take_in(settings)
    expected = {shown for name, shown in names.items() if not name.startswith(b".")}
    assert states(settings) == dict.fromkeys(expected)


def test_names_that_are_no_text_are_told_in_findings(settings: Settings) -> None:
    odd = os.fsdecode(b"\xff\xfe")
    (settings.raw / "link.csv").symlink_to(f"/nowhere/{odd}")
    sidecar(settings.raw / f"{odd}.csv", "kind: original\n")
    take_in(settings)
    assert states(settings) == {
        "link.csv": "unreadable_file",
        r"\xff\xfe.csv.meta.yml": "sidecar_without_file",
    }


def test_folders_deeper_than_a_path_may_be_stop_nothing(settings: Settings) -> None:
    csv_file(settings.raw / "good.csv")
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(settings.raw)
        for _ in range(25):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
        Path("deep.csv").write_text(CSV_HEADER + CSV_ROW)
    finally:
        os.chdir(here)
        os.close(here)
    take_in(settings)
    found = states(settings)
    assert found.pop("good.csv") is None
    assert set(found.values()) == {"unreadable_file"}
    subprocess.run(["rm", "-r", settings.raw], check=True)


def test_folders_sockets_and_devices_are_no_files(settings: Settings) -> None:
    csv_file(settings.raw / "folder.xlsx" / "inside.csv")
    (settings.raw / "to_device.csv").symlink_to("/dev/zero")
    (settings.raw / "to_itself").symlink_to(settings.raw)
    take_in(settings)
    assert states(settings) == {
        "folder.xlsx": "unreadable_file",
        "folder.xlsx/inside.csv": None,
        "to_device.csv": "link_outside_inbox",
        "to_itself": "unreadable_file",
    }


@pytest.mark.parametrize("change", ["link", "pipe", "large", "gone"])
def test_a_file_exchanged_after_it_was_seen_is_not_followed(
    settings: Settings, tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = csv_file(tmp_path / "secret.csv", "a secret\n")
    path = csv_file(settings.raw / "a.csv")
    [sighting] = scan(settings.raw)
    path.unlink()
    if change == "link":
        path.symlink_to(secret)
    elif change == "pipe":
        os.mkfifo(path)
    elif change == "large":
        monkeypatch.setattr(inbox_module, "MAX_FILE_BYTES", 1000)
        path.write_bytes(b"x" * 2000)
    archive = archive_of(settings)
    record = take(archive, sighting, None)
    rules = {"link": "link_outside_inbox", "pipe": "unknown_file_type", "large": "too_large"}
    if change == "gone":
        assert record is None
        return
    assert record and record.rejection and record.rejection[0] == rules[change]
    assert b"secret\n" not in archive.content_path(record.content_id).read_bytes()


@pytest.mark.slow
def test_what_is_archived_is_what_is_parsed_while_a_file_changes(settings: Settings) -> None:
    path = settings.raw / "a.csv"
    path.write_text(CSV_HEADER)
    is_done = threading.Event()

    def write() -> None:
        number = 0
        while not is_done.is_set():
            number += 1
            rows = [CSV_ROW.replace("1200.5", str(number))] * (number % 300)
            path.write_text(CSV_HEADER + "".join(rows))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(6):
            take_in(settings)
    finally:
        is_done.set()
        writer.join()
    with duckdb.connect(settings.ledger, read_only=True) as ledger:
        arrivals = ledger.execute("select content_id, size_bytes from arrivals").fetchall()
        cells = dict(
            ledger.execute("select content_id, count(*) from cells group by content_id").fetchall()
        )
    archive = Archive(settings.archive)
    for content_id, size_bytes in arrivals:
        content = archive.content_path(content_id).read_bytes()
        assert (hash_content(content), len(content)) == (content_id, size_bytes)
        if content_id in cells:
            assert cells[content_id] == 6 + 5 * (content.count(b"\n") - 1)


def test_a_full_disk_leaves_the_archive_whole(settings: Settings) -> None:
    csv_file(settings.raw / "small.csv")
    csv_file(settings.raw / "large.csv", *[CSV_ROW.replace("m3", "m3" + " " * 400)] * 4_000)
    run = "from pipelines.intake import take_in; from pipelines.settings import Settings; "
    environment = {
        **os.environ,
        "POTLINE_HOME": str(settings.home),
        "POTLINE_RAW": str(settings.raw),
    }
    full = subprocess.run(
        [sys.executable, "-c", run + "take_in(Settings.from_environment())"],
        env=environment,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20)),
    )
    assert full.returncode != 0
    contents = [path for path in (settings.archive / "content").rglob("*") if path.is_file()]
    assert all(hash_content(path.read_bytes()) == path.name for path in contents)
    take_in(settings)
    assert states(settings) == {"small.csv": None, "large.csv": None}


@pytest.mark.parametrize("seconds", [-(10**13), -1, 2**33, 10**12])
def test_a_file_may_state_any_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    """Some file systems keep times that no calendar has."""
    csv_file(settings.raw / "a.csv")
    real = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        status = list(real(path))
        status[8] = seconds
        return os.stat_result(status)

    monkeypatch.setattr(Path, "lstat", lstat)
    take_in(settings)
    assert states(settings) == {"a.csv": None}
