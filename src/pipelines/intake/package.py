"""The parts of an xlsx file: a zip of XML parts that refer to each other.

Opens the zip, refuses what is damaged, protected or too large, and reads the small parts:
relationships and the list of sheets. Shared texts and styles are read by `shared_parts`, sheets by
`sheet_xml`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pipelines.intake.limits import MAX_PARTS, MAX_UNZIPPED_BYTES
from pipelines.intake.problems import RejectedError, shortened

CHUNK_BYTES = 256 * 1024

SAVE_ANEW = "a workbook that opens in Excel; open it, save it anew as .xlsx and send that"
ZIP_ENCRYPTED_FLAG = 0x1

# Between namespace and name of an element or attribute; no XML can hold it.
NAMESPACE_END = "\x1f"
NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]

# Characters that XML cannot hold are stored as `_x000D_` (ECMA-376 part 1, ST_Xstring); halves of
# surrogate pairs are no characters and stay as they stand.
STORED_CHARACTER = re.compile(r"_x((?!D[89A-F])[0-9A-F]{4})_", re.IGNORECASE)

Attributes = dict[str, str]


@dataclass(frozen=True)
class SheetPart:
    """One sheet of a workbook: name, whether it is hidden, and the part that holds its cells."""

    name: str
    is_hidden: bool
    part: str


@dataclass(frozen=True)
class WorkbookPart:
    """What the workbook part says: its sheets in order, its date system, and names for formulas."""

    sheets: list[SheetPart]
    is_1904: bool
    shared_strings: str | None
    styles: str | None
    names: list[tuple[str, str]]


class Package:
    """An open xlsx file. Raises RejectedError when it is no readable zip."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise RejectedError(
                "truncated_file",
                f"a zip container without its end ({error})",
                "the whole file; copy or send it again",
            ) from error
        self._size = path.stat().st_size
        self._entries = {_part_name(entry): entry for entry in self._zip.infolist()}

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def refuse_unsafe(self) -> None:
        """Raise RejectedError for a container that is encrypted, too large, or ambiguous."""
        entries = self._zip.infolist()
        if len(entries) > MAX_PARTS:
            raise RejectedError(
                "too_large", f"{len(entries):,} parts in the container", f"at most {MAX_PARTS:,}"
            )
        if any(entry.flag_bits & ZIP_ENCRYPTED_FLAG for entry in entries):
            raise RejectedError(
                "password_protected",
                "a zip container whose parts are encrypted",
                "the file without a password",
            )
        unzipped = sum(entry.file_size for entry in entries)
        if unzipped > MAX_UNZIPPED_BYTES:
            raise RejectedError(
                "too_large",
                f"{unzipped:,} bytes once unzipped",
                f"at most {MAX_UNZIPPED_BYTES:,} bytes; delete pictures and unused sheets",
            )
        if sum(entry.compress_size for entry in entries) > self._size:
            raise RejectedError("too_large", "parts that share their bytes", SAVE_ANEW)
        if len(self._entries) < len(entries):
            raise RejectedError("not_a_workbook", "two parts of one name", SAVE_ANEW)
        for part in self._entries:
            if part.startswith("/") or ".." in part.split("/"):
                found = f"a part named {shortened(part)!r}, outside the container"
                raise RejectedError("not_a_workbook", found, SAVE_ANEW)

    def holds_any(self, *folders: str) -> bool:
        """Whether the container has a part whose name begins with one of these."""
        return any(part.startswith(folders) for part in self._entries)

    def read(self, part: str) -> bytes:
        """All bytes of a part."""
        return b"".join(self._chunks(part))

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], Any] | None = None,
        end: Callable[[str], Any] | None = None,
        text: Callable[[str], Any] | None = None,
    ) -> None:
        """Feed one XML part to handlers of elements and text, piece by piece.

        Elements come by their name where they are of the namespace of the root, whatever prefix is
        written; others, of extensions, with their namespace and NAMESPACE_END before it.
        """
        parser = expat.ParserCreate(namespace_separator=NAMESPACE_END)
        parser.buffer_text = True
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype

        def begin(root: str, attributes: Attributes) -> None:
            names = _Names(root[: root.rfind(NAMESPACE_END) + 1])
            parser.StartElementHandler = _by_name(names, start)
            parser.EndElementHandler = _by_name(names, end)

        parser.StartElementHandler = begin
        try:
            for chunk in self._chunks(part):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if error.code == NO_MEMORY:
                raise MemoryError(str(error)) from error
            raise RejectedError(
                "not_a_workbook", f"part {part} is no XML ({error})", SAVE_ANEW
            ) from error

    def _chunks(self, part: str) -> Iterator[bytes]:
        entry = self._entries.get(part.lower())
        if entry is None:
            raise RejectedError("not_a_workbook", f"no part {part} in the container", SAVE_ANEW)
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise RejectedError(
                "truncated_file",
                f"part {part} is damaged ({error})",
                "the whole file; copy or send it again",
            ) from error

    def relationships(self, source: str) -> dict[str, tuple[str, str]]:
        """Kind (last word of its type) and target of each relationship of a part, by its id."""
        folder = posixpath.dirname(source)
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
                kind = attributes["Type"].rpartition("/")[2]
                found[attributes["Id"]] = (kind, target.lstrip("/"))

        part = _relationships_of(source)
        if part in self:
            self.parse(part, start)
        return found

    def outside_targets(self, source: str) -> dict[str, str]:
        """What the relationships of a part that lead out of the container point to, by id.

        Mail addresses are left out: Excel makes a link of each one that is typed.
        """
        found: dict[str, str] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") == "External":
                target = attributes["Target"]
                if not target.lower().startswith("mailto:"):
                    found[attributes["Id"]] = target

        part = _relationships_of(source)
        if part in self:
            self.parse(part, start)
        return found

    def kinds(self) -> list[tuple[str, str]]:
        """Kind of each relationship of any part, and its target; empty where that is a part."""
        found: list[tuple[str, str]] = []

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship":
                is_outside = attributes.get("TargetMode") == "External"
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((kind, attributes.get("Target", "") if is_outside else ""))

        for part in self._entries:
            if part.endswith(".rels"):
                self.parse(part, start)
        return found

    def workbook(self) -> WorkbookPart:
        """The sheets of the workbook in their order. Chart and dialogue sheets hold no cells."""
        main = next(
            (t for kind, t in self.relationships("").values() if kind == "officeDocument"), ""
        )
        relationships = self.relationships(main)
        listed: list[tuple[str, bool, str]] = []
        date_systems: list[bool] = []
        names: list[tuple[str, list[str]]] = []
        is_name = False

        def start(element: str, attributes: Attributes) -> None:
            nonlocal is_name
            if element == "sheet":
                is_hidden = attributes.get("state", "visible") != "visible"
                listed.append((attributes["name"], is_hidden, relationship_id(attributes)))
            elif element == "workbookPr":
                date_systems.append(attributes.get("date1904", "0") in ("1", "true"))
            elif element == "definedName":
                names.append((attributes.get("name", ""), []))
            is_name = element == "definedName"

        def text(data: str) -> None:
            if is_name:
                names[-1][1].append(data)

        self.parse(main, start, text=text)
        parts = dict(relationships.values())
        return WorkbookPart(
            sheets=[
                SheetPart(name, is_hidden, relationships[relationship_id][1])
                for name, is_hidden, relationship_id in listed
                if relationships[relationship_id][0] == "worksheet"
            ],
            is_1904=any(date_systems),
            shared_strings=parts.get("sharedStrings"),
            styles=parts.get("styles"),
            names=[(name, "".join(pieces)) for name, pieces in names],
        )


