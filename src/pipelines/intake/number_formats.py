"""Number formats of workbooks: which numbers are shown as dates or per cent, and as which text."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

# Built-in formats that are dates or times: 14-22 and 45-47 everywhere, 27-36 and 50-58 in the
# Chinese, Japanese and Korean editions of Excel (ECMA-376 part 1, 18.8.30).
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])

BUILT_IN_PERCENTS = frozenset([9, 10])

# What a format code shows as it stands: quoted text, escaped, padding and filling characters,
# and brackets (colour, condition, locale) other than those of elapsed time.
LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)

# Day 0 of the two date systems. Day 60 of the first is 29 February 1900, which never was: days
# before it count from one day later.
DAY_ZERO_1900 = datetime(1899, 12, 30)
DAY_ZERO_1904 = datetime(1904, 1, 1)
DAY_THAT_NEVER_WAS = 60
END_OF_DAYS = datetime(9999, 12, 31)

# Excel takes no longer format (Excel specifications and limits: number formats).
MAX_CODE_LENGTH = 255


def is_date_format(format_id: int, code: str | None) -> bool:
    """Whether numbers in this format are shown as dates or times."""
    if code is None:
        return format_id in BUILT_IN_DATES
    if len(code) > MAX_CODE_LENGTH:
        raise ValueError(f"a number format of {len(code):,} characters")
    return bool(DATE_LETTERS.search(LITERALS.sub("", code)))


def is_percent_format(format_id: int, code: str | None) -> bool:
    """Whether numbers in this format are shown in per cent: a hundred times as large."""
    if code is None:
        return format_id in BUILT_IN_PERCENTS
    return "%" in LITERALS.sub("", code)


def percent_text(fraction: float) -> str:
    """The text of a number that is shown in per cent: 0.9957 is `99.57%`."""
    return f"{fraction * 100:.15g}%"


def date_text(serial: float, is_1904: bool) -> str | None:
    """The date of a serial number as ISO text, with the time where it has one.

    A number below one day is a time (`08:30:00`). Null where no date has this number.
    """
    day_zero = DAY_ZERO_1904 if is_1904 else DAY_ZERO_1900
    if not 0 <= serial < (END_OF_DAYS - day_zero).days:
        return None
    moment = day_zero + timedelta(seconds=round(serial * 86_400))
    if serial < 1:
        return moment.time().isoformat()
    if not is_1904 and serial < DAY_THAT_NEVER_WAS:
        moment += timedelta(days=1)
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat()
