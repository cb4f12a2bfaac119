"""One line of the audit list: which clerk did what to what, on which day. Never a person, never a time."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import NOBODYS
from mykey.points.models.office_work import AuditEntry, AuditHead

__all__ = ["note_in_audit"]

_HEADS, _ENTRIES = cast("Table", AuditHead.__table__), cast("Table", AuditEntry.__table__)


def note_in_audit(work: PointsWork, clerk: SignedInClerk, word: str, about: str) -> int:
    """Write the entry in the act's own transaction and give its number in the list.

    The list is the municipality's, or the operator's. Its head is locked by taking the next number, so there
    is no gap: an act that falls takes its number back. `about` is a shop, a month, an amount, a partner.
    """
    scope = clerk.municipality_code or NOBODYS
    dialect = postgresql if work.connection.dialect.name == "postgresql" else sqlite
    take = dialect.insert(_HEADS).values(audit_scope=scope, last_entry=1)
    number: int = work.connection.execute(
        take.on_conflict_do_update(
            index_elements=["audit_scope"], set_={"last_entry": _HEADS.c.last_entry + 1}
        ).returning(_HEADS.c.last_entry)
    ).scalar_one()
    work.connection.execute(
        insert(_ENTRIES).values(
            audit_scope=scope,
            entry_number=number,
            entry_on=work.today,
            entry_by=clerk.login,
            entry_word=word,
            entry_about=about[:80],
        )
    )
    return number
