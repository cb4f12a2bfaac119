"""One database that is lent to tests, emptied, and lent again."""

from __future__ import annotations

import time
from typing import LiteralString

import psycopg
from psycopg import sql

__all__ = ["LentDatabase"]

# Deleted rows stay in the files, since autovacuum is off: a database that has grown is not lent again.
_LARGEST_BYTES = 8 * 1024 * 1024

_TABLES: LiteralString = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
_SHAPE: LiteralString = """
    SELECT count(*), coalesce(sum(oid::int8), 0), coalesce(sum(relnatts), 0), coalesce(sum(relchecks), 0)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""
_BYTES: LiteralString = """
    SELECT coalesce(sum(pg_relation_size(oid)), 0)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
_OTHERS: LiteralString = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_LEAVE_WITHIN_SECONDS = 5


class LentDatabase:
    """Knows what the database looked like when it came from the template, so that it can be put back so."""

    def __init__(self, host: str, name: str) -> None:
        self.name = name
        self._connection = psycopg.connect(host=host, user="postgres", dbname=name, autocommit=True)
        tables = [str(table) for (table,) in self._connection.execute(_TABLES).fetchall()]
        self._filled_by_migrations = {table: self._rows(table) for table in tables if self._has_rows(table)}
        deletes = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables]
        # As `replica`, foreign keys do not ask for an order.
        self._empty = sql.SQL("; ").join([sql.SQL("SET session_replication_role = replica"), *deletes])
        self._shape = self._connection.execute(_SHAPE).fetchone()

    def _has_rows(self, table: str) -> bool:
        query = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))
        return self._connection.execute(query).fetchone() is not None

    def _rows(self, table: str) -> bytes:
        query = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
        with self._connection.cursor() as cursor, cursor.copy(query) as rows:
            return b"".join(bytes(part) for part in rows)

    def emptied(self) -> bool:
        """Throw everybody out and delete every row; False when the database is not fit to be lent again."""
        if not self._alone() or self._connection.execute(_SHAPE).fetchone() != self._shape:
            return False
        size = self._connection.execute(_BYTES).fetchone()
        if size is None or size[0] > _LARGEST_BYTES:
            return False
        self._connection.execute(self._empty)
        for table, rows in self._filled_by_migrations.items():
            query = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
            with self._connection.cursor() as cursor, cursor.copy(query) as restored:
                restored.write(rows)
        return True

    def _alone(self) -> bool:
        """Whether everybody else is gone. Asked often: the server itself looks ten times a second."""
        deadline = time.monotonic() + _LEAVE_WITHIN_SECONDS
        while self._connection.execute(_OTHERS).fetchone() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.001)
        return True

    def close(self) -> None:
        """Leave the database."""
        self._connection.close()
