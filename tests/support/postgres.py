"""PostgreSQL for tests: two clusters a session (core and points), a database a test.

Two clusters, because in service the two sides never share one (architecture.md, "Two databases, two
engines"): each has a role of its own that the other cluster does not know, and CONNECT is revoked from PUBLIC.
"""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import IO, LiteralString

import psycopg
from psycopg import sql

from tests.support.postgres_keeper import CLUSTERS
from tests.support.postgres_server import PATIENCE_SECONDS
from tests.support.session_directory import locked

__all__ = ["ROLES", "Keeper", "Migrate", "PostgresClusters", "log_files"]

Migrate = Callable[[str, str], None]

ROLES = {"core": "mykey_core", "points": "mykey_points"}

_REPOSITORY = Path(__file__).parents[2]


def _directory(session: Path) -> Path:
    return session / "postgresql"


def log_files(session: Path) -> list[Path]:
    """Where the servers log, whether they run already or not."""
    return [_directory(session) / f"{name}.log" for name in CLUSTERS]


class Keeper:
    """The keeper's process, as the first process of the session holds it."""

    def __init__(self, session: Path) -> None:
        directory = _directory(session)
        directory.mkdir(mode=0o711)
        directory.chmod(0o711)
        self._process = subprocess.Popen(  # noqa: S603 -- our own module
            [sys.executable, "-m", "tests.support.postgres_keeper", directory],
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
        )

    def end(self) -> None:
        """Close the pipe and wait until the servers are gone."""
        pipe: IO[bytes] | None = self._process.stdin
        if pipe is not None:
            pipe.close()
        self._process.wait(2 * PATIENCE_SECONDS)


class PostgresClusters:
    """What a test process does with the clusters: make a database from the migrated template, drop it."""

    def __init__(self, session: Path, migrate: Migrate) -> None:
        self._session = session
        self._migrate = migrate
        self._connections: dict[str, psycopg.Connection] = {}

    def create(self, line: str) -> str:
        """A fresh database at the newest migration; its address for SQLAlchemy."""
        self._make_template(line)
        return self._create(line, template=_template(line))

    def create_empty(self, line: str) -> str:
        """A fresh database without any table, for tests of the migrations themselves."""
        self._ready(line)
        return self._create(line, template="template0")

    def drop(self, url: str) -> None:
        """Take the database away, whoever is still connected to it."""
        line = _line(url)
        name = url.partition("?")[0].rpartition("/")[2]
        self._execute(line, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def close(self) -> None:
        """Give back the connections of this process."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    def _create(self, line: str, template: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        self._execute(line, "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy", name, template, ROLES[line])
        self._execute(line, "REVOKE CONNECT ON DATABASE {} FROM PUBLIC", name)
        return self._url(line, name)

    def _url(self, line: str, database: str) -> str:
        return f"postgresql+psycopg://{ROLES[line]}@/{database}?host={_directory(self._session) / line}"

    def _execute(self, line: str, statement: LiteralString, *names: str) -> None:
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        self._ready(line).execute(query)

    def _ready(self, line: str) -> psycopg.Connection:
        """The superuser's connection to one cluster; asks the keeper to start both where nobody has yet."""
        if line not in self._connections:
            directory = _directory(self._session)
            (directory / "wanted").touch()
            deadline = time.monotonic() + 2 * PATIENCE_SECONDS
            while not (directory / "ready").exists():
                if (directory / "failed").exists():
                    raise RuntimeError((directory / "failed").read_text())
                if time.monotonic() > deadline:
                    raise TimeoutError("the PostgreSQL servers of the tests did not start in time")
                time.sleep(0.02)
            connection = psycopg.connect(
                host=str(directory / line), user="postgres", dbname="postgres", autocommit=True
            )
            self._connections[line] = connection
            with locked(self._session, f"postgresql-{line}"):
                known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLES[line]])
                if known.fetchone() is None:
                    self._execute(line, "CREATE ROLE {} LOGIN", ROLES[line])
        return self._connections[line]

    def _make_template(self, line: str) -> None:
        connection = self._ready(line)
        made = _directory(self._session) / f"{line}.template"
        if made.exists():
            return
        with locked(self._session, f"postgresql-{line}"):
            if made.exists():
                return
            self._execute(line, "DROP DATABASE IF EXISTS {} WITH (FORCE)", _template(line))
            self._execute(line, "CREATE DATABASE {} TEMPLATE template0 OWNER {}", _template(line), ROLES[line])
            self._migrate(line, self._url(line, _template(line)))
            self._execute(line, "ALTER DATABASE {} ALLOW_CONNECTIONS false", _template(line))
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [_template(line)]
            )
            made.touch()


def _template(line: str) -> str:
    return f"{ROLES[line]}_migrated"


def _line(url: str) -> str:
    return next(line for line, role in ROLES.items() if f"//{role}@" in url)
