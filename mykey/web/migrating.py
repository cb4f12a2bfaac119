"""Run one line of history on one database.

One migrator at a time (advisory lock, or IMMEDIATE transaction on SQLite), and none that waits long
for a table in use: a lock timeout of 4 s, a statement timeout of 60 s.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, make_url, text

from mykey.web.engines import make_engine

__all__ = ["alembic_config", "run_migrations"]

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
ADVISORY_LOCK = 5_319_001
LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "60s"


def run_migrations(line: str, url: str, metadata: MetaData, revision: str = "head") -> None:
    """Run what is missing of the line `core` or `points` on one database."""
    _make_for_its_user_alone(url)
    engine = make_engine(url)
    try:
        with engine.connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                limits = {"lock_timeout": LOCK_TIMEOUT, "statement_timeout": STATEMENT_TIMEOUT}
                for name, limit in limits.items():
                    connection.execute(
                        text("SELECT set_config(:name, :limit, true)"), {"name": name, "limit": limit}
                    )
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            command.upgrade(alembic_config(line, connection, metadata), revision)
    finally:
        engine.dispose()


def _make_for_its_user_alone(url: str) -> None:
    """A new file of SQLite is readable by nobody else, whatever the umask; its log takes the same mode."""
    database = make_url(url).database
    if url.startswith("sqlite") and database and database != ":memory:":
        with suppress(FileExistsError):
            os.close(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def alembic_config(line: str, connection: Connection, metadata: MetaData) -> Config:
    """Alembic's configuration, made in code: there is no file that could hold a password."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS / line))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata
    return config
