"""Write the usage counters: terminal, day, outcome, count. The platform's whole record of library usage."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mykey.models.terminal_requests import TerminalUsage

__all__ = ["UsageKey", "add_usage"]

#: terminal ID, day (JST), outcome
UsageKey = tuple[str, date, str]


def add_usage(session: Session, counts: dict[UsageKey, int]) -> None:
    """Add gathered counts to the counters, in one order so that two workers cannot lock each other out."""
    table = TerminalUsage.__table__
    if not isinstance(table, Table):
        raise TypeError
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for (terminal_id, day, outcome), count in sorted(counts.items()):
        fresh = insert(table).values(terminal_id=terminal_id, day=day, outcome=outcome, count=count)
        session.execute(
            fresh.on_conflict_do_update(
                index_elements=[table.c.terminal_id, table.c.day, table.c.outcome],
                set_={"count": table.c.count + fresh.excluded.count},
            )
        )
