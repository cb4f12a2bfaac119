"""Both engines behind one word, so that every test that touches a database runs on both."""

from __future__ import annotations

from pathlib import Path

from tests.support.postgres import Migrate, PostgresClusters
from tests.support.session import postgresql_directory
from tests.support.sqlite import SqliteFiles

__all__ = ["ENGINES", "Databases"]

ENGINES = ("sqlite", "postgresql")


def _migrate(line: str, url: str) -> None:
    """Imported late: tests that need no database need no Alembic either."""
    if line == "core":
        from mykey.cli.migrate import upgrade  # noqa: PLC0415 -- the reason is the docstring
    else:
        from mykey.points.migrate import upgrade  # noqa: PLC0415 -- as above

    upgrade(url)


class Databases:
    """Makes and drops databases of the lines `core` and `points` on the engines of `ENGINES`."""

    def __init__(self, session: Path, migrate: Migrate = _migrate) -> None:
        self._postgresql = PostgresClusters(postgresql_directory(session), migrate)
        self._engines: dict[str, SqliteFiles | PostgresClusters] = {
            "sqlite": SqliteFiles(session, migrate),
            "postgresql": self._postgresql,
        }

    def create(self, line: str, engine: str) -> str:
        """A fresh database at the newest migration; its address for SQLAlchemy."""
        return self._engines[engine].create(line)

    def create_empty(self, line: str, engine: str) -> str:
        """A fresh database without any table."""
        return self._engines[engine].create_empty(line)

    def drop(self, url: str) -> None:
        """Take a database away that `create` or `create_empty` made."""
        self._engines["sqlite" if url.startswith("sqlite:") else "postgresql"].drop(url)

    def close(self) -> None:
        """Give back what this process holds open."""
        self._postgresql.close()