def stored_text(text: str) -> str:
    """The text that a stored text stands for: `_x000D_` is a carriage return."""
    if "_x" not in text:
        return text
    return STORED_CHARACTER.sub(lambda match: chr(int(match[1], 16)), text)


def _part_name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lower()


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationship_id(attributes: Attributes) -> str:
    """The relationship that an element names; an empty text for none."""
    ids = (v for name, v in attributes.items() if name.rpartition(NAMESPACE_END)[2] == "id")
    return next(ids, "")


class _Names(dict[str, str]):
    """The names of elements by what the parser calls them, each made once."""

    def __init__(self, namespace: str) -> None:
        super().__init__()
        self._namespace = namespace

    def __missing__(self, element: str) -> str:
        name = element.removeprefix(self._namespace)
        if name == element and self._namespace and NAMESPACE_END not in element:
            name = NAMESPACE_END + element  # of no namespace, where the root has one
        self[element] = name
        return name


def _by_name(names: _Names, handler: Callable[..., Any] | None) -> Callable[..., Any] | None:
    if handler is None:
        return None
    return lambda element, *arguments: handler(names[element], *arguments)


def _refuse_doctype(*_: object) -> None:
    raise RejectedError(
        "not_a_workbook",
        "a document type definition in its XML, which no spreadsheet program writes",
        SAVE_ANEW,
    )
