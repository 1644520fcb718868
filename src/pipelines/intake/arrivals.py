"""Arrivals as the ledger holds them: record, content, sidecar and place brought together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from pipelines.clock import group_time
from pipelines.intake.archive import ArrivalRecord
from pipelines.intake.contents import CSV_ENDINGS, WORKBOOK_ENDINGS, Content, reader_of
from pipelines.intake.cover import CoverValue
from pipelines.intake.places import PlacePattern, place_of
from pipelines.intake.problems import Note, RejectedError, Rejection, shortened
from pipelines.intake.sidecar import read_sidecar

WITHDRAWS = "withdraws"
KINDS = ("original", "replaces_all", "replaces_values", WITHDRAWS)
DEFAULT_KIND = "original"
DEFAULT_REVISION = 0

REVISION = re.compile(r"[0-9]{1,6}")
MOMENT = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)

Row = dict[str, object]


def arrival_row(
    record: ArrivalRecord,
    content: Content | None,
    sidecar: bytes | None,
    patterns: list[PlacePattern],
) -> tuple[Row, list[Note]]:
    """The row of one arrival, and what was odd about it; no content where none could be parsed."""
    stated, notes, sidecar_problem = _sidecar(sidecar)
    cover = content.cover if content else {}
    stated = {**cover, **stated}
    kind = _interpreted(stated, "kind", notes) or DEFAULT_KIND
    unread = content.rejection if content and not _withdraws_by(content, kind) else None
    rejection = _rejection(record) or sidecar_problem or unread
    form = None if unread else content
    place = place_of(record.path, patterns)
    plant, period, name = (cover.get(field) for field in ("plant_id", "period", "plant_name"))
    row: Row = {
        "arrival_id": record.arrival_id,
        "path": record.path,
        "path_sequence": record.path_sequence,
        "content_id": record.content_id,
        "sidecar_content_id": record.sidecar_content_id,
        "size_bytes": record.size_bytes,
        "form_id": form.form_id if form else None,
        "layout_version": form.layout_version if form else None,
        "reader": reader_of(record.path),
        "kind": kind,
        "revision": _interpreted(stated, "revision", notes) or DEFAULT_REVISION,
        "sender": _text(stated, "sender"),
        "contact": _text(stated, "contact"),
        "reason": _text(stated, "reason"),
        "received_at": _interpreted(stated, "sent_at", notes) or group_time(record.modified_at),
        "cover_plant_text": plant.text or None if plant else None,
        "cover_plant_name_text": name.text if name else None,
        "cover_period_text": period.text or None if period else None,
        "cover_plant_cell": _cell(plant),
        "cover_period_cell": _cell(period),
        "place_form_text": place.form_id if place else None,
        "place_plant_text": place.plant_id if place else None,
        "place_period_text": place.period if place else None,
        "state": "rejected" if rejection else "read",
        "rejection_rule_id": rejection.rule_id if rejection else None,
        "rejection_found": rejection.found if rejection else None,
        "rejection_expected": rejection.expected if rejection else None,
    }
    return row, [*(content.notes if content else []), *notes]


def parse_kind(text: str) -> str | None:
    """A kind of submission that is known; else null."""
    return text.lower() if text.lower() in KINDS else None


def parse_revision(text: str) -> int | None:
    """A revision number; null where the text is none."""
    return int(text) if REVISION.fullmatch(text) else None


def parse_moment(text: str) -> datetime | None:
    """A date, with or without a time, by the clock of the group; null for other texts.

    A time with an offset is turned to that clock.
    """
    found = MOMENT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second)
        offset = _offset(found["offset"])
        return moment if offset is None else group_time(moment.replace(tzinfo=offset))
    except (ValueError, OverflowError):  # no such day, or one before the first
        return None


INTERPRETERS: dict[str, tuple[Callable[[str], object | None], str, str]] = {
    "kind": (parse_kind, "unknown_kind", f"one of {', '.join(KINDS)}"),
    "revision": (
        parse_revision,
        "unreadable_revision",
        "a whole number: 0 for an original, then 1",
    ),
    "sent_at": (
        parse_moment,
        "unreadable_sent_at",
        "a date such as 2021-04-08 or 2021-04-08 17:30",
    ),
}


def _interpreted(stated: dict[str, CoverValue], field: str, notes: list[Note]) -> object | None:
    """What a file states for a field, understood; null, with a note, where it cannot be."""
    text = _text(stated, field)
    if text is None:
        return None
    interpret, rule_id, expected = INTERPRETERS[field]
    understood = interpret(unicodedata.normalize("NFKC", text))
    if understood is None:
        value = stated[field]
        found = text if value.address else f"{field}: {text}"
        notes.append(Note(rule_id, value.sheet, value.address, shortened(found), expected))
    return understood


def _withdraws_by(content: Content, kind: object) -> bool:
    """Whether a form is rightly empty: what withdraws reports nothing."""
    return content.is_empty_form and kind == WITHDRAWS


def _rejection(record: ArrivalRecord) -> Rejection | None:
    if record.rejection:
        return Rejection(*record.rejection)
    if reader_of(record.path) is None:
        endings = ", ".join((*WORKBOOK_ENDINGS, *CSV_ENDINGS))
        found = shortened(f"a file named {record.path.rpartition('/')[2]}")
        return Rejection("unknown_file_type", found, f"a file that ends in one of {endings}")
    return None


def _sidecar(
    content: bytes | None,
) -> tuple[dict[str, CoverValue], list[Note], Rejection | None]:
    if content is None:
        return {}, [], None
    try:
        values, notes = read_sidecar(content)
    except RejectedError as error:
        return {}, [], error.rejection
    return {field: CoverValue(text, None, None) for field, text in values.items()}, notes, None


def _text(stated: dict[str, CoverValue], field: str) -> str | None:
    value = stated.get(field)
    return (value.text.strip() or None) if value else None


def _cell(value: CoverValue | None) -> str | None:
    return f"{value.sheet}!{value.address}" if value else None


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if text.startswith("-") else ahead)
