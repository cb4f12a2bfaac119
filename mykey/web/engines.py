"""Two engines: SQLite for the embedded default, PostgreSQL through psycopg 3 in service.

On SQLite every transaction begins IMMEDIATE: two writers then wait for each other at the start, where waiting
is safe, and never fail in the middle. Parameters never reach an exception's text (`hide_parameters`).
"""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event

if TYPE_CHECKING:
    import psycopg

__all__ = ["engine_options", "make_engine", "prepare_engine"]

BUSY_TIMEOUT_MS = 15_000
LOOK_AGAIN_SECONDS = 0.02


def engine_options(url: str) -> dict[str, Any]:
    """The options that both engines are made with."""
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("postgresql"):
        options |= {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 5}
    return options


def make_engine(url: str) -> Engine:
    """An engine for jobs and the command line; faces get theirs through Flask-SQLAlchemy."""
    return prepare_engine(create_engine(url, **engine_options(url)))


def prepare_engine(engine: Engine, *, read_only: bool = False) -> Engine:
    """Give an SQLite engine foreign keys, write-ahead log and IMMEDIATE transactions; leave others alone.

    `read_only`: the database refuses every change, and on SQLite a reader waits for no writer.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin_reading if read_only else _on_begin)
    if read_only:
        event.listen(engine, "connect", _refuse_changes_sqlite if is_sqlite else _refuse_changes)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions by itself: ours begin IMMEDIATE, below.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch the file to the write-ahead log; here SQLite does not wait by itself for another writer."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_AGAIN_SECONDS)
        else:
            return


def _refuse_changes_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _refuse_changes(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.read_only = True


def _on_begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
