"""The release store: a DuckLake of one SQLite catalogue and plain Parquet files.

How the store is created, opened and tidied lives here; what a release is lives in `releases`.
Writers hold the lock; readers need none, whatever a writer does or however it dies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from pipelines.errors import PotlineError
from pipelines.locks import exclusive
from pipelines.messages import say
from pipelines.settings import Settings

EXTENSIONS = ("sqlite_scanner", "ducklake")
BUSY_TIMEOUT_MILLISECONDS = 60_000


class NoReleaseError(PotlineError):
    """Nothing was released yet."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(say("no_release", path=settings.releases))


def catalogue(settings: Settings) -> Path:
    """The SQLite file that says which Parquet files make up which release."""
    return settings.releases / "catalog.sqlite"


@contextmanager
def writing(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on the store as `lake`, for the one process that may write.

    Creates the store when there is none.
    """
    with exclusive(settings.home / "releases.lock", wait=True), _connection(settings) as connection:
        if not catalogue(settings).exists():
            _create(settings)
        _attach(connection, settings, catalogue(settings), "META_JOURNAL_MODE 'WAL'")
        yield connection


@contextmanager
def writing_existing(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same on a store that something was released to. Raises NoReleaseError."""
    if not catalogue(settings).exists():
        raise NoReleaseError(settings)
    with writing(settings) as connection:
        yield connection


def reading(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A read-only connection on the store as `lake`, at its latest state. Raises NoReleaseError."""
    if not catalogue(settings).exists():
        raise NoReleaseError(settings)
    connection = _connection(settings)
    _attach(connection, settings, catalogue(settings), "READ_ONLY")
    return connection


def pin(connection: duckdb.DuckDBPyConnection, settings: Settings, snapshot_id: int) -> None:
    """Keep a read-only connection on one snapshot, whatever is written from now on."""
    connection.execute("detach lake")
    _attach(connection, settings, catalogue(settings), f"READ_ONLY, SNAPSHOT_VERSION {snapshot_id}")


def attach_snapshot(
    connection: duckdb.DuckDBPyConnection, settings: Settings, snapshot_id: int, name: str
) -> None:
    """Attach one snapshot of the store beside `lake`, read-only, under a name of its own."""
    options = f"READ_ONLY, SNAPSHOT_VERSION {snapshot_id}"
    _attach(connection, settings, catalogue(settings), options, name)


def expire_snapshots(
    connection: duckdb.DuckDBPyConnection, settings: Settings, snapshot_ids: list[int]
) -> None:
    """Forget snapshots, in a transaction of its own; RuntimeError where another would change.

    DuckLake has lost live rows by this before (duckdb/ducklake issue 527), so what the remaining
    snapshots are made of is compared before and after, and the catalogue put back where it differs.
    """
    if not snapshot_ids:
        return
    made_of = _files_by_snapshot(connection)
    kept = catalogue(settings).with_suffix(".before")
    _copy_catalogue(catalogue(settings), kept)
    versions = ", ".join(str(snapshot_id) for snapshot_id in snapshot_ids)
    connection.execute(f"call ducklake_expire_snapshots('lake', versions => [{versions}])")
    remaining = {key: files for key, files in made_of.items() if key not in snapshot_ids}
    if _files_by_snapshot(connection) != remaining:
        connection.execute("detach lake")
        _copy_catalogue(kept, catalogue(settings))
        raise RuntimeError(f"forgetting snapshots {versions} changed others; it was undone")
    kept.unlink()


def remove_unused_files(connection: duckdb.DuckDBPyConnection, before: datetime) -> int:
    """The number of files removed of those that no snapshot needs since a time in UTC.

    Raises RuntimeError, and removes nothing, when a file that the catalogue knows is among them.
    """
    unused = _clean_up(connection, before, dry_run=True)
    _require_unknown(connection, unused)
    if unused:
        _clean_up(connection, before, dry_run=False)
    return len(unused)


def remove_orphans(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The Parquet files that killed writers left behind, removed.

    Only a writer may call this: what another writer has not yet committed would look the same.
    DuckLake has listed live files as orphans before (duckdb/ducklake issue 815), so nothing is
    removed when a file that the catalogue knows is among them.
    """
    orphans = _delete_orphans(connection, dry_run=True)
    _require_unknown(connection, orphans)
    return _delete_orphans(connection, dry_run=False) if orphans else []


def literal(text: str | Path) -> str:
    """Text as an SQL literal, for statements that take no parameters."""
    return "'" + str(text).replace("'", "''") + "'"


def _require_unknown(connection: duckdb.DuckDBPyConnection, files: list[str]) -> None:
    known = {
        Path(path).name
        for (path,) in connection.execute(
            """
            select path from __ducklake_metadata_lake.ducklake_data_file
            union all
            select path from __ducklake_metadata_lake.ducklake_delete_file
            """
        ).fetchall()
    }
    live = [path for path in files if Path(path).name in known]
    if live:
        raise RuntimeError(f"DuckLake would remove live files; nothing was removed: {live}")


def _copy_catalogue(source: Path, target: Path) -> None:
    """Copy an SQLite file as its readers see it, whatever its journal holds."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _files_by_snapshot(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[int, int]]:
    """How many data files each snapshot is made of, and the sum of their ids."""
    rows = connection.execute(
        """
        select
            snapshots.snapshot_id,
            count(files.data_file_id),
            coalesce(sum(files.data_file_id), 0)
        from __ducklake_metadata_lake.ducklake_snapshot as snapshots
        left join __ducklake_metadata_lake.ducklake_data_file as files
            on
                files.begin_snapshot <= snapshots.snapshot_id
                and coalesce(files.end_snapshot > snapshots.snapshot_id, true)
        group by snapshots.snapshot_id
        """
    ).fetchall()
    return {snapshot_id: (files, int(total)) for snapshot_id, files, total in rows}


def _clean_up(connection: duckdb.DuckDBPyConnection, before: datetime, dry_run: bool) -> list[str]:
    rows = connection.execute(
        "call ducklake_cleanup_old_files('lake', "
        f"older_than => timestamptz '{before.isoformat()}+00', dry_run => {dry_run})"
    ).fetchall()
    return [path for (path,) in rows]


def _delete_orphans(connection: duckdb.DuckDBPyConnection, dry_run: bool) -> list[str]:
    rows = connection.execute(
        f"call ducklake_delete_orphaned_files('lake', cleanup_all => true, dry_run => {dry_run})"
    ).fetchall()
    return [path for (path,) in rows]


def _connection(settings: Settings) -> duckdb.DuckDBPyConnection:
    """An in-memory connection that can read DuckLake and writes nothing outside the home.

    The extensions are loaded from where their packages lie: no copy, no download. Their signatures
    guard downloads, and checking them takes 0.35 s a connection; these files are installed with
    pinned packages, as DuckDB itself is.
    """
    connection = duckdb.connect(
        config={
            "allow_unsigned_extensions": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "temp_directory": str(settings.home / "tmp"),
        }
    )
    for name in EXTENSIONS:
        folder = Path(str(files(f"duckdb_extension_{name}"))) / "extensions"
        (extension,) = folder.glob(f"v{duckdb.__version__}/{name}.duckdb_extension")
        connection.execute(f"load {literal(extension)}")
    return connection


def _attach(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    file: Path,
    options: str,
    name: str = "lake",
) -> None:
    """Attach the catalogue in `file`; OVERRIDE_DATA_PATH lets a home be moved as a whole."""
    connection.execute(
        f"""
        attach {literal(f"ducklake:sqlite:{file}")} as {name} (
            {options},
            DATA_PATH {literal(f"{settings.releases}/data/")},
            OVERRIDE_DATA_PATH true,
            META_BUSY_TIMEOUT {BUSY_TIMEOUT_MILLISECONDS},
            DATA_INLINING_ROW_LIMIT 0
        )
        """
    )


def _create(settings: Settings) -> None:
    """Make an empty catalogue beside its place and move it there whole: readers see it or not."""
    settings.releases.mkdir(parents=True, exist_ok=True)
    for left_over in settings.releases.glob("catalog.sqlite.part*"):
        left_over.unlink()
    part = settings.releases / "catalog.sqlite.part"
    with _connection(settings) as connection:
        _attach(connection, settings, part, "META_JOURNAL_MODE 'WAL'")
        # The keys of the lineage are long and alike: a third of the space of the default.
        connection.execute("call lake.set_option('parquet_compression', 'zstd')")
    part.replace(catalogue(settings))
