"""The audit list of a municipality, or of the operators, newest first, a page at a time by running number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import NOBODYS
from mykey.points.models.office_work import AuditEntry, AuditHead

__all__ = ["PAGE_ENTRIES", "AuditLine", "AuditPage", "list_audit"]

PAGE_ENTRIES = 50


@dataclass(frozen=True)
class AuditLine:
    """One entry. `word` says what was done; `about` is a shop, a month, an amount, a partner."""

    number: int
    day: date
    login: str
    word: str
    about: str


@dataclass(frozen=True)
class AuditPage:
    """`page` counts from 1, the newest. `newer` and `older` are the `before` of the pages next to it."""

    entries: list[AuditLine]
    page: int
    pages: int
    newer: int | None
    older: int | None


def list_audit(work: PointsWork, clerk: SignedInClerk, before: int | None = None) -> AuditPage:
    """Entries of the clerk's scope whose number is below `before`; the newest where it is not given."""
    scope = clerk.municipality_code or NOBODYS
    head = work.session.get(AuditHead, scope)
    last = 0 if head is None else head.last_entry
    newest = last + 1
    start = newest if before is None else min(max(before, 2), newest)
    rows = work.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.audit_scope == scope, AuditEntry.entry_number < start)
        .order_by(AuditEntry.entry_number.desc())
        .limit(PAGE_ENTRIES)
    )
    entries = [
        AuditLine(row.entry_number, row.entry_on, row.entry_by, row.entry_word, row.entry_about)
        for row in rows
    ]
    # Numbers have no gaps, so pages can be counted without counting rows.
    skipped = newest - start
    return AuditPage(
        entries,
        page=-(-skipped // PAGE_ENTRIES) + 1,
        pages=max(1, -(-last // PAGE_ENTRIES)),
        newer=min(start + PAGE_ENTRIES, newest) if skipped > 0 else None,
        older=start - PAGE_ENTRIES if start - PAGE_ENTRIES > 1 else None,
    )
