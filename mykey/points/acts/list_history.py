"""One account's history, newest first, a page at a time by running number: every page costs the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, func, select

from mykey.points.acts.list_accounts import MyAccount
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, Act, ActKind, Lot, Posting
from mykey.points.models.partners import Partner
from mykey.points.models.programmes import Event, Programme
from mykey.points.models.shops import Shop

__all__ = ["PAGE_ENTRIES", "Entry", "HistoryPage", "entries_where", "list_history"]

PAGE_ENTRIES = 50

#: Acts with two sides, of which the other says more than the kind does.
_TWO_SIDED = {
    ActKind.PUT_INTO_RESERVE,
    ActKind.MOVE,
    ActKind.TERM_MOVE,
    ActKind.ISSUE_VOUCHER,
    ActKind.RETURN_VOUCHER,
    ActKind.CORRECT,
}

_POSTINGS, _ACTS = cast("Table", Posting.__table__), cast("Table", Act.__table__)
_LOTS, _ACCOUNTS = cast("Table", Lot.__table__), cast("Table", Account.__table__)


@dataclass(frozen=True)
class Entry:
    """One line: a day and no time. `place` is the shop, or who is on the other side.

    That is a programme, an event, a partner company; None: the reserve, or nobody that has a name.

    `ends_on` is the last day of the points that came; None where points went, or came back to old lots.
    """

    number: int
    day: date
    kind: str
    amount: int
    balance: int
    place: str | None
    ends_on: date | None


@dataclass(frozen=True)
class HistoryPage:
    """`page` counts from 1, the newest. `newer` and `older` are the `before` of the pages next to it."""

    account: MyAccount
    entries: list[Entry]
    page: int
    pages: int
    newer: int | None
    older: int | None


def list_history(work: PointsWork, account: MyAccount, before: int | None = None) -> HistoryPage:
    """The entries whose running number is below `before`; the newest ones where it is not given."""
    newest = account.last_number + 1
    start = newest if before is None else min(max(before, 2), newest)
    entries = entries_where(work, account, Posting.posting_number < start, PAGE_ENTRIES)
    # Running numbers have no gaps, so pages can be counted without counting rows.
    skipped = newest - start
    pages = max(1, -(-account.last_number // PAGE_ENTRIES))
    older = start - PAGE_ENTRIES if start - PAGE_ENTRIES > 1 else None
    newer = min(start + PAGE_ENTRIES, newest) if skipped > 0 else None
    return HistoryPage(account, entries, -(-skipped // PAGE_ENTRIES) + 1, pages, newer, older)


def entries_where(work: PointsWork, account: MyAccount, which: ColumnElement[bool], most: int) -> list[Entry]:
    """Up to `most` entries, newest first. Two statements: these rows, and their other sides."""
    rows = work.connection.execute(
        select(
            _POSTINGS.c.posting_number,
            _ACTS.c.act_day,
            _ACTS.c.act_kind,
            _POSTINGS.c.amount,
            _POSTINGS.c.balance_after,
            _POSTINGS.c.act_id,
            Shop.shop_name,
            _LOTS.c.ends_on,
        )
        .join(_ACTS, _ACTS.c.act_id == _POSTINGS.c.act_id)
        .outerjoin(Shop, Shop.shop_id == _ACTS.c.receipt_shop_id)
        .outerjoin(
            _LOTS,
            and_(
                _LOTS.c.account_id == _POSTINGS.c.account_id, _LOTS.c.lot_number == _POSTINGS.c.posting_number
            ),
        )
        .where(_POSTINGS.c.account_id == account.account_id, which)
        .order_by(_POSTINGS.c.posting_number.desc())
        .limit(most)
    ).all()
    places = _other_sides(work, account, [row.act_id for row in rows if row.act_kind in _TWO_SIDED])
    return [
        Entry(
            row.posting_number,
            row.act_day,
            row.act_kind,
            row.amount,
            row.balance_after,
            row.shop_name or (account.name if row.act_kind == ActKind.GRANT else places.get(row.act_id)),
            row.ends_on,
        )
        for row in rows
    ]


def _other_sides(work: PointsWork, account: MyAccount, act_ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """Whose the account on the other side is, by act; None: it is the reserve, or nobody's.

    Of acts with two sides alone. A grant or an end may have thousands, all but one of other people.
    """
    if not act_ids:
        return {}
    rows = work.connection.execute(
        select(
            _POSTINGS.c.act_id,
            func.coalesce(Event.event_name, Shop.shop_name, Partner.partner_name, Programme.programme_name),
        )
        .join(_ACCOUNTS, _ACCOUNTS.c.account_id == _POSTINGS.c.account_id)
        .outerjoin(Programme, Programme.municipality_code == _ACCOUNTS.c.municipality_code)
        .outerjoin(Event, Event.event_id == _ACCOUNTS.c.event_id)
        .outerjoin(Shop, Shop.shop_id == _ACCOUNTS.c.shop_id)
        .outerjoin(Partner, Partner.partner_id == _ACCOUNTS.c.partner_id)
        .where(_POSTINGS.c.act_id.in_(act_ids), _POSTINGS.c.account_id != account.account_id)
    )
    return {row[0]: row[1] for row in rows}
