"""Every migration has a tester: what it makes, rows for it, and what must hold before and after.

A migration without one fails `test_every_migration_has_its_tester`. One that changes tables that are there
already overrides `check_upgraded` and `check_downgraded` and says what becomes of their rows.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sqlalchemy as sa

from tests.migrations.rows import Rows

__all__ = ["Contents", "MigrationTester"]

Contents = dict[str, list[tuple[Any, ...]]]


class MigrationTester:
    """A migration that makes tables and leaves the others alone."""

    makes: ClassVar[frozenset[str]] = frozenset()

    def fill(self, rows: Rows) -> None:
        """Write rows into what the migration made, as the platform would."""
        raise NotImplementedError

    def check_constraints(self, rows: Rows) -> None:
        """With the rows there: what must not be possible."""

    def check_upgraded(self, rows: Rows, before: Contents) -> None:
        """Its tables are there and empty; what was there before is as it was."""
        after = rows.all()
        assert set(after) - set(before) == self.makes
        assert {table: after[table] for table in before} == before
        self.check_new(rows, {table: after[table] for table in self.makes})

    def check_new(self, _rows: Rows, made: Contents) -> None:
        """What stands in the new tables at first."""
        assert all(contents == [] for contents in made.values())

    def check_downgraded(self, rows: Rows, before: Contents) -> None:
        """Its tables are gone with their rows, and nothing else is."""
        assert rows.all() == before


def scalars(rows: Rows, statement: str) -> list[Any]:
    """The first column of a query."""
    return list(rows.connection.scalars(sa.text(statement)))
