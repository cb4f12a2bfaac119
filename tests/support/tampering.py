"""Change a points database as somebody who owns its server could: no trigger, no foreign key in the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

__all__ = ["tampering"]

ROLE, OWNER_OF_THE_SERVER = "//mykey_points@", "//postgres@"


@contextmanager
def tampering(url: str, *, keep: bool = False) -> Iterator[sa.Connection]:
    """A transaction; what was changed is rolled back at the end, unless it is to be kept."""
    engine = sa.create_engine(url.replace(ROLE, OWNER_OF_THE_SERVER), poolclass=NullPool)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            connection.exec_driver_sql("BEGIN")
            for name in connection.scalars(
                sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT" if keep else "ROLLBACK")
        elif keep:
            connection.commit()
        else:
            connection.rollback()
    engine.dispose()
