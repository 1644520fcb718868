"""What kind of workbook a file is, by how it begins and not by its name."""

from __future__ import annotations

from pathlib import Path

from pipelines.intake.cells import Book
from pipelines.intake.legacy import read_legacy
from pipelines.intake.oddities import notes_of_compound_file, notes_of_parts
from pipelines.intake.package import SAVE_ANEW, Package
from pipelines.intake.problems import RejectedError, shortened
from pipelines.intake.xlsx import read_xlsx

# Containers begin with these; no text does.
ZIP_START = b"PK\x03\x04"
OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
START_BYTES = 40

# Where an OpenDocument file says that its parts are encrypted (OpenDocument 1.3 part 2, 4.8).
ODS_MANIFEST = "META-INF/manifest.xml"
ODS_ENCRYPTION = b"encryption-data"

# The stream of a compound file that holds a workbook encrypted by Excel ([MS-OFFCRYPTO] 2.3.4.4).
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_workbook(path: Path) -> Book:
    """All sheets of a workbook of any format. Raises RejectedError when it cannot be read."""
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    if start.startswith(ZIP_START):
        return _read_zipped(path)
    if start.startswith(OLE_START):
        content = path.read_bytes()
        if ENCRYPTED_STREAM in content:
            raise RejectedError(
                "password_protected", "a workbook with a password", "the workbook without one"
            )
        return read_legacy(content, notes_of_compound_file(content))
    raise RejectedError(
        "not_a_workbook",
        f"a file that begins with {shortened(repr(start))}",
        SAVE_ANEW,
    )


def _read_zipped(path: Path) -> Book:
    with Package(path) as package:
        package.refuse_unsafe()
        if "xl/workbook.bin" in package:
            return read_legacy(path.read_bytes(), notes_of_parts(package))
        if "content.xml" not in package:
            return read_xlsx(package)
        if ODS_MANIFEST in package and ODS_ENCRYPTION in package.read(ODS_MANIFEST):
            raise RejectedError(
                "password_protected", "a workbook with a password", "the workbook without one"
            )
        return read_legacy(path.read_bytes(), notes_of_parts(package))
