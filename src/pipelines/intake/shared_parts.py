"""What the cells of an xlsx file share: texts, and styles that show a number as something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.intake.cells import require_few
from pipelines.intake.number_formats import is_date_format, is_percent_format
from pipelines.intake.package import Attributes, Package, stored_text


def shared_strings(package: Package, part: str | None) -> dict[str, str]:
    """The shared texts of a workbook by number as it is written, without phonetic guides."""
    texts: dict[str, str] = {}
    if part is None:
        return texts
    pieces: list[str] = []
    is_text = False
    phonetic = 0

    def start(element: str, _: Attributes) -> None:
        nonlocal is_text, phonetic
        if element == "t":
            is_text = not phonetic
        elif element == "si":
            pieces.clear()
        elif element == "rPh":
            phonetic += 1

    def end(element: str) -> None:
        nonlocal is_text, phonetic
        if element == "t":
            is_text = False
        elif element == "si":
            texts[str(len(texts))] = stored_text("".join(pieces))
            require_few(len(texts))
        elif element == "rPh":
            phonetic -= 1

    def text(data: str) -> None:
        if is_text:
            pieces.append(data)

    package.parse(part, start, end, text)
    return texts


@dataclass(frozen=True)
class NumberStyles:
    """The numbers of the cell styles that show a number as something else."""

    dates: frozenset[str]
    percents: frozenset[str]


def number_styles(package: Package, part: str | None) -> NumberStyles:
    """The cell styles that show a number as a date or time, and those that show per cent."""
    codes: dict[int, str] = {}
    cell_formats: list[int] = []
    is_cell_format = False

    def start(element: str, attributes: Attributes) -> None:
        nonlocal is_cell_format
        if element == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif element == "cellXfs":
            is_cell_format = True
        elif element == "xf" and is_cell_format:
            cell_formats.append(int(attributes.get("numFmtId", "0")))

    def end(element: str) -> None:
        nonlocal is_cell_format
        if element == "cellXfs":
            is_cell_format = False

    if part is not None:
        package.parse(part, start, end)
    dates, percents = (
        _cell_styles(cell_formats, codes, is_of_kind)
        for is_of_kind in (is_date_format, is_percent_format)
    )
    return NumberStyles(dates, percents)


def _cell_styles(
    cell_formats: list[int], codes: dict[int, str], is_of_kind: Callable[[int, str | None], bool]
) -> frozenset[str]:
    """The numbers of the styles whose format is of a kind; each format is asked once."""
    of_kind = {one for one in set(cell_formats) if is_of_kind(one, codes.get(one))}
    return frozenset(
        str(number) for number, format_id in enumerate(cell_formats) if format_id in of_kind
    )
