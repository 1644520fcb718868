"""Spoilt workbooks and CSV files: whatever is in them, parsing ends with cells or a reason."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from fuzzing import GOOD_CSV, NUMBERS, SETTINGS, TEXTS, fuzzed, good_workbook, spoiled_parts
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.batches import batch_of
from pipelines.intake.contents import Content, Job, parse
from pipelines.intake.problems import RejectedError
from pipelines.intake.sidecar import read_sidecar
from pipelines.layouts import load_layouts

LAYOUTS = load_layouts(SETTINGS)
PARTS = tuple(zipfile.ZipFile(io.BytesIO(good_workbook())).namelist())
ATTRIBUTE = re.compile(r'="[^"]*"')
TEXT = re.compile(r">[^<]+<")
ELEMENT = re.compile(r"<[^>]+>")
XML_TEXTS = st.sampled_from((*NUMBERS, "A1", "XFD1048577", "-1", "9" * 400, "true", "s", "e", "b"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def ends_well(path: Path, content: bytes, reader: str) -> Content:
    """Parse a content twice, and hold what must hold of any result."""
    path.write_bytes(content)
    job = Job("c1", reader, path)
    first, again = parse(job, LAYOUTS), parse(job, LAYOUTS)
    assert first[0] == again[0]
    table = batch_of([first]).cells
    assert table.equals(batch_of([again]).cells)
    parsed, book = first
    if parsed.rejection:
        assert parsed.rejection.found and parsed.rejection.expected
    else:
        assert parsed.form_id and parsed.cell_count == table.num_rows
    for sheet in book.sheets:
        addresses = sheet.cells.address
        assert len(set(addresses)) == len(addresses)
        for cell in sheet.cells:
            assert (cell.text is None) == (cell.cell_type == "formula_without_value")
    return parsed


@fuzzed(150)
@given(data=st.data())
def test_bytes_of_a_workbook_changed(folder: Path, data: st.DataObject) -> None:
    content = bytearray(good_workbook())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    ends_well(folder / "x.xlsx", bytes(content), "xlsx")


@fuzzed(250)
@given(data=st.data())
def test_xml_of_a_workbook_changed(folder: Path, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([name for name in PARTS if "docProps" not in name]))
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as good:
        text = good.read(part).decode()
    for _ in range(data.draw(st.integers(1, 4))):
        pattern = data.draw(st.sampled_from((ATTRIBUTE, TEXT, ELEMENT)))
        places = list(pattern.finditer(text))
        if not places:
            continue
        place = data.draw(st.sampled_from(places))
        new = data.draw(XML_TEXTS | TEXTS).replace("<", "").replace("&", "").replace('"', "")
        if pattern is ATTRIBUTE:
            new = f'="{new}"'
        elif pattern is TEXT:
            new = f">{new}<"
        else:
            new = place[0] * data.draw(st.integers(0, 3))
        text = text[: place.start()] + new + text[place.end() :]
    content = spoiled_parts(good_workbook(), {part: text.encode()})
    ends_well(folder / "x.xlsx", content, "xlsx")


@fuzzed(250)
@given(data=st.data())
def test_text_of_a_csv_changed(folder: Path, data: st.DataObject) -> None:
    text = GOOD_CSV
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(text)))
        new = data.draw(st.sampled_from(('"', ",", ";", "\t", "\r", "\n", "\0", '""')) | TEXTS)
        text = text[:place] + new + text[place + data.draw(st.integers(0, 3)) :]
    encoding = data.draw(st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be")))
    content = text.encode(encoding) + data.draw(st.binary(max_size=3))
    ends_well(folder / "x.csv", content, "csv")


@fuzzed(100)
@given(content=st.binary(max_size=400))
def test_any_bytes(folder: Path, content: bytes) -> None:
    for reader, ending in (("xlsx", "xlsx"), ("csv", "csv")):
        ends_well(folder / f"x.{ending}", content, reader)


@fuzzed(200)
@given(text=st.text(st.sampled_from("kind: revso&*!?-[]{}#'\"|>%@`\n\t0x~=."), max_size=80))
def test_any_sidecar(text: str) -> None:
    try:
        stated, _ = read_sidecar(text.encode())
    except RejectedError as error:
        assert error.rejection.rule_id == "sidecar_unreadable"
    else:
        assert all(isinstance(value, str) for value in stated.values())
