"""The company's own books, `company.sqlite` in its home: members, tokens, exchanges, coupons."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

__all__ = ["MEMBERS", "Books"]

WAIT_SECONDS = 30

#: login, name, password (shown on the page: nobody real is a member), the company's points on the first day
MEMBERS = (
    ("denki-hanako", "見本　花子", "minami-hanako", 30_000),
    ("denki-taro", "見本　太郎", "minami-taro", 4_500),
    ("denki-kenta", "見本　健太", "minami-kenta", 500),
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS members (login TEXT PRIMARY KEY, name TEXT NOT NULL, password TEXT NOT NULL,
  balance INTEGER NOT NULL CHECK (balance >= 0));
CREATE TABLE IF NOT EXISTS codes (digest BLOB PRIMARY KEY, login TEXT NOT NULL, challenge TEXT NOT NULL,
  expires INTEGER NOT NULL, token BLOB);
CREATE TABLE IF NOT EXISTS tokens (digest BLOB PRIMARY KEY, login TEXT NOT NULL, expires INTEGER NOT NULL,
  exchange_id TEXT);
CREATE TABLE IF NOT EXISTS exchanges (exchange_id TEXT PRIMARY KEY, login TEXT, units INTEGER, points INTEGER,
  state TEXT NOT NULL, asked INTEGER NOT NULL, times INTEGER NOT NULL, said TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS batches (name TEXT PRIMARY KEY, points INTEGER NOT NULL, ends_on TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS coupons (batch TEXT NOT NULL, number INTEGER NOT NULL, code TEXT NOT NULL UNIQUE,
  told_on TEXT, PRIMARY KEY (batch, number));
CREATE TABLE IF NOT EXISTS notices (notice_id TEXT PRIMARY KEY, day TEXT NOT NULL, coupons INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, seen INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Books:
    """A connection a call: the server answers in several threads."""

    def __init__(self, home: Path) -> None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = home / "company.sqlite"
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        with self.transaction() as books:
            for statement in SCHEMA.split(";"):
                books.execute(statement)
            books.executemany("INSERT INTO members VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", MEMBERS)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything in it, or nothing; nobody else writes meanwhile."""
        with closing(sqlite3.connect(self._path, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """What is read, without a lock."""
        with closing(sqlite3.connect(self._path, timeout=WAIT_SECONDS)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: object) -> sqlite3.Row | None:
        """The first row, or none."""
        return next(iter(self.rows(statement, *values)), None)
