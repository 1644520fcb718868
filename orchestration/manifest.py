"""The manifest of the dbt project: what Dagster knows of models, seeds, sources and tests.

`dbt parse` takes seconds, so its manifest is kept in `POTLINE_HOME/dbt` under the hash of the
project's files, and parsed anew only when one of them changed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dagster_dbt.dbt_manifest import validate_manifest

from pipelines.builds import Build
from pipelines.dbt_process import PARENT_VARIABLE
from pipelines.errors import PotlineError
from pipelines.settings import Settings

SUFFIXES = {".csv", ".sql", ".yml"}


class DbtProjectError(PotlineError):
    """dbt cannot parse the project."""


def dbt_home(settings: Settings) -> Path:
    """Where dbt writes its artifacts and logs: below POTLINE_HOME, never into the project."""
    return settings.home / "dbt"


def prepared_manifest(settings: Settings) -> Path:
    """The manifest of the dbt project as it is now."""
    manifest = dbt_home(settings) / f"manifest-{_fingerprint(settings.dbt_project)}.json"
    if not manifest.exists():
        outdated = list(manifest.parent.glob("manifest-*.json"))
        _parse(settings, manifest)
        for file in outdated:
            file.unlink(missing_ok=True)
    return manifest


def read_manifest(manifest: Path) -> Mapping[str, Any]:
    """The manifest as dagster-dbt reads it: once for each path."""
    return validate_manifest(manifest)


@contextmanager
def dbt_environment(settings: Settings, build: Build) -> Iterator[None]:
    """The variables by which dbt finds a build, in this process's environment for as long."""
    # Beside the manifest lies what dbt has parsed, from which dagster-dbt lets a first run start.
    added = _variables(settings, build) | {"DBT_TARGET_PATH": str(dbt_home(settings))}
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _variables(settings: Settings, build: Build) -> dict[str, str]:
    return build.environment(settings) | {PARENT_VARIABLE: str(os.getpid())}


def _fingerprint(dbt_project: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(dbt_project.rglob("*")):
        if path.suffix in SUFFIXES:
            digest.update(path.relative_to(dbt_project).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _parse(settings: Settings, manifest: Path) -> None:
    manifest.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="parse-", dir=manifest.parent) as folder:
        target = Path(folder)
        _run_parse(settings, target)
        (target / "partial_parse.msgpack").replace(manifest.parent / "partial_parse.msgpack")
        (target / "manifest.json").replace(manifest)


def _run_parse(settings: Settings, target: Path) -> None:
    database = settings.build_directory / "build.duckdb"
    unborn = Build("unborn", date.min, database, settings.checks)
    command = [sys.executable, "-m", "pipelines.dbt_process", "--no-use-colors", "parse"]
    places = {
        "DBT_PROJECT_DIR": str(settings.dbt_project),
        "DBT_PROFILES_DIR": str(settings.dbt_project),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target),
    }
    environment = os.environ | _variables(settings, unborn) | places
    parsed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if parsed.returncode:
        said = (parsed.stdout + parsed.stderr).strip()
        raise DbtProjectError(f"dbt cannot parse {settings.dbt_project}:\n{said}")
