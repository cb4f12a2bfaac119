"""The two lines of history, and how a test walks up and down them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from mykey.models.all_tables import CORE_METADATA
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.web.engines import make_engine
from mykey.web.migrating import MIGRATIONS, alembic_config

__all__ = ["LINES", "Database", "before", "folder", "revisions", "scripts"]

LINES = {"core": CORE_METADATA, "points": POINTS_METADATA}


def folder(line: str) -> Path:
    """Where the line's migrations lie."""
    return MIGRATIONS / line


def scripts(line: str) -> ScriptDirectory:
    """The line as Alembic reads it."""
    config = Config()
    config.set_main_option("script_location", str(folder(line)))
    return ScriptDirectory.from_config(config)


@cache
def revisions(line: str) -> list[str]:
    """From the first to the newest."""
    return [script.revision for script in scripts(line).walk_revisions()][::-1]


def before(line: str, revision: str) -> str:
    """The one before; "base" before the first."""
    return ["base", *revisions(line)][revisions(line).index(revision)]


class Database:
    """One database that walks."""

    def __init__(self, line: str, url: str) -> None:
        self.line = line
        self.engine = make_engine(url)

    def to(self, revision: str) -> None:
        """Up or down to a revision."""
        with self.engine.connect() as connection, connection.begin():
            config = alembic_config(self.line, connection, LINES[self.line])
            order = ["base", *revisions(self.line)]
            table = sa.inspect(connection).has_table("alembic_version")
            here = "base"
            if table:
                here = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or "base"
            if order.index(revision) > order.index(here):
                command.upgrade(config, revision)
            elif order.index(revision) < order.index(here):
                command.downgrade(config, revision)

    @contextmanager
    def connection(self) -> Iterator[sa.Connection]:
        """One transaction."""
        with self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()
