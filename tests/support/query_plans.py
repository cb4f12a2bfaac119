"""How the database would find what an act asks for, once the tables are too large to be read through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from tests.support.points_ground import PointsTown

__all__ = ["plans_of"]


def plans_of(town: PointsTown, act: Callable[[Any], object]) -> list[str]:
    """The plan of each SELECT of the act, in their order."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, parameters: object, *_: object) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    sa.event.listen(town.engine, "before_cursor_execute", note)
    town.do(act)
    sa.event.remove(town.engine, "before_cursor_execute", note)
    word = "EXPLAIN QUERY PLAN"
    with town.engine.connect() as connection:
        if town.engine.dialect.name == "postgresql":
            word = "EXPLAIN"
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # the tables of a test are tiny
        return [
            "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{word} {statement}", parameters))
            for statement, parameters in asked
        ]
