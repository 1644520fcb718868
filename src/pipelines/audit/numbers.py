"""Numbers as documents print them: with separators, units and words beside them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MINUS = str.maketrans("−–—﹣", "----")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'’ ]\d{3})+(?:\.\d+)?")
PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
AT_START = re.compile(rf"(?:{GROUPED.pattern}(?!\d)|{PLAIN.pattern})")
DATE = re.compile(
    r"\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?|\d{4}\.\d{1,2}\.\d{1,2}|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
)
MISSING = re.compile(r"-*|/|n/?a|nil|none|null|无|未(?:披露|统计|公布)", re.IGNORECASE)
# No quantity that a company prints has more digits before the point, or after it.
MOST_DIGITS = 30


@dataclass(frozen=True)
class Printed:
    """What is printed as a value: its number as plain text, and what stands around it.

    `number` is null where the text is no number.
    """

    number: str | None
    before: str
    after: str

    @property
    def is_missing(self) -> bool:
        """Whether nothing was printed, or a sign for nothing."""
        return self.number is None and MISSING.fullmatch(self.before) is not None

    @property
    def is_date(self) -> bool:
        """Whether it is a date or a month."""
        return self.number is None and DATE.fullmatch(self.before) is not None


def printed(text: str) -> Printed:
    """What is printed, with full-width digits, other minus signs and separators of thousands."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(MINUS).split())
    if DATE.fullmatch(plain):
        return Printed(None, plain, "")
    start = re.search(r"[+-]?\.?\d", plain)
    found = AT_START.match(plain, start.start()) if start else None
    if start is None or found is None:
        return Printed(None, plain, "")
    number = re.sub(r"[,'’ ]", "", found[0])
    before, after = plain[: start.start()].strip(), plain[found.end() :].strip()
    if len(number) > MOST_DIGITS or re.match(r"[\d.,]", after):
        return Printed(None, plain, "")
    return Printed(number, before, after)
