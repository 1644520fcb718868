"""Files as plants send them, good and bad: each helper writes one."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

Value = str | int | float | bool | date | datetime | None
Rows = Sequence[Sequence[Value]]

COVER = "封面 Cover"
HEADERS = (
    "指标代码 Indicator code",
    "指标名称 Indicator",
    "物料代码 Material code",
    "单位 Unit",
    "本月值 Value of the month",
)
WATER = "水 Water"
WATER_ROWS: Rows = (("fresh_water", "新水", None, "m3", 1200.5),)

CSV_HEADER = "plant_id,period,indicator_id,material_id,value,unit\n"
CSV_ROW = "AR01,2021-03,fresh_water,,1200.5,m3\n"

OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")


def cover(**changes: Value) -> dict[str, Value]:
    """The cover of a monthly workbook by label; a change to None leaves the line out."""
    lines: dict[str, tuple[str, Value]] = {
        "form_id": ("表单 Form", "monthly_workbook"),
        "layout_version": ("版式版本 Layout version", 1),
        "plant_id": ("工厂代码 Plant code", "AR01"),
        "period": ("报告期 Period", "2021-03"),
        "kind": ("报送类型 Kind of submission", "original"),
        "revision": ("版次 Revision", 0),
        "sender": ("填报人 Sender", "张三"),
        "contact": ("联系方式 Contact", "zhang@example.org"),
        "sent_at": ("报送时间 Sent at", "2021-04-08"),
        "reason": ("更正原因 Reason", None),
    }
    unknown = changes.keys() - lines.keys()
    assert not unknown, f"the cover has no {unknown}"
    values = {label: changes.get(field, value) for field, (label, value) in lines.items()}
    return {label: value for label, value in values.items() if value is not None}


def workbook(
    path: Path,
    cover_lines: Mapping[str, Value] | None = None,
    sheets: Mapping[str, Rows] | None = None,
) -> Path:
    """A monthly workbook by XlsxWriter: a cover, and sheets with a title, a hint, headers, rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = cover() if cover_lines is None else cover_lines
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm"}) as book:
        book.set_properties({"created": datetime(2021, 1, 1)})
        if lines:
            sheet = book.add_worksheet(COVER)
            for row, (label, value) in enumerate(lines.items()):
                sheet.write(row, 0, label)
                sheet.write(row, 1, value)
        for name, rows in ({WATER: WATER_ROWS} if sheets is None else sheets).items():
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, name)
            sheet.write(1, 0, "每行一个数值 One value a row")
            sheet.write_row(2, 0, HEADERS)
            for number, values in enumerate(rows, start=3):
                sheet.write_row(number, 0, ["" if value is None else value for value in values])
    return path


def csv_file(path: Path, *rows: str, header: str = CSV_HEADER, encoding: str = "utf-8") -> Path:
    """A monthly CSV in an encoding; with one row where none is given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((header + "".join(rows or (CSV_ROW,))).encode(encoding))
    return path


def sidecar(path: Path, text: str) -> Path:
    """The sidecar of a file, with this text."""
    beside = path.with_name(path.name + ".meta.yml")
    beside.write_text(text, encoding="utf-8")
    return beside


def raw_workbook(path: Path, sheet_data: str, **parts: str) -> Path:
    """A workbook of hand-written XML: the rows of its sheet `S`, and parts in place of usual ones.

    Parts by name: `workbook`, `relationships`, `shared`, `styles`, `sheet` (whole XML of each).
    """
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    usual = {
        "workbook": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "relationships": f'<Relationships xmlns="{package}">'
        f'<Relationship Id="rId1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{kinds}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{kinds}/styles" Target="styles.xml"/></Relationships>',
        "shared": f'<sst xmlns="{main}"><si><t>shared</t></si></sst>',
        "styles": f'<styleSheet xmlns="{main}"/>',
        "sheet": f'<worksheet xmlns="{main}"><sheetData>{sheet_data}</sheetData></worksheet>',
    }
    assert not parts.keys() - usual.keys()
    places = {
        "workbook": "xl/workbook.xml",
        "relationships": "xl/_rels/workbook.xml.rels",
        "shared": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "sheet": "xl/worksheets/sheet1.xml",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        for name, text in {**usual, **parts}.items():
            archive.writestr(places[name], text)
    return path


def truncated(path: Path) -> Path:
    """A workbook of which only the first two thirds were copied."""
    content = workbook(path).read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    return path


def damaged(path: Path, part: str = "xl/worksheets/sheet1.xml") -> Path:
    """A workbook with a byte of one part changed: its checksum no longer fits."""
    workbook(path)
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(part)
    content = bytearray(path.read_bytes())
    start = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    content[start] ^= 0xFF
    path.write_bytes(bytes(content))
    return path


def password_protected(path: Path) -> Path:
    """The start and directory of a compound file as Excel writes for a password."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    path.write_bytes(OLE_START + bytes(504) + entries)
    return path


def encrypted_zip(path: Path) -> Path:
    """A zip whose entries carry the mark of encryption."""
    content = bytearray(workbook(path).read_bytes())
    position = 0
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(signature)
        while position >= 0:
            content[position + flags] |= 1
            position = content.find(signature, position + 4)
    path.write_bytes(bytes(content))
    return path


def bytes_file(path: Path, content: bytes) -> Path:
    """A file with these bytes, whatever its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def cells_of(cells: Any) -> dict[str, tuple[str, str | None]]:
    """Type and text of cells by address."""
    return {cell.address: (cell.cell_type, cell.text) for cell in cells}
