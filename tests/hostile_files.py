"""The hostile collection: files as an attacker might send them, each made when it is needed.

`CASES` names each file, says how it is written, and which rule finds it, at which cell where there
is one. A rule of None is a file that is read as it stands: what it tries has no effect.
"""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bad_files import (
    COVER,
    CSV_HEADER,
    CSV_ROW,
    OLE_START,
    WATER,
    WATER_ROWS,
    bytes_file,
    csv_file,
    encrypted_zip,
    password_protected,
    sidecar,
    workbook,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet2.xml"
WORKBOOK = "xl/workbook.xml"
RELATIONSHIPS = "xl/_rels/workbook.xml.rels"

# What a file of the collection would leave behind, were it obeyed.
MARK = "potline_was_here"

LIBREOFFICE_ODS = Path(__file__).parent / "fixtures" / "workbooks" / "libreoffice.ods"
REPEATED_ROW = b'<table:table-row table:number-rows-repeated="1000" '
EMPTY_CELL = b'<table:table-cell table:number-columns-repeated="16382"/>'
REPEATED_CELL = (
    b'<table:table-cell office:value-type="float" office:value="1" '
    b'table:number-columns-repeated="16382">'
    b"<text:p>1</text:p></table:table-cell>"
)

Write = Callable[[Path], Path]


@dataclass(frozen=True)
class Case:
    """One file: its name with the ending, how it is written, and its finding."""

    name: str
    write: Write
    rule_id: str | None
    sheet: str | None = None
    address: str | None = None


def with_parts(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A good monthly workbook with parts put into it, or in place of its own."""
    content = workbook(path).read_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as good,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for entry in good.infolist():
            if entry.filename not in parts:
                changed.writestr(entry, good.read(entry))
        for name, part in parts.items():
            changed.writestr(name, part)
    return path


def edited(path: Path, part: str, *replaced: tuple[str, str]) -> Path:
    """A good monthly workbook with texts of one part replaced."""
    with zipfile.ZipFile(workbook(path)) as good:
        text = good.read(part).decode()
    for old, new in replaced:
        assert old in text, f"{part} has no {old}"
        text = text.replace(old, new, 1)
    return with_parts(path, {part: text})


def sheet_of(rows: str, before: str = "", after: str = "") -> str:
    """The XML of a sheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def with_cell(path: Path, cell: str) -> Path:
    """A good monthly workbook whose value cell (E4 of the water sheet) is this XML."""
    return edited(path, SHEET, ('<c r="E4"><v>1200.5</v></c>', cell))


def with_note(path: Path, text: str) -> Path:
    """A good monthly workbook whose name of the indicator (B4) is this text."""
    rows = ((*WATER_ROWS[0][:1], "note", *WATER_ROWS[0][2:]),)
    workbook(path, sheets={WATER: rows})
    with zipfile.ZipFile(path) as good:
        strings = good.read("xl/sharedStrings.xml").decode()
    assert "<t>note</t>" in strings
    changed = strings.replace("<t>note</t>", f'<t xml:space="preserve">{text}</t>')
    content = {"xl/sharedStrings.xml": changed}
    with zipfile.ZipFile(path) as good:
        parts = {entry.filename: good.read(entry) for entry in good.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts | content).items():
            archive.writestr(name, part)
    return path


def lying_zip(path: Path) -> Path:
    """A zip whose directory says that a bomb of 64 MiB is 1,000 bytes."""
    with_parts(path, {SHEET: b"0" * (64 * 2**20)})
    content = bytearray(path.read_bytes())
    true, said = struct.pack("<I", 64 * 2**20), struct.pack("<I", 1000)
    return bytes_file(path, bytes(content).replace(true, said))


def overlapping_zip(path: Path) -> Path:
    """A zip whose directory points to the same compressed bytes a thousand times."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 100_000)
        first = archive.infolist()[0]
        for number in range(1000):
            entry = zipfile.ZipInfo(f"xl/part{number}.xml", first.date_time)
            entry.compress_type = first.compress_type
            entry.CRC, entry.header_offset = first.CRC, first.header_offset
            entry.file_size, entry.compress_size = first.file_size, first.compress_size
            archive.filelist.append(entry)
    return path


def nested_zips(path: Path) -> Path:
    """A workbook that carries a zip of zips of zeros."""
    inner = b"0" * 2**20
    for level in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{level}{number}.zip", inner)
        inner = packed.getvalue()
    return with_parts(path, {"xl/embeddings/package1.zip": inner})


def many_parts(path: Path) -> Path:
    """A workbook with twenty thousand empty parts."""
    return with_parts(path, {f"xl/media/{number}": b"" for number in range(20_000)})


def repeated_part(path: Path) -> Path:
    """A workbook with two parts of one name but for case: readers differ in which they take."""
    return with_parts(path, {"XL/Worksheets/Sheet2.xml": sheet_of("")})


def bomb(path: Path, mebibytes: int = 300) -> Path:
    """A sheet that unzips to so many MiB."""
    return with_parts(path, {SHEET: b" " * (mebibytes * 2**20)})


def billion_laughs(path: Path) -> Path:
    """Entities that stand for ten times each other, nine deep."""
    levels = [f"&l{level};" * 10 for level in range(9)]
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{level} "{meaning}">' for level, meaning in enumerate(levels, start=1)
    )
    rows = sheet_of('<row><c t="str"><v>&l9;</v></c></row>')
    text = f"<!DOCTYPE x [{entities}]>{rows}"
    return with_parts(path, {SHEET: text})


def external_entity(path: Path, address: str = "file:///etc/passwd") -> Path:
    """An entity that stands for a file, or for what lies at an address."""
    doctype = f'<!DOCTYPE x SYSTEM "{address}" [<!ENTITY e SYSTEM "{address}">]>'
    return with_parts(path, {SHEET: doctype + sheet_of('<row><c t="str"><v>&e;</v></c></row>')})


def with_relationship(path: Path, kind: str, target: str, mode: str = "External") -> Path:
    """A good workbook whose water sheet has one more relationship, and a link on B4."""
    relationship = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId9" Type="{KINDS}/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    with zipfile.ZipFile(workbook(path)) as good:
        sheet = good.read(SHEET).decode()
    link = f'<hyperlinks><hyperlink ref="B4" r:id="rId9" xmlns:r="{KINDS}"/></hyperlinks>'
    return with_parts(
        path,
        {
            SHEET: sheet.replace("</sheetData>", f"</sheetData>{link}"),
            "xl/worksheets/_rels/sheet2.xml.rels": relationship,
        },
    )


def sheet_elsewhere(path: Path, target: str) -> Path:
    """A workbook whose second sheet lies at another place."""
    return edited(path, "xl/_rels/workbook.xml.rels", ("worksheets/sheet2.xml", target))


def with_sheet_named(path: Path, name: str) -> Path:
    """A good workbook with one more filled sheet of this name."""
    workbook(path, sheets={WATER: WATER_ROWS, "other": WATER_ROWS})
    return with_own_parts(path, WORKBOOK, ('name="other"', f'name="{name}"'))


def with_own_parts(path: Path, part: str, *replaced: tuple[str, str]) -> Path:
    """A workbook that is there already, with texts of one part replaced."""
    with zipfile.ZipFile(path) as good:
        parts = {entry.filename: good.read(entry) for entry in good.infolist()}
    text = parts[part].decode()
    for old, new in replaced:
        assert old in text, f"{part} has no {old}"
        text = text.replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | {part: text.encode()}).items():
            archive.writestr(name, content)
    return path


def many_sheets(path: Path, count: int = 3_000) -> Path:
    """A workbook with so many more sheets, each with one cell."""
    numbers = range(count)
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n + 9}" r:id="q{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="q{n}" Type="{KINDS}/worksheet" Target="worksheets/q{n}.xml"/>'
        for n in numbers
    )
    with zipfile.ZipFile(workbook(path)) as good:
        book, relationships = good.read(WORKBOOK).decode(), good.read(RELATIONSHIPS).decode()
    cell = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    return with_parts(
        path,
        {
            WORKBOOK: book.replace("</sheets>", f"{sheets}</sheets>"),
            RELATIONSHIPS: relationships.replace("</Relationships>", f"{related}</Relationships>"),
            **{f"xl/worksheets/q{n}.xml": cell for n in numbers},
        },
    )


def repeated_text(path: Path) -> Path:
    """A sheet whose cells share one long text: a small file, and 300 MB of text once it is read."""
    rows = "".join(f'<row r="{n}"><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(9, 9_400))
    with zipfile.ZipFile(rows_of_sheet(path, rows)) as good:
        sheet = good.read(SHEET)
        strings = good.read("xl/sharedStrings.xml").decode()
    long = strings.replace("<t>", f"<t>{'x' * 32_000}", 1)
    return with_parts(path, {SHEET: sheet, "xl/sharedStrings.xml": long})


def with_related_part(path: Path, kind: str, part: str) -> Path:
    """A good workbook to which a part of this kind belongs that lies where it is not looked for."""
    relationship = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{KINDS}/{kind}" '
        f'Target="/{part}"/></Relationships>'
    )
    return with_parts(path, {part: b"MZ", "xl/worksheets/_rels/sheet2.xml.rels": relationship})


def picture_elsewhere(path: Path) -> Path:
    """A picture that whoever opens the workbook fetches, and is seen to fetch."""
    relationship = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{KINDS}/image" '
        'Target="http://127.0.0.1:9/pixel.png" TargetMode="External"/></Relationships>'
    )
    return with_parts(path, {"xl/drawings/_rels/drawing1.xml.rels": relationship})


def with_format(path: Path, code: str) -> Path:
    """A good workbook with two thousand styles of one number format."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/>'
        + "</numFmts><cellXfs>"
        + '<xf numFmtId="200"/>' * 2000
        + "</cellXfs></styleSheet>"
    )
    return with_parts(path, {"xl/styles.xml": styles})


def repeated_column(path: Path) -> Path:
    """An OpenDocument sheet of one row that is repeated a thousand times over all columns."""
    with zipfile.ZipFile(LIBREOFFICE_ODS) as good:
        parts = {entry: good.read(entry) for entry in good.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for entry, part in parts.items():
            if entry.filename == "content.xml":
                part = part.replace(b"<table:table-row ", REPEATED_ROW, 1)
                part = part.replace(EMPTY_CELL, REPEATED_CELL, 1)
            archive.writestr(entry, part)
    return path


def compound_file(path: Path, *names: str) -> Path:
    """The start of a compound file with entries of these names, and nothing behind them."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return bytes_file(path, OLE_START + bytes(504) + entries)


def rows_of_sheet(path: Path, rows: str, before: str = "") -> Path:
    """A good workbook with rows of XML after those of its water sheet."""
    replaced = [("</sheetData>", f"{rows}</sheetData>")]
    if before:
        replaced.append(("<sheetData>", f"{before}<sheetData>"))
    return edited(path, SHEET, *replaced)


def cases() -> list[Case]:
    """Every file of the collection."""
    return [*CONTAINERS, *XML, *CARRIED, *CELLS, *TYPES, *TEXTS, *SIDECARS]


def _case(name: str, write: Write, rule_id: str | None, cell: str | None = None) -> Case:
    sheet, _, address = (cell or "").rpartition("!")
    return Case(name, write, rule_id, sheet or None, address or None)


E4 = f"{WATER}!E4"
B4 = f"{WATER}!B4"

CONTAINERS = (
    _case("bomb.xlsx", bomb, "too_large"),
    _case("lying_bomb.xlsx", lying_zip, "truncated_file"),
    _case("overlapping.xlsx", overlapping_zip, "too_large"),
    _case("nested_zips.xlsx", nested_zips, "embedded_objects"),
    _case("many_parts.xlsx", many_parts, "too_large"),
    _case("part_twice.xlsx", repeated_part, "not_a_workbook"),
    _case(
        "part_outside.xlsx",
        lambda path: with_parts(path, {f"../../../../{MARK}": b"x"}),
        "not_a_workbook",
    ),
    _case("part_at_root.xlsx", lambda path: with_parts(path, {"/etc/x": b"x"}), "not_a_workbook"),
    _case("repeated_rows.ods", repeated_column, "too_much_memory"),
    _case("password.xlsx", password_protected, "password_protected"),
    _case("password_zip.xlsx", encrypted_zip, "password_protected"),
    _case(
        "compound_of_nothing.xls",
        lambda path: compound_file(path, "Root Entry", "Workbook"),
        "not_a_workbook",
    ),
)

XML = (
    _case("billion_laughs.xlsx", billion_laughs, "not_a_workbook"),
    _case("external_entity.xlsx", external_entity, "not_a_workbook"),
    _case(
        "deep_nesting.xlsx",
        lambda path: with_parts(path, {SHEET: b"<a>" * 10_000_000}),
        "too_much_memory",
    ),
    _case(
        "many_texts.xlsx",
        lambda path: with_parts(
            path,
            {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">' + "<si><t>a</t></si>" * 800_000},
        ),
        "too_large",
    ),
    _case(
        "truncated_sheet.xlsx",
        lambda path: with_parts(path, {SHEET: sheet_of("")[:-20]}),
        "not_a_workbook",
    ),
    _case("circular.xlsx", lambda path: sheet_elsewhere(path, "../workbook.xml"), "not_a_workbook"),
    _case(
        "sheet_outside.xlsx",
        lambda path: sheet_elsewhere(path, "../../../../etc/passwd"),
        "not_a_workbook",
    ),
    _case(
        "sheet_at_root.xlsx", lambda path: sheet_elsewhere(path, "/etc/passwd"), "not_a_workbook"
    ),
    _case(
        "sheet_on_the_net.xlsx",
        lambda path: sheet_elsewhere(path, "http://127.0.0.1:9/sheet.xml"),
        "not_a_workbook",
    ),
    _case(
        "same_sheet_twice.xlsx",
        lambda path: sheet_elsewhere(path, "worksheets/sheet1.xml"),
        "not_a_workbook",
    ),
    _case(
        "two_sheets_of_a_name.xlsx",
        lambda path: edited(path, WORKBOOK, (f'name="{COVER}"', f'name="{WATER}"')),
        "wrong_layout",
    ),
    _case("long_format.xlsx", partial(with_format, code="[" * 200_000), "not_a_workbook"),
    _case("many_sheets.xlsx", many_sheets, "unknown_sheet", "s0!"),
    _case("long_sheet_name.xlsx", partial(with_sheet_named, name="n" * 1_000_000), "too_large"),
    _case(
        "path_as_sheet_name.xlsx",
        partial(with_sheet_named, name="../../etc/x"),
        "unknown_sheet",
        "../../etc/x!",
    ),
    _case(
        "names_but_for_case.xlsx",
        lambda path: workbook_of_case(path),
        "unknown_sheet",
        f"{WATER.lower()}!",
    ),
)

CARRIED = (
    _case("macros.xlsm", lambda path: with_parts(path, {"xl/vbaProject.bin": OLE_START}), "macros"),
    _case(
        "macro_sheet.xlsm",
        lambda path: with_parts(path, {"xl/macrosheets/sheet1.xml": sheet_of("")}),
        "macros",
    ),
    _case(
        "ole_object.xlsx",
        lambda path: with_parts(path, {"xl/embeddings/oleObject1.bin": OLE_START}),
        "embedded_objects",
    ),
    _case(
        "active_x.xlsx",
        lambda path: with_parts(path, {"xl/activeX/activeX1.bin": b"MZ"}),
        "embedded_objects",
    ),
    _case(
        "macros_elsewhere.xlsx",
        partial(with_related_part, kind="vbaProject", part="xl/stuff/a.bin"),
        "macros",
    ),
    _case(
        "object_elsewhere.xlsx",
        partial(with_related_part, kind="oleObject", part="xl/stuff/a.bin"),
        "embedded_objects",
    ),
    _case("picture_elsewhere.xlsx", picture_elsewhere, "external_reference"),
    _case(
        "add_in.xlsx",
        lambda path: with_parts(path, {"xl/webextensions/webextension1.xml": "<a/>"}),
        "external_reference",
    ),
    _case(
        "name_elsewhere.xlsx",
        lambda path: edited(
            path,
            WORKBOOK,
            (
                "</sheets>",
                "</sheets><definedNames><definedName name=\"x\">cmd|'/c calc'!A1</definedName>"
                "</definedNames>",
            ),
        ),
        "external_reference",
    ),
    _case(
        "image.xlsx",
        partial(with_cell, cell='<c r="E4"><f>_xlfn.IMAGE(A1)</f><v>1200.5</v></c>'),
        "external_reference",
        E4,
    ),
    _case(
        "external_link.xlsx",
        lambda path: with_parts(path, {"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "external_reference",
    ),
    _case(
        "value_elsewhere.xlsx",
        partial(with_cell, cell='<c r="E4"><f>[1]Sheet1!$A$1</f><v>1200.5</v></c>'),
        "external_reference",
        E4,
    ),
    _case(
        "webservice.xlsx",
        partial(
            with_cell,
            cell='<c r="E4"><f>_xlfn.WEBSERVICE("x"&amp;A1)</f><v>1200.5</v></c>',
        ),
        "external_reference",
        E4,
    ),
    _case(
        "dde.xlsx",
        partial(with_cell, cell="<c r=\"E4\"><f>cmd|'/c calc'!A1</f><v>1200.5</v></c>"),
        "external_reference",
        E4,
    ),
    _case(
        "hyperlink.xlsx",
        partial(with_relationship, kind="hyperlink", target="http://127.0.0.1:9/x"),
        "external_reference",
        B4,
    ),
    _case(
        "mail_address.xlsx",
        partial(with_relationship, kind="hyperlink", target="mailto:a@example.org"),
        None,
    ),
)

CELLS = (
    _case(
        "million_empty_rows.xlsx",
        lambda path: rows_of_sheet(path, "<row/>" * 1_000_000),
        "empty_rows",
        f"{WATER}!",
    ),
    _case(
        "huge_dimension.xlsx",
        lambda path: edited(path, SHEET, ('ref="A1:E4"', 'ref="A1:XFD1048576"')),
        None,
    ),
    _case(
        "columns_before_the_first.xlsx",
        lambda path: edited(
            path,
            SHEET,
            (
                "<sheetData>",
                '<cols><col min="-99999999999" max="9" hidden="1"/></cols><sheetData>',
            ),
        ),
        None,
    ),
    _case(
        "columns_again_and_again.xlsx",
        lambda path: edited(
            path,
            SHEET,
            (
                "<sheetData>",
                "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 200_000 + "</cols><sheetData>",
            ),
        ),
        None,
    ),
    _case("repeated_text.xlsx", repeated_text, "too_large"),
    _case(
        "cell_twice.xlsx",
        lambda path: rows_of_sheet(path, '<row r="4"><c r="E4"><v>1</v></c></row>'),
        "not_a_workbook",
    ),
    _case(
        "cells_out_of_order.xlsx",
        lambda path: rows_of_sheet(path, '<row r="2"><c r="C2"><v>1</v></c></row>'),
        None,
    ),
    _case(
        "beyond_the_last_column.xlsx",
        partial(with_cell, cell='<c r="XFE4"><v>1</v></c>'),
        "not_a_workbook",
    ),
    _case(
        "beyond_the_last_row.xlsx",
        partial(with_cell, cell='<c r="A1048577"><v>1</v></c>'),
        "not_a_workbook",
    ),
    _case(
        "text_of_no_number.xlsx",
        partial(with_cell, cell='<c r="E4" t="s"><v>99999</v></c>'),
        "not_a_workbook",
    ),
    _case(
        "style_of_no_number.xlsx",
        partial(with_cell, cell='<c r="E4" s="99999"><v>1200.5</v></c>'),
        None,
    ),
    _case(
        "inline_text.xlsx",
        partial(with_cell, cell='<c r="E4" t="inlineStr"><is><t>1200.5</t></is></c>'),
        None,
    ),
    _case(
        "row_of_no_number.xlsx",
        lambda path: rows_of_sheet(path, f'<row r="{"9" * 5000}"><c><v>1</v></c></row>'),
        "not_a_workbook",
    ),
    _case(
        "long_text.xlsx",
        partial(with_cell, cell=f'<c r="E4" t="str"><v>{"x" * 2_000_000}</v></c>'),
        "too_large",
    ),
)

TYPES = (
    _case("csv.xlsx", csv_file, "not_a_workbook"),
    _case("workbook.csv", workbook, "unknown_file_type"),
    _case(
        "html.xls",
        partial(bytes_file, content=b"<html><table><tr><td>1</td></tr></table></html>"),
        "not_a_workbook",
    ),
    _case("pdf.xlsx", partial(bytes_file, content=b"%PDF-1.7\n%\xe2\xe3"), "not_a_workbook"),
    _case(
        "program.xlsx", partial(bytes_file, content=b"MZ\x90\x00" + bytes(200)), "not_a_workbook"
    ),
    _case("picture.xlsx", partial(bytes_file, content=b"\x89PNG\r\n\x1a\n"), "not_a_workbook"),
    _case(
        "program.csv",
        partial(bytes_file, content=b"MZ\x90\x00" + bytes(200)),
        "unreadable_encoding",
    ),
    _case(
        "picture.csv", partial(bytes_file, content=b"\x89PNG\r\n\x1a\n\0\0"), "unreadable_encoding"
    ),
    _case("program.exe", partial(bytes_file, content=b"MZ"), "unknown_file_type"),
    _case("zeros.csv", partial(bytes_file, content=bytes(1000)), "unreadable_encoding"),
)


def workbook_of_case(path: Path) -> Path:
    """Two sheets whose names differ in case alone, both filled."""
    lower = WATER.lower()
    rows = {WATER: WATER_ROWS, f"{WATER}2": WATER_ROWS}
    workbook(path, sheets=rows)
    with zipfile.ZipFile(path) as good:
        parts = {entry.filename: good.read(entry) for entry in good.infolist()}
    parts[WORKBOOK] = parts[WORKBOOK].replace(f"{WATER}2".encode(), lower.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def csv_of(path: Path, text: str, encoding: str = "utf-8", mark: bytes = b"") -> Path:
    """A CSV with this text."""
    return bytes_file(path, mark + text.encode(encoding))


GOOD = CSV_HEADER + CSV_ROW

TEXTS = (
    _case(
        "formula.xlsx",
        partial(with_note, text="=cmd|'/c calc'!A1"),
        "formula_in_text",
        B4,
    ),
    _case("formula_at.xlsx", partial(with_note, text="@SUM(1)"), "formula_in_text", B4),
    _case("formula_tab.xlsx", partial(with_note, text="\t=1+1"), "formula_in_text", B4),
    _case("formula_minus.xlsx", partial(with_note, text="-HYPERLINK(1)"), "formula_in_text", B4),
    _case(
        "formula.csv",
        partial(csv_of, text=GOOD + CSV_ROW.replace("m3", '"=1+1"')),
        "formula_in_text",
        "csv!R3C6",
    ),
    _case(
        "formula_full_width.csv",
        partial(csv_of, text=GOOD + CSV_ROW.replace("m3", "＝1+1")),
        "formula_in_text",
        "csv!R3C6",
    ),
    # Quadratic once: each line looked through all blank ones after it.
    _case("blanks.csv", partial(csv_of, text=GOOD + " , , , , , \n" * 100_000), None),
    _case("controls.xlsx", partial(with_note, text="a_x001B_[31mred"), "control_characters", B4),
    _case(
        "turned_around.xlsx", partial(with_note, text="a\u202egpj.exe"), "control_characters", B4
    ),
    _case(
        "zero_byte.csv",
        partial(csv_of, text=GOOD + CSV_ROW.replace("fresh", "fre\0sh")),
        "control_characters",
        "csv!R3C3",
    ),
    _case("line_breaks.xlsx", partial(with_note, text="one\ntwo_x000D_three"), None),
    _case("too_many_rows.csv", partial(csv_of, text=GOOD * 5_000), "too_large"),
    _case("line_of_50_mb.csv", partial(csv_of, text=CSV_HEADER + "x" * 50_000_000), "too_large"),
    _case("million_columns.csv", partial(csv_of, text=CSV_HEADER + "," * 2_000_000), "too_large"),
    _case("open_quote.csv", partial(csv_of, text=GOOD + '"' + CSV_ROW * 1000), "too_large"),
    _case("open_quote_short.csv", partial(csv_of, text=GOOD + '"' + CSV_ROW), "truncated_file"),
    _case("quote_inside.csv", partial(csv_of, text=GOOD + '"a"b,' + CSV_ROW), "wrong_layout"),
    _case(
        "mixed_line_ends.csv",
        partial(
            csv_of,
            text=CSV_HEADER
            + CSV_ROW.strip()
            + "\r\n"
            + CSV_ROW.replace("2021", "2022").strip()
            + "\r",
        ),
        None,
    ),
    _case(
        "gb18030.csv", partial(csv_of, text=GOOD.replace("m3", "立方米"), encoding="gb18030"), None
    ),
    _case("utf16_marked.csv", partial(csv_of, text=GOOD, encoding="utf-16"), None),
    _case(
        "utf16_unmarked.csv",
        partial(csv_of, text=GOOD, encoding="utf-16-le"),
        "unreadable_encoding",
    ),
    _case("utf8_marked.csv", partial(csv_of, text=GOOD, mark=codecs.BOM_UTF8), None),
    _case("latin.csv", partial(csv_of, text=GOOD + "é", encoding="latin-1"), "unreadable_encoding"),
    _case(
        "surrogates.csv",
        partial(bytes_file, content=GOOD.encode() + b"\xed\xa0\x80"),
        "unreadable_encoding",
    ),
)


def with_sidecar(path: Path, text: str) -> Path:
    """A good CSV with this sidecar."""
    sidecar(csv_file(path), text)
    return path


_SIDECARS = {
    "aliases": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "merges": "a: &a {x: 1}\nb: &b {<<: [*a, *a]}\n",
    "tags": f"kind: !!python/object/apply:os.system ['touch {MARK}']\n",
    "nested": "[" * 60_000,
    "list": "- kind\n",
    "huge": "kind: original\n" + "# " + "x" * 70_000,
    "long_number": "",
    "twice": "kind: original\nkind: replaces_all\n",
    "two_documents": "kind: original\n---\nkind: replaces_all\n",
    "half_character": 'sender: "\\ud800"\n',
    "program": "MZ\0\0\0\0",
}
SIDECARS = tuple(
    _case(f"sidecar_{name}.csv", partial(with_sidecar, text=text), "sidecar_unreadable")
    for name, text in _SIDECARS.items()
    if text
) + (
    _case(
        "sidecar_long_number.csv",
        partial(with_sidecar, text="kind: original\nrevision: 0x" + "f" * 60_000),
        "unreadable_revision",
    ),
    _case(
        "sidecar_controls.csv",
        partial(with_sidecar, text='sender: "a\\0b\\e[31m"\n'),
        "control_characters",
    ),
    _case(
        "sidecar_before_time.csv",
        partial(with_sidecar, text="sent_at: 0001-01-01T00:00:00+23:59\n"),
        "unreadable_sent_at",
    ),
    _case(
        "sidecar_like_a_layout.csv",
        partial(with_sidecar, text="reader: xlsx\nheader_row: 1\n"),
        "unknown_sidecar_field",
    ),
)
