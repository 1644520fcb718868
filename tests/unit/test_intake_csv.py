"""What the CSV reader makes of encodings, delimiters and quotes, and which layout it finds."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from bad_files import CSV_HEADER, CSV_ROW, OLE_START, bytes_file, cells_of, csv_file

from pipelines.intake.contents import Content, Job, parse
from pipelines.intake.delimited import read_delimited
from pipelines.intake.problems import RejectedError
from pipelines.layouts import load_layouts
from pipelines.settings import Settings

LAYOUTS = load_layouts(Settings.from_environment())
CHINESE_HEADER = "工厂代码,报告期,指标代码,物料代码,数值,单位,备注\n"
CHINESE_ROW = "AR01,2021-03,fresh_water,,1200.5,立方米,实测\n"


def parsed(path: Path) -> Content:
    return parse(Job("c" * 64, "csv", path), LAYOUTS)[0]


def texts(path: Path) -> dict[str, str | None]:
    _, book = parse(Job("c" * 64, "csv", path), LAYOUTS)
    return {address: text for address, (_, text) in cells_of(book.sheets[0].cells).items()}


def rejection_of(path: Path) -> str:
    rejection = parsed(path).rejection
    assert rejection
    assert rejection.found
    assert rejection.expected
    return rejection.rule_id


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "gb18030"),
        (b"\x84\x31\x95\x33", "gb18030"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_every_encoding_gives_the_same_cells(tmp_path: Path, mark: bytes, encoding: str) -> None:
    content = mark + (CHINESE_HEADER + CHINESE_ROW).encode(encoding)
    found = texts(bytes_file(tmp_path / "a.csv", content))
    assert found["R1C1"] == "工厂代码"
    assert found["R2C6"] == "立方米"
    assert "R2C4" not in found


@pytest.mark.parametrize(
    "content",
    [
        CSV_HEADER.encode("utf-16-le"),
        codecs.BOM_UTF8 + b"\xff\xff",
        CSV_HEADER.encode() + b"\xff\xff\xff",
    ],
)
def test_other_encodings_are_rejected(tmp_path: Path, content: bytes) -> None:
    assert rejection_of(bytes_file(tmp_path / "a.csv", content)) == "unreadable_encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found_out(
    tmp_path: Path, delimiter: str, line_end: str
) -> None:
    text = (CSV_HEADER + CSV_ROW).replace(",", delimiter).replace("\n", line_end)
    found = texts(bytes_file(tmp_path / "a.csv", text.encode()))
    assert (found["R1C2"], found["R2C5"]) == ("period", "1200.5")


def test_fields_stay_as_they_stand(tmp_path: Path) -> None:
    rows = ('AR01,2021-03,"a, ""b""\nc",007, １２,NA\n', "\n", "AR01,2021-03,x\x01,1e308,NaN, \n")
    found = texts(csv_file(tmp_path / "a.csv", *rows))
    assert found["R2C3"] == 'a, "b"\nc'
    assert (found["R2C4"], found["R2C5"], found["R2C6"]) == ("007", " １２", "NA")
    assert (found["R4C3"], found["R4C4"], found["R4C5"]) == ("x\x01", "1e308", "NaN")


def test_fields_beyond_the_headers_keep_their_address(tmp_path: Path) -> None:
    found = texts(csv_file(tmp_path / "a.csv", CSV_ROW.replace("\n", ",1,,more\n")))
    assert (found["R2C7"], found["R2C9"]) == ("1", "more")


def test_an_unclosed_quote_is_a_truncated_file(tmp_path: Path) -> None:
    assert rejection_of(csv_file(tmp_path / "a.csv", CSV_ROW, 'AR01,"2021')) == "truncated_file"


def test_a_quote_in_the_wrong_place_names_its_line(tmp_path: Path) -> None:
    content = parsed(csv_file(tmp_path / "a.csv", CSV_ROW, 'AR01,"2021"-03,x,,1,t\n'))
    assert content.rejection
    assert content.rejection.rule_id == "wrong_layout"
    assert content.rejection.found.startswith("line 3")


@pytest.mark.parametrize("missing", ["plant_id", "period", "indicator_id", "value"])
def test_a_csv_without_a_needed_header_is_the_wrong_layout(tmp_path: Path, missing: str) -> None:
    header = CSV_HEADER.replace(missing, "something")
    content = parsed(csv_file(tmp_path / "a.csv", header=header))
    assert content.rejection
    assert content.rejection.rule_id == "wrong_layout"
    assert "something" in content.rejection.found
    assert missing in content.rejection.expected


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,,\n", CSV_HEADER.encode()])
def test_nothing_but_headers_is_an_empty_file(tmp_path: Path, content: bytes) -> None:
    assert rejection_of(bytes_file(tmp_path / "a.csv", content)) == "empty_file"


@pytest.mark.parametrize("start", [b"PK\x03\x04", OLE_START])
def test_a_workbook_named_csv_is_rejected(tmp_path: Path, start: bytes) -> None:
    assert rejection_of(bytes_file(tmp_path / "a.csv", start + bytes(80))) == "unknown_file_type"


def test_the_form_is_found_by_headers_of_either_language(tmp_path: Path) -> None:
    for header in (CSV_HEADER, CHINESE_HEADER):
        content = parsed(csv_file(tmp_path / "a.csv", header=header))
        assert (content.form_id, content.layout_version, content.cell_count) == (
            "monthly_csv",
            "1",
            header.count(",") + 1 + 5,
        )


def test_the_reader_alone_raises_for_bad_bytes(tmp_path: Path) -> None:
    path = bytes_file(tmp_path / "a.csv", codecs.BOM_UTF8 + b"\xff")
    with pytest.raises(RejectedError, match="unreadable_encoding"):
        read_delimited(path, frozenset())
