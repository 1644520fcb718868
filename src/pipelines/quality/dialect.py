"""A SQLAlchemy dialect that lends one open DuckDB connection to Great Expectations.

`duckdb_engine` shares one cursor among all statements of a connection and rolls back when a
connection returns to its pool, so that Great Expectations, which reads results after that, finds
them gone (great_expectations issue 11579). Here each statement has a cursor of DuckDB's own, and
begin, commit and rollback do nothing: the gates only read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from duckdb_engine import ConnectionWrapper, CursorWrapper
from duckdb_engine import Dialect as DuckDBDialect
from sqlalchemy.dialects import registry

from pipelines.quality.workspace import cursor_of

registry.register("potline", __name__, "PotlineDialect")

_lent: dict[str, duckdb.DuckDBPyConnection] = {}


@contextmanager
def lent(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The address under which SQLAlchemy reaches an open connection, while the block lasts."""
    name = f"{id(connection):x}"
    _lent[name] = connection
    try:
        yield f"potline:///{name}"
    finally:
        del _lent[name]


class BorrowedConnection(ConnectionWrapper):
    """A connection whose statements each run on a cursor of their own, and that is never closed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._connection = connection

    def cursor(self) -> CursorWrapper:
        """A new DuckDB cursor that looks into the build first."""
        return CursorWrapper(cursor_of(self._connection), self)

    def close(self) -> None:
        """Leaves the lent connection open: its owner closes it."""


class PotlineDialect(DuckDBDialect):
    """DuckDB for SQLAlchemy, reading a connection that somebody else opened."""

    supports_statement_cache = False

    def connect(self, *cargs: Any, **cparams: Any) -> Any:
        """The connection that was lent under the name of the database."""
        return BorrowedConnection(_lent[cparams["database"]])

    def do_begin(self, dbapi_connection: Any) -> None:
        """Does nothing: the gates only read."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Does nothing: the gates only read."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Does nothing: a rollback would empty results not yet read."""
