"""Acts: each balanced, each cancel the mirror of its payment, each shop's receipts without a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Select, Table, select

from mykey.points.ledger.findings import Finding
from mykey.points.ledger.streams import Follower, stream
from mykey.points.models.holders import Holder
from mykey.points.models.ledger import Account, Act, ActKind, Posting
from mykey.points.models.programmes import Event
from mykey.points.models.shops import Shop

__all__ = ["verify_acts", "verify_cancels", "verify_owners", "verify_receipts"]

_ACTS, _POSTINGS = cast("Table", Act.__table__), cast("Table", Posting.__table__)
_ACCOUNTS, _SHOPS = cast("Table", Account.__table__), cast("Table", Shop.__table__)
_HOLDERS, _EVENTS = cast("Table", Holder.__table__), cast("Table", Event.__table__)

FEWEST_SIDES = 2
CANCELLED_KINDS = (ActKind.SPEND, ActKind.TAKE_VOUCHER)


def verify_acts(connection: Connection, exported_acts: int) -> Iterator[Finding]:
    """Every act has at least two sides, which sum to zero; there are not fewer acts than were exported.

    A posting of no act is told by `verify_accounts`.
    """
    sides = Follower(
        stream(connection, select(_POSTINGS.c.act_id, _POSTINGS.c.amount).order_by(_POSTINGS.c.act_id))
    )
    acts = 0
    for (act_id,) in stream(connection, select(_ACTS.c.act_id).order_by(_ACTS.c.act_id)):
        acts += 1
        for _ in sides.before(act_id):
            continue
        amounts = [amount for _, amount in sides.at(act_id)]
        if not amounts:
            yield Finding("act-without-postings", act_id=act_id)
        elif len(amounts) < FEWEST_SIDES:
            yield Finding("act-one-sided", act_id=act_id)
        elif sum(amounts) != 0:
            yield Finding("act-not-balanced", act_id=act_id)
    if acts < exported_acts:
        yield Finding("acts-vanished", number=exported_acts - acts)


def verify_cancels(connection: Connection) -> Iterator[Finding]:
    """Every cancel is of a payment at the same shop on the same day, and gives back what that one took.

    A voucher taken is a payment, too.
    """
    cancelled = _ACTS.alias()
    both = _ACTS.outerjoin(cancelled, cancelled.c.act_id == _ACTS.c.cancels_act_id)
    cancels = (
        select(
            _ACTS.c.act_id,
            cancelled.c.act_kind,
            cancelled.c.act_day == _ACTS.c.act_day,
            cancelled.c.receipt_shop_id == _ACTS.c.receipt_shop_id,
        )
        .select_from(both)
        .where(_ACTS.c.act_kind == ActKind.CANCEL)
        .order_by(_ACTS.c.act_id)
    )
    given = Follower(stream(connection, _sides_beside(_ACTS.c.act_id)))
    taken = Follower(stream(connection, _sides_beside(_ACTS.c.cancels_act_id)))
    for act_id, kind, same_day, same_shop in stream(connection, cancels):
        if kind not in CANCELLED_KINDS or not same_day or not same_shop:
            yield Finding("cancel-not-of-a-spend", act_id=act_id)
        back, away = _by_account(given.at(act_id)), _by_account(taken.at(act_id))
        if back != {account_id: -amount for account_id, amount in away.items()}:
            yield Finding("cancel-differs", act_id=act_id)


def verify_receipts(connection: Connection) -> Iterator[Finding]:
    """A shop's receipts run from 1 without a gap to its last."""
    shops = select(_SHOPS.c.shop_id, _SHOPS.c.last_receipt).order_by(_SHOPS.c.shop_id)
    receipts = (
        select(_ACTS.c.receipt_shop_id, _ACTS.c.receipt_number, _ACTS.c.act_id)
        .where(_ACTS.c.receipt_shop_id.is_not(None))
        .order_by(_ACTS.c.receipt_shop_id, _ACTS.c.receipt_number)
    )
    numbers = Follower(stream(connection, receipts))
    for shop_id, last_receipt in stream(connection, shops):
        yield from _nobodys(numbers.before(shop_id))
        expected = 1
        for _, number, act_id in numbers.at(shop_id):
            if number != expected:
                yield Finding("receipt-missing", number=expected, act_id=act_id, shop_id=shop_id)
            expected = number + 1
        if last_receipt != expected - 1:
            yield Finding("last-receipt-wrong", number=last_receipt, shop_id=shop_id)
    yield from _nobodys(numbers.rest())


def verify_owners(connection: Connection) -> Iterator[Finding]:
    """Every account's holder, event or shop is there."""
    mine = _ACCOUNTS.c
    for own, other, theirs in (
        (mine.holder_id, _HOLDERS, _HOLDERS.c.holder_id),
        (mine.event_id, _EVENTS, _EVENTS.c.event_id),
        (mine.shop_id, _SHOPS, _SHOPS.c.shop_id),
    ):
        lost = (
            select(mine.account_id)
            .select_from(_ACCOUNTS.outerjoin(other, theirs == own))
            .where(own.is_not(None), theirs.is_(None))
        )
        for (account_id,) in stream(connection, lost):
            yield Finding("account-without-owner", account_id)


def _sides_beside(act_id: Any) -> Select[Any]:
    """(the cancel's id, account, amount) of the acts that `act_id` names beside a cancel."""
    return (
        select(_ACTS.c.act_id, _POSTINGS.c.account_id, _POSTINGS.c.amount)
        .select_from(_ACTS.join(_POSTINGS, _POSTINGS.c.act_id == act_id))
        .where(_ACTS.c.act_kind == ActKind.CANCEL)
        .order_by(_ACTS.c.act_id)
    )


def _by_account(sides: Iterable[tuple[Any, ...]]) -> dict[UUID, int]:
    found: Counter[UUID] = Counter()
    for _, account_id, amount in sides:
        found[account_id] += amount
    return dict(found)


def _nobodys(rows: Iterator[tuple[Any, ...]]) -> Iterator[Finding]:
    for shop_id, number, act_id in rows:
        yield Finding("receipt-without-shop", number=number, act_id=act_id, shop_id=shop_id)
