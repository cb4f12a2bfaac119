"""One account's whole history, for the citizen to keep."""

from __future__ import annotations

from collections.abc import Iterator

from mykey.points.acts.list_accounts import MyAccount
from mykey.points.acts.list_history import Entry, entries_where
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Posting

__all__ = ["export_history"]

AT_ONCE = 1_000


def export_history(work: PointsWork, account: MyAccount) -> Iterator[Entry]:
    """Every entry, the newest first, read a thousand at a time."""
    before = account.last_number + 1
    while before > 1:
        entries = entries_where(work, account, Posting.posting_number < before, AT_ONCE)
        if not entries:
            return
        yield from entries
        before = entries[-1].number
