"""The testers of the points side's line."""

from __future__ import annotations

from typing import ClassVar

from tests.migrations.rows import Rows
from tests.migrations.testers import MigrationTester

__all__ = ["POINTS_TESTERS"]


class SessionsOfThePointsFace(MigrationTester):
    """0001."""

    makes: ClassVar[frozenset[str]] = frozenset({"points_sessions"})

    def fill(self, rows: Rows) -> None:
        rows.insert("points_sessions")
        rows.insert("points_sessions")

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("points_sessions", token_index=rows.key("points_sessions"))


POINTS_TESTERS: dict[str, type[MigrationTester]] = {"0001": SessionsOfThePointsFace}
