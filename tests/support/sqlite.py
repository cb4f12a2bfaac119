"""SQLite for tests: migrated once a session into a file, copied for each test."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from tests.support.postgres import Migrate
from tests.support.session_directory import locked

__all__ = ["SqliteFiles"]


class SqliteFiles:
    """What a test process does with SQLite: copy the migrated file, remove the copy."""

    def __init__(self, session: Path, migrate: Migrate) -> None:
        self._session = session
        self._migrate = migrate

    def create(self, line: str) -> str:
        """A fresh database at the newest migration; its address for SQLAlchemy."""
        path = self._fresh_path(line)
        shutil.copyfile(self._template(line), path)
        return _url(path)

    def create_empty(self, line: str) -> str:
        """The address of a database that does not exist yet, for tests of the migrations themselves."""
        return _url(self._fresh_path(line))

    def drop(self, url: str) -> None:
        """Take the database away, its write-ahead log included."""
        path = Path(url.removeprefix("sqlite:///"))
        shutil.rmtree(path.parent)

    def _fresh_path(self, line: str) -> Path:
        directory = self._session / f"sqlite-{uuid.uuid4().hex}"
        directory.mkdir(mode=0o700)
        return directory / f"{line}.sqlite"

    def _template(self, line: str) -> Path:
        path = self._session / f"{line}-migrated.sqlite"
        if path.exists():
            return path
        with locked(self._session, f"sqlite-{line}"):
            if not path.exists():
                unfinished = self._session / f"{line}-unfinished.sqlite"
                self._migrate(line, _url(unfinished))
                leftovers = [
                    name for name in ("-wal", "-shm") if unfinished.with_name(unfinished.name + name).exists()
                ]
                if leftovers:
                    message = f"the migrations of {line} left a connection open: {leftovers}"
                    raise AssertionError(message)
                unfinished.rename(path)
        return path


def _url(path: Path) -> str:
    return f"sqlite:///{path}"
