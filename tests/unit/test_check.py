"""What a plant sees before it sends a file: each fault once, at its cell, and nothing besides."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bad_files import CSV_HEADER, CSV_ROW, csv_file, sidecar, truncated
from planted_faults import COVER, MORE, SOUND, TWENTY, AnyFault, Found, faulty

from pipelines.checking import CheckedFile, check_files
from pipelines.errors import PotlineError
from pipelines.settings import PROJECT_ROOT, Settings

AS_OF = date(2022, 1, 31)
WATER = (("total_water", 30), ("fresh_water", 10), ("circulating_water", 20), ("other_water", 0))

Check = Callable[..., tuple[CheckedFile, ...]]


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Checks files in a home of its own."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(PROJECT_ROOT, home / "inbox", home)
    return lambda *files: check_files(settings, files, AS_OF).files


def places(file: CheckedFile) -> list[Found]:
    """Rule, sheet and address of each finding, sorted."""
    return sorted(
        ((finding.rule_id, finding.sheet or "", finding.address) for finding in file.findings),
        key=str,
    )


def test_twenty_planted_faults_are_twenty_findings(tmp_path: Path, check: Check) -> None:
    expected = faulty(tmp_path / "twenty.xlsx", TWENTY.values())
    [file] = check(tmp_path / "twenty.xlsx")
    assert len(expected) == 20
    assert places(file) == sorted(expected, key=str)
    assert file.verdict == "held"
    for finding in file.findings:
        assert finding.statement_zh and finding.reason_zh and finding.reason_en
        if finding.sheet != COVER:
            words = f"{finding.found_zh} {finding.expected_zh}".split()
            assert not {"a", "the", "of", "one", "number", "nearest:", "at"} & {*words}


def test_each_fault_alone_is_one_finding(tmp_path: Path, check: Check) -> None:
    faults: dict[str, AnyFault] = TWENTY | MORE
    paths = {name: tmp_path / f"{number}.xlsx" for number, name in enumerate(faults)}
    expected = {name: faulty(paths[name], [fault]) for name, fault in faults.items()}
    files = check(*paths.values())
    assert {name: places(file) for name, file in zip(faults, files, strict=True)} == expected


def test_sound_workbook_has_no_finding(check: Check) -> None:
    [file] = check(SOUND)
    assert (file.form_id, file.plant_id, file.verdict) == ("monthly_workbook", "AL01", "accepted")
    assert file.period == date(2021, 3, 1)
    assert not file.findings


def test_sidecar_beside_a_csv_is_read(tmp_path: Path, check: Check) -> None:
    sidecar(csv_file(tmp_path / "a.csv"), "kind: nonsense\n")
    [file] = check(tmp_path / "a.csv")
    assert "unknown_kind" in {finding.rule_id for finding in file.findings}


@pytest.mark.parametrize(("column", "text"), [(1, "2021-04"), (0, "AL02")])
def test_a_row_of_another_month_or_plant_is_one_finding(
    tmp_path: Path, check: Check, column: int, text: str
) -> None:
    lines = [f"AL01,2021-03,{indicator},,{value},m3".split(",") for indicator, value in WATER]
    lines[1][column] = text
    (tmp_path / "a.csv").write_text(CSV_HEADER + "\n".join(",".join(line) for line in lines))
    [file] = check(tmp_path / "a.csv")
    strays = [found for found in places(file) if found[0] == "row_of_another_report"]
    assert strays == [("row_of_another_report", "csv", f"R3C{column + 1}")]
    assert (file.plant_id, file.period, file.verdict) == ("AL01", date(2021, 3, 1), "held")


def test_several_months_in_a_file_are_several_reports(tmp_path: Path, check: Check) -> None:
    months = ("2021-03", "2021-04")
    lines = [f"AL01,{month},{each},,{value},m3" for month in months for each, value in WATER]
    (tmp_path / "a.csv").write_text(CSV_HEADER + "\n".join(lines[:-1]))
    [file] = check(tmp_path / "a.csv")
    assert "row_of_another_report" not in {finding.rule_id for finding in file.findings}


def test_unreadable_file_is_rejected_and_others_are_checked(tmp_path: Path, check: Check) -> None:
    bad, sound = check(truncated(tmp_path / "bad.xlsx"), SOUND)
    assert (bad.verdict, sound.verdict) == ("rejected", "accepted")


def test_what_is_no_file_is_an_error(tmp_path: Path, check: Check) -> None:
    with pytest.raises(PotlineError, match="but a folder"):
        check(tmp_path)
    with pytest.raises(PotlineError, match="is no file"):
        check(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.csv", "does not end in .xlsx"), ("no/a.xlsx", "no folder"), ("a.xlsx", "is the file")],
)
def test_a_receipt_takes_the_place_of_no_file(tmp_path: Path, name: str, said: str) -> None:
    file = tmp_path / "a.xlsx"
    shutil.copy(SOUND, file)
    settings = Settings(PROJECT_ROOT, tmp_path / "inbox", tmp_path / "home")
    with pytest.raises(PotlineError, match=said):
        check_files(settings, [file], AS_OF, tmp_path / name)
    assert file.read_bytes() == SOUND.read_bytes()


def test_a_row_again_and_again_costs_each_time_the_same(tmp_path: Path, check: Check) -> None:
    """Found by trying: each finding named the cells of all others, 2 GB for a file of 80 KB."""
    [file] = check(csv_file(tmp_path / "a.csv", *[CSV_ROW] * 1_000))
    repeated = [finding for finding in file.findings if finding.rule_id == "duplicate_fact"]
    assert [finding.address for finding in repeated] == [f"R{row}C5" for row in range(3, 1_002)]
    assert {len(finding.cells) for finding in repeated} == {1}
    assert all(str(finding.expected_en).endswith(" and 980 more") for finding in repeated)


def test_ever_more_wrong_rows_are_a_file_that_is_too_large(tmp_path: Path, check: Check) -> None:
    rows = [CSV_ROW.replace("m3", f"unit {number}") for number in range(5_000)]
    [at_most] = check(csv_file(tmp_path / "a.csv", *rows[:-1]))
    assert sum(finding.rule_id == "unknown_unit" for finding in at_most.findings) == 4_999
    [more] = check(csv_file(tmp_path / "b.csv", *rows))
    assert [finding.rule_id for finding in more.findings] == ["too_large"]


def test_a_power_is_no_number(tmp_path: Path, check: Check) -> None:
    [file] = check(csv_file(tmp_path / "a.csv", CSV_ROW.replace("1200.5", "10²")))
    assert ("text_for_number", "R2C5") in {(one.rule_id, one.address) for one in file.findings}


@pytest.mark.parametrize("name", [b"\xff\xfe.csv", b"a\nb.csv", b"-rf.csv", b"x" * 251 + b".csv"])
def test_any_name_of_a_file_will_do(tmp_path: Path, check: Check, name: bytes) -> None:
    [file] = check(csv_file(tmp_path / os.fsdecode(name)))
    assert (file.form_id, file.values) == ("monthly_csv", 1)


def test_a_file_that_is_too_large_is_not_copied(tmp_path: Path, check: Check) -> None:
    with (tmp_path / "sparse.csv").open("wb") as file:
        file.truncate(2**40)
    [checked] = check(tmp_path / "sparse.csv")
    assert [finding.rule_id for finding in checked.findings] == ["too_large"]
