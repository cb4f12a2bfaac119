"""The same on SQLite: rows are deleted and written again, then the file itself is made anew.

Pages that a row left are overwritten (`secure_delete`), VACUUM drops them, and the write-ahead log is cut to
nothing: it would hold the old pages until somebody writes over them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Engine, Table

from mykey.kernel.errors import CannotTell
from mykey.kernel.randomness import RandomBytes

__all__ = ["LogNotCut", "rewrite_sqlite"]

ORDER_BYTES = 16


class LogNotCut(CannotTell):
    """The tables are written anew, but a reader kept the log, with the old order, from being cut."""

    code = "log-not-cut"


def rewrite_sqlite(engine: Engine, tables: Sequence[Table], random_bytes: RandomBytes) -> None:
    """Rewrite `tables`, given with those first that others refer to. Waits for other writers as all do.

    Raises:
        LogNotCut: the next run may cut the log.
    """
    names = [engine.dialect.identifier_preparer.format_table(table) for table in tables]
    with _connection_of_its_own(engine) as connection:
        connection.create_function("rewriting_order", 0, lambda: random_bytes(ORDER_BYTES))
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")  # the copies never reach a disk
        connection.execute("BEGIN IMMEDIATE")
        try:
            _rewrite(connection, names, [table.name for table in tables])
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("VACUUM")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise LogNotCut


@contextmanager
def _connection_of_its_own(engine: Engine) -> Iterator[sqlite3.Connection]:
    """One that nobody uses afterwards: it has settings and a function that others must not have."""
    lent = engine.raw_connection()
    try:
        yield cast("sqlite3.Connection", lent.driver_connection)
    finally:
        lent.invalidate()


def _rewrite(connection: sqlite3.Connection, names: Sequence[str], plain: Sequence[str]) -> None:
    connection.execute("PRAGMA defer_foreign_keys = ON")  # judged at the commit, when all rows are back
    kept = connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = [(trigger, definition) for trigger, table, definition in kept.fetchall() if table in plain]
    for trigger, _ in triggers:
        quoted = trigger.replace('"', '""')
        connection.execute(f'DROP TRIGGER "{quoted}"')
    for number, name in enumerate(names):
        connection.execute(
            f"CREATE TEMPORARY TABLE rewriting_{number} AS SELECT * FROM {name} ORDER BY rewriting_order()"  # noqa: S608 - names of our own tables, quoted # nosec B608 - as before
        )
    for name in reversed(names):
        connection.execute(f"DELETE FROM {name}")  # noqa: S608 - as above # nosec B608 - as above
    for number, name in enumerate(names):
        connection.execute(f"INSERT INTO {name} SELECT * FROM temp.rewriting_{number} ORDER BY rowid")  # noqa: S608 - as above # nosec B608 - as above
        connection.execute(f"DROP TABLE temp.rewriting_{number}")
    for _, definition in triggers:
        connection.execute(definition)
