"""Reference data as Python reads it: the seeds of the dbt project, and their hash."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from pipelines.settings import Settings

# What an emission or an energy figure is calculated by, beside what plants report.
FACTOR_SET = (
    "constants",
    "energy_coefficient*",
    "factor*",
    "formula*",
    "method*",
    "roundings",
    "source_streams",
)


def read_seed(settings: Settings, name: str) -> list[dict[str, str]]:
    """The rows of one seed, every value as the text that stands in the file."""
    with (settings.seeds / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reference_hash(settings: Settings) -> str:
    """SHA-256 over all seeds and layouts: equal hashes mean equal reference data."""
    return hash_files(sorted([*settings.seeds.glob("*.csv"), *settings.layouts.glob("*.yml")]))


def layouts_hash(settings: Settings) -> str:
    """SHA-256 over the layouts of forms alone, which releases do not keep."""
    return hash_files(sorted(settings.layouts.glob("*.yml")))


def factor_set_id(settings: Settings) -> str:
    """The name of the factor set: equal names mean equal factors, methods and formulas."""
    seeds = {path for pattern in FACTOR_SET for path in settings.seeds.glob(f"{pattern}.csv")}
    return f"FS{hash_files(sorted(seeds))[:16]}"


def hash_files(paths: list[Path]) -> str:
    """SHA-256 over the names and contents of files, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
