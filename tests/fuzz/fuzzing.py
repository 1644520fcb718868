"""How long to fuzz, and what is fuzzed: good files, and ways of spoiling them."""

from __future__ import annotations

import io
import os
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bad_files import CSV_HEADER, CSV_ROW, WATER, WATER_ROWS, workbook
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from pipelines.reference import read_seed
from pipelines.settings import Settings

SETTINGS = Settings.from_environment()

# `make fuzz` sets it: so many times the examples of `make test`.
TIMES = int(os.environ.get("FUZZ_TIMES", "1"))


def fuzzed(examples: int, shrinks: bool = True) -> settings:
    """Settings of Hypothesis for a test with so many examples in `make test`.

    A test whose examples take seconds shows a failing one as it is, instead of making it smaller.
    """
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        phases=tuple(phase for phase in Phase if shrinks or phase is not Phase.shrink),
    )


@cache
def good_workbook() -> bytes:
    """A monthly workbook with a water and an energy sheet."""
    with TemporaryDirectory() as folder:
        rows = (*WATER_ROWS, ("total_water", "总用水", None, "m3", 2400))
        return workbook(Path(folder, "good.xlsx"), sheets={WATER: rows}).read_bytes()


GOOD_CSV = CSV_HEADER + CSV_ROW + CSV_ROW.replace("fresh_water", "total_water")

NUMBERS = (
    *("1e308", "1e309", "-1e308", "NaN", "Infinity", "-Infinity", "-0", "0", "1E5", "0x10"),
    *("12,5", "1,234.5", "1.234,5", "１２．５", "１２", "1 234", "99999999999999", "0.0000001"),
    *("123456789012.123456", "1/2", "44197", "2021-03-01", "5%", "—", "无", "#DIV/0!", "=1+1"),
    *("TRUE", "1_000", "+5", "-5", ".5", "5.", "1e-7", "1\n2", "1\x00", "\u202e12"),
)
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12) | st.sampled_from(
    ("=cmd|'/c calc'!A1", "'; drop table x; --", "[red]x[/red]", "a" * 300)
)


@cache
def codes(seed: str, column: str) -> tuple[str, ...]:
    """The known codes of one list."""
    return tuple(row[column] for row in read_seed(SETTINGS, seed))


VALUES = (
    st.sampled_from(NUMBERS)
    | st.floats(width=32).map(repr)
    | st.decimals(-(10**9), 10**9, allow_nan=False, places=3).map(str)
    | TEXTS
)
ROWS = st.fixed_dictionaries(
    {
        "plant_id": st.sampled_from(("AR01", "AL01", "AR1", "")) | TEXTS,
        "period": st.sampled_from(("2021-03", "2021-04", "2021-13", "202103")) | TEXTS,
        "indicator_id": st.sampled_from(codes("indicators", "indicator_id")) | TEXTS,
        "material_id": st.just("") | st.sampled_from(codes("materials", "material_id")) | TEXTS,
        "value": VALUES,
        "unit": st.sampled_from(codes("units", "unit_id")) | TEXTS,
    }
)


def spoiled_parts(content: bytes, spoil: dict[str, bytes]) -> bytes:
    """A zip with parts in place of its own."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as good,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as spoilt,
    ):
        for entry in good.infolist():
            spoilt.writestr(entry, spoil.get(entry.filename, good.read(entry)))
    return packed.getvalue()
