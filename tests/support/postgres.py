"""PostgreSQL for tests: two clusters a session (core and points), a clean database a test.

Two clusters, because in service the two sides never share one (architecture.md, "Two databases, two
engines"): each has a role of its own that the other does not know, and CONNECT is revoked from PUBLIC.

A database is copied from a migrated template. Where files are slow to make that takes a third of a second,
so a database that comes back is emptied and lent again, unless its tables changed or it has grown.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from tests.support.postgres_pool import LentDatabase
from tests.support.postgres_server import PATIENCE_SECONDS
from tests.support.session_directory import locked

__all__ = ["ROLES", "Migrate", "PostgresClusters"]

Migrate = Callable[[str, str], None]

ROLES = {"core": "mykey_core", "points": "mykey_points"}


class PostgresClusters:
    """What a test process does with the clusters: get a database at the newest migration, give it back."""

    def __init__(self, directory: Path, migrate: Migrate) -> None:
        self._directory = directory
        self._migrate = migrate
        self._maintenance: dict[str, psycopg.Connection] = {}
        self._free: dict[str, list[LentDatabase]] = {line: [] for line in ROLES}
        self._lent: dict[str, LentDatabase] = {}

    def create(self, line: str) -> str:
        """A database at the newest migration, without a row of another test; its address for SQLAlchemy."""
        if self._free[line]:
            lent = self._free[line].pop()
        else:
            self._make_template(line)
            lent = LentDatabase(str(self._directory / line), self._create(line, template=_template(line)))
        url = self._url(line, lent.name)
        self._lent[url] = lent
        return url

    def create_empty(self, line: str) -> str:
        """A fresh database without any table, for tests of the migrations themselves."""
        return self._url(line, self._create(line, template="template0"))

    def drop(self, url: str) -> None:
        """Take a database back, whoever is still connected to it."""
        line = next(line for line, role in ROLES.items() if f"//{role}@" in url)
        lent = self._lent.pop(url, None)
        if lent is not None and lent.emptied():
            self._free[line].append(lent)
            return
        if lent is not None:
            lent.close()
        name = url.partition("?")[0].rpartition("/")[2]
        self._execute(line, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def close(self) -> None:
        """Give back the connections of this process; the databases go with the servers."""
        for lent in [*self._lent.values(), *(lent for free in self._free.values() for lent in free)]:
            lent.close()
        for connection in self._maintenance.values():
            connection.close()
        self._maintenance.clear()

    def _create(self, line: str, template: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        self._execute(
            line, "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy", name, template, ROLES[line]
        )
        self._execute(line, "REVOKE CONNECT ON DATABASE {} FROM PUBLIC", name)
        return name

    def _url(self, line: str, database: str) -> str:
        return f"postgresql+psycopg://{ROLES[line]}@/{database}?host={self._directory / line}"

    def _execute(self, line: str, statement: LiteralString, *names: str) -> None:
        self._cluster(line).execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _cluster(self, line: str) -> psycopg.Connection:
        """The superuser's connection to one cluster; asks the keeper to start both where nobody has yet."""
        if line not in self._maintenance:
            (self._directory / "wanted").touch()
            deadline = time.monotonic() + 2 * PATIENCE_SECONDS
            while not (self._directory / "ready").exists():
                if (self._directory / "failed").exists():
                    raise RuntimeError((self._directory / "failed").read_text())
                if time.monotonic() > deadline:
                    raise TimeoutError("the PostgreSQL servers of the tests did not start in time")
                time.sleep(0.02)
            connection = psycopg.connect(
                host=str(self._directory / line), user="postgres", dbname="postgres", autocommit=True
            )
            self._maintenance[line] = connection
            with locked(self._directory, line):
                known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLES[line]])
                if known.fetchone() is None:
                    self._execute(line, "CREATE ROLE {} LOGIN", ROLES[line])
        return self._maintenance[line]

    def _make_template(self, line: str) -> None:
        """Migrate once a session: the first who comes does it, the others wait."""
        cluster, made = self._cluster(line), self._directory / f"{line}.template"
        with locked(self._directory, line):
            if made.exists():
                return
            template = _template(line)
            self._execute(line, "DROP DATABASE IF EXISTS {} WITH (FORCE)", template)
            self._execute(line, "CREATE DATABASE {} TEMPLATE template0 OWNER {}", template, ROLES[line])
            self._migrate(line, self._url(line, template))
            self._execute(line, "ALTER DATABASE {} ALLOW_CONNECTIONS false", template)
            cluster.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [template]
            )
            made.touch()


def _template(line: str) -> str:
    return f"{ROLES[line]}_migrated"
