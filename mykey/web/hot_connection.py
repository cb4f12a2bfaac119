"""One statement on a connection of its own, for the look-up alone (performance.md, "Where the time goes").

A session with its transaction costs 300 µs a request, this 30: a connection a thread, autocommit, prepared.
`synchronous_commit` is off on it: what it writes (nonces, in an unlogged table) need not survive a crash.
Lost connections are made anew once; a second failure is the caller's. A connection ends with its thread.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Sequence
from typing import Any, Protocol, cast

import psycopg
from sqlalchemy.engine import make_url

from mykey.web.engines import BUSY_TIMEOUT_MS

__all__ = ["HotConnection", "HotStatement"]


class HotStatement(Protocol):
    """The same work for both engines; parameters are `$1`, `$2`, … and `:p1`, `:p2`, ….

    SQLite cannot write inside a query, so there it is a write and a read, in one IMMEDIATE transaction.
    """

    @property
    def postgresql(self) -> str:
        """Gives one row whose first value says whether the write was fresh."""

    @property
    def sqlite_write(self) -> str:
        """One insert."""

    @property
    def sqlite_read(self) -> str:
        """Gives the same row, without its first value."""


class HotConnection:
    """A connection for each thread of a worker, opened at first use, after the fork."""

    def __init__(self, url: str, *, prepared: bool = True) -> None:
        """`prepared` is switched off behind a pooler in transaction mode."""
        parts = make_url(url)
        self._sqlite_path = parts.database if parts.drivername.startswith("sqlite") else None
        self._postgresql = parts.set(drivername="postgresql").render_as_string(hide_password=False)
        self._prepared = prepared
        self._local = threading.local()

    def row(self, statement: HotStatement, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        """Run the statement and give its one row."""
        if self._sqlite_path is not None:
            return self._sqlite_row(statement, parameters)
        try:
            return self._postgresql_row(statement, parameters)
        except psycopg.OperationalError:
            self.close()
            return self._postgresql_row(statement, parameters)

    def close(self) -> None:
        """Close the calling thread's connection, if it has one."""
        close = self._local.__dict__.pop("close", None)
        if close is not None:
            close()
        self._local.__dict__.clear()

    def _postgresql_row(self, statement: HotStatement, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        cursor: psycopg.RawCursor[Any] | None = getattr(self._local, "cursor", None)
        if cursor is None:
            connection = psycopg.connect(
                self._postgresql,
                autocommit=True,
                prepare_threshold=5 if self._prepared else None,
                options="-c synchronous_commit=off",
            )
            cursor = self._local.cursor = psycopg.RawCursor(connection)
            self._local.close = weakref.finalize(threading.current_thread(), connection.close)
        cursor.execute(statement.postgresql, parameters, prepare=self._prepared or None, binary=True)
        return cast("tuple[Any, ...] | None", cursor.fetchone())

    def _sqlite_row(self, statement: HotStatement, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(str(self._sqlite_path), isolation_level=None)
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
            self._local.close = connection.close
        numbered = {f"p{number}": value for number, value in enumerate(parameters, start=1)}
        try:
            connection.execute("BEGIN IMMEDIATE")
            fresh = connection.execute(statement.sqlite_write, numbered).rowcount == 1
            row = connection.execute(statement.sqlite_read, numbered).fetchone()
            connection.execute("COMMIT")
        except BaseException:
            # Rolls back, after a failed COMMIT too: left open, it would lock every other writer out.
            self.close()
            raise
        return None if row is None else (fresh, *row)
