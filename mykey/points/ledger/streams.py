"""The ledger read row by row in one state, whatever is written meanwhile; never whole in memory.

On PostgreSQL a read-only transaction of one snapshot and server-side cursors, on SQLite a deferred read
transaction, which the write-ahead log lets stand beside writers. The rewriting of the citizens' tables waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, Select

from mykey.points.models.all_tables import CITIZENS_TABLES

__all__ = ["Follower", "snapshot", "stream"]

R = TypeVar("R", bound=tuple[Any, ...])

#: Rows that one cursor holds at a time.
AT_ONCE = 2_000


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database until the end, and writes nothing."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            # Before the snapshot is taken: one that is older than a rewriting sees its tables empty.
            listed = ", ".join(table.name for table in CITIZENS_TABLES)
            connection.exec_driver_sql(f"LOCK TABLE {listed} IN ACCESS SHARE MODE")
            yield connection
            return
        reading = connection.execution_options(isolation_level="AUTOCOMMIT")
        # Not IMMEDIATE, which `engines` would say: that one keeps writers waiting.
        reading.exec_driver_sql("BEGIN")
        try:
            yield reading
        finally:
            reading.exec_driver_sql("ROLLBACK")


def stream(connection: Connection, statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows, a cursor's load at a time. Who stops before the end leaves no cursor open."""
    options = {"stream_results": True, "yield_per": AT_ONCE}
    with connection.execute(statement, execution_options=options) as rows:
        for part in rows.partitions():
            yield from (tuple(row) for row in part)


class Follower(Generic[R]):
    """Rows in the order of their first member, read beside another stream in the same order."""

    def __init__(self, rows: Iterator[R]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def before(self, key: UUID) -> Iterator[R]:
        """The rows that come before a key: nobody asked for them."""
        while self._next is not None and self._next[0] < key:
            yield self._take(self._next)

    def at(self, key: UUID) -> Iterator[R]:
        """The rows of a key."""
        while self._next is not None and self._next[0] == key:
            yield self._take(self._next)

    def rest(self) -> Iterator[R]:
        """What is left."""
        while self._next is not None:
            yield self._take(self._next)

    def _take(self, row: R) -> R:
        self._next = next(self._rows, None)
        return row
