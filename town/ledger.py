"""The town's one state file, shared by the authority, the cards and the command line.

One file, because an act at the municipal office changes the register and the card together; another process
sees it at once. It holds private keys and PINs of invented people: readable by its owner alone (0600).
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Ledger"]

SECONDS_TO_WAIT_FOR_ANOTHER_PROCESS = 30
LOOK_AGAIN_SECONDS = 0.02

SCHEMA = """
CREATE TABLE IF NOT EXISTS authorities (
  kind TEXT NOT NULL CHECK (kind IN ('user', 'signing')),
  generation INTEGER NOT NULL,
  ca_key_id BLOB NOT NULL UNIQUE,
  certificate BLOB NOT NULL,
  key BLOB NOT NULL,
  next_serial INTEGER NOT NULL,
  PRIMARY KEY (kind, generation)
);
CREATE TABLE IF NOT EXISTS municipalities (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS cards (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  note TEXT NOT NULL,
  municipality TEXT NOT NULL REFERENCES municipalities (name),
  address TEXT NOT NULL,
  born TEXT NOT NULL,
  sex TEXT NOT NULL,
  key_type TEXT NOT NULL,
  generation INTEGER NOT NULL,
  under_15 INTEGER NOT NULL,
  pin TEXT NOT NULL,
  pin_tries INTEGER NOT NULL,
  password TEXT NOT NULL,
  password_tries INTEGER NOT NULL,
  reader TEXT UNIQUE
);
CREATE TABLE IF NOT EXISTS certificates (
  ca_key_id BLOB NOT NULL REFERENCES authorities (ca_key_id),
  serial INTEGER NOT NULL,
  kind TEXT NOT NULL,
  card TEXT NOT NULL REFERENCES cards (name),
  municipality TEXT NOT NULL REFERENCES municipalities (name),
  der BLOB NOT NULL,
  key BLOB NOT NULL,
  not_after INTEGER NOT NULL,
  on_card INTEGER NOT NULL DEFAULT 1,
  revoked_at INTEGER,
  reason INTEGER,
  predecessor_ca_key_id BLOB,
  predecessor_serial INTEGER,
  PRIMARY KEY (ca_key_id, serial)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_of_each_kind_on_a_card ON certificates (card, kind) WHERE on_card;
CREATE INDEX IF NOT EXISTS revoked_by_list ON certificates (ca_key_id, municipality)
  WHERE revoked_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS readers (
  name TEXT PRIMARY KEY,
  insertion INTEGER NOT NULL
);
"""


def _keep_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Two that open a new file at once: SQLite tells one that it is locked, and does not wait for it here."""
    last = time.monotonic() + SECONDS_TO_WAIT_FOR_ANOTHER_PROCESS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(LOOK_AGAIN_SECONDS)
        else:
            return


class Ledger:
    """A connection to the state file `authority.sqlite` under `home`; `home` None keeps it in memory.

    One connection serves all threads of a process, one at a time: the town is small, and a lock is plainer
    than a pool.
    """

    def __init__(self, home: Path | None) -> None:
        self.home = home
        where = ":memory:"
        if home is not None:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = home / "authority.sqlite"
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            where = str(path)
        self._turn = threading.RLock()
        self._connection = sqlite3.connect(
            where,
            timeout=SECONDS_TO_WAIT_FOR_ANOTHER_PROCESS,
            isolation_level=None,
            check_same_thread=False,
        )
        self._connection.row_factory = sqlite3.Row
        _keep_write_ahead_log(self._connection)
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        with self.transaction() as connection:
            for statement in filter(str.strip, SCHEMA.split(";")):
                connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One writing transaction, begun at once so that two processes never both read before writing.

        Within another transaction of the same thread it joins that one.
        """
        with self._turn:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """What a SELECT finds, as last committed by any process."""
        with self._turn:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: object) -> sqlite3.Row | None:
        """The first row that a SELECT finds, or None."""
        with self._turn:
            found: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
            return found

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
