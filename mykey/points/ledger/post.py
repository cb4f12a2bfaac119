"""Write one act: its balanced postings, their chains, their lots. The one place where points move.

It refuses what would not balance, an account twice in one act, and a citizen's account below zero; the
database refuses the same by constraints. The accounts must be under lock (`accounts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.kernel.randomness import random_id
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount
from mykey.points.ledger.chain import chain_hash
from mykey.points.ledger.lots import Take, choose_lots
from mykey.points.ledger.write_act import ActRow, LotRow, PostingRow, UseRow, write_act
from mykey.points.models.ledger import ActKind
from mykey.points.refusals import LedgerBroken, PointsAccountNotFound

__all__ = ["MOST_POINTS", "Receipt", "Side", "post"]

#: No act of a citizen's or an officer's comes near it.
MOST_POINTS = 1_000_000_000
#: Of a shop's whole month, which is paid in one act; 64-bit sums cannot overflow.
MOST_SETTLED = 1_000_000_000_000


@dataclass(frozen=True)
class Side:
    """What one account gets (above zero) or gives.

    A citizen's account that gets points needs `ends_on`, the last day of the new lot, or `takes` with
    amounts below zero: the lots that get back what they had. One that gives may name its lots in `takes`;
    otherwise they are chosen, oldest first.
    """

    account: LockedAccount
    amount: int
    ends_on: date | None = None
    takes: Sequence[Take] | None = None


@dataclass(frozen=True)
class Receipt:
    """The shop's own running number."""

    shop_id: UUID
    number: int


def post(
    work: PointsWork,
    kind: str,
    sides: Sequence[Side],
    *,
    cancels: UUID | None = None,
    receipt: Receipt | None = None,
) -> UUID:
    """Write the act and give its id.

    Raises:
        PointsInsufficient: a citizen's account has less of use today.
        PointsAccountNotFound: a holder has closed the points account since the caller looked.
        LedgerBroken: the sides do not balance, or name an account twice; nobody's input leads here.
    """
    _judge(sides, MOST_SETTLED if kind == ActKind.SETTLE else MOST_POINTS)
    takes = [_takes(work, side) for side in sides]
    act_id, day = random_id(work.random_bytes), work.today
    postings = [_posting(side, act_id, kind, day) for side in sides]
    lots = [
        LotRow(side.account.account_id, side.account.last_number, side.amount, side.ends_on)
        for side in sides
        if side.ends_on is not None
    ]
    uses = [
        UseRow(side.account.account_id, side.account.last_number, take.lot_number, take.amount)
        for side, chosen in zip(sides, takes, strict=True)
        for take in chosen
    ]
    shop_id, number = (None, None) if receipt is None else (receipt.shop_id, receipt.number)
    act = ActRow(act_id, kind, day, cancels, shop_id, number)
    write_act(work.connection, act, postings, lots, uses)
    return act_id


def _judge(sides: Sequence[Side], most: int) -> None:
    if sum(side.amount for side in sides) != 0 or len(sides) < 2:  # noqa: PLR2004 - double entry
        raise LedgerBroken(what="not-balanced")
    if len({side.account.account_id for side in sides}) != len(sides):
        raise LedgerBroken(what="account-twice")
    if any(side.account.is_closed for side in sides):
        raise PointsAccountNotFound
    for side in sides:
        if side.amount == 0 or abs(side.amount) > most:
            raise LedgerBroken(what="amount")
        gets_lot, gives_back = side.ends_on is not None, side.takes is not None and side.amount > 0
        if (side.account.is_citizens and side.amount > 0) != (gets_lot != gives_back):
            raise LedgerBroken(what="lot")
        if side.takes is not None and sum(take.amount for take in side.takes) != -side.amount:
            raise LedgerBroken(what="lots-do-not-add-up")


def _takes(work: PointsWork, side: Side) -> Sequence[Take]:
    if side.takes is not None:
        return side.takes
    if side.amount > 0 or not side.account.is_citizens:
        return ()
    return choose_lots(work, side.account, -side.amount)


def _posting(side: Side, act_id: UUID, kind: str, day: date) -> PostingRow:
    """The posting's row; the account under lock moves on with it."""
    account = side.account
    account.last_number += 1
    account.balance += side.amount
    account.head = chain_hash(
        account.head, account.account_id, account.last_number, side.amount, act_id, kind, day, side.ends_on
    )
    return PostingRow(account.account_id, account.last_number, side.amount, account.balance, account.head)
