"""The four things that a release is a function of: archive, reference data, code, as-of date.

Equal inputs give equal marts. What changed since the last release is told by `nightly`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pipelines.reference import factor_set_id, layouts_hash, reference_hash
from pipelines.settings import Settings

CODE = (
    "constraints.txt",
    "dbt_project/dbt_project.yml",
    "dbt_project/profiles.yml",
    "dbt_project/macros/**/*.sql",
    "dbt_project/models/**/*.sql",
    "dbt_project/models/**/*.yml",
    "dbt_project/seeds/**/*.yml",
    "dbt_project/tests/**/*.sql",
    "orchestration/**/*.py",
    "src/pipelines/**/*.csv",
    "src/pipelines/**/*.py",
    "src/pipelines/**/*.sql",
    "src/pipelines/**/*.yml",
)


@dataclass(frozen=True)
class Inputs:
    """What a release was made from: its hashes, the factor set and the as-of date."""

    archive_hash: str
    reference_hash: str
    layouts_hash: str
    factor_set_id: str
    code_hash: str
    as_of: date


def inputs_of(settings: Settings, as_of: date) -> Inputs:
    """The inputs as they are now; a run takes them after intake and before the first dbt pass."""
    return Inputs(
        archive_hash=archive_hash(settings),
        reference_hash=reference_hash(settings),
        layouts_hash=layouts_hash(settings),
        factor_set_id=factor_set_id(settings),
        code_hash=code_hash(settings),
        as_of=as_of,
    )


def record_inputs(settings: Settings, inputs: Inputs) -> None:
    """Write down, beside the build, what it is made from, for the release at its end."""
    record = asdict(inputs) | {"as_of": inputs.as_of.isoformat()}
    _record_file(settings).write_text(json.dumps(record), encoding="utf-8")


def recorded_inputs(settings: Settings) -> Inputs:
    """What the build in progress is made from; raises FileNotFoundError when none was begun."""
    record = json.loads(_record_file(settings).read_text(encoding="utf-8"))
    return Inputs(**record | {"as_of": date.fromisoformat(record["as_of"])})


def arrival_ids(settings: Settings) -> list[str]:
    """The ids of all arrivals in the archive, sorted."""
    return sorted(record.stem for record in settings.archive.glob("arrivals/*.json"))


def archive_hash(settings: Settings) -> str:
    """SHA-256 over the ids of all arrivals in the archive, in whatever order they came."""
    return hash_arrivals(arrival_ids(settings))


def hash_arrivals(arrivals: Iterable[str]) -> str:
    """SHA-256 over the ids of arrivals, in whatever order they are given."""
    digest = hashlib.sha256()
    for arrival_id in sorted(arrivals):
        digest.update(f"{arrival_id}\n".encode())
    return digest.hexdigest()


def code_hash(settings: Settings) -> str:
    """SHA-256 over sources, SQL and pinned versions, by their place in the project."""
    files = {path for pattern in CODE for path in settings.project.glob(pattern)}
    return _hash_tree(settings.project, files)


def _record_file(settings: Settings) -> Path:
    return settings.build_directory / "inputs.json"


def _hash_tree(root: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
