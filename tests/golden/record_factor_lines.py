"""Writes the fingerprints of new factors into `factor_lines.csv`; those that stand there stay.

A factor never changes in place: once its line is recorded, `tests/unit/test_factor_lines.py` fails
when the number, or what it is a number of, becomes another. Run it when new lines are released:
`.venv/bin/python tests/golden/record_factor_lines.py`.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from pipelines.reference import read_seed
from pipelines.settings import Settings

RECORDED = Path(__file__).with_name("factor_lines.csv")
# By seed, its key and what makes the number; sources may be worded better, validity may end.
WATCHED = {
    "factors": (
        "factor_id",
        "factor_set",
        "parameter",
        "material_id",
        "region_id",
        "series",
        "value",
        "unit",
        "valid_from",
        "published_on",
    ),
    "energy_coefficients": ("coefficient_id", "standard", "value_low", "value_high", "unit"),
    "constants": ("constant_id", "numerator", "denominator", "unit"),
}


def fingerprints(settings: Settings) -> dict[str, str]:
    """The fingerprint of every factor, energy coefficient and constant, by its id."""
    found = {}
    for seed, columns in WATCHED.items():
        for row in read_seed(settings, seed):
            text = "\x1f".join(row[column] for column in columns)
            found[row[columns[0]]] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def recorded() -> dict[str, str]:
    """The fingerprints on record."""
    if not RECORDED.exists():
        return {}
    with RECORDED.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["fingerprint"] for row in csv.DictReader(file)}


def record(settings: Settings) -> int:
    """The number of new lines, now on record."""
    known = recorded()
    new = {key: text for key, text in fingerprints(settings).items() if key not in known}
    with RECORDED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "fingerprint"))
        writer.writerows(sorted({**known, **new}.items()))
    return len(new)


if __name__ == "__main__":
    print(f"{record(Settings.from_environment())} new lines recorded")
