"""Points come from a partner company into somebody's reserve: out of that company's own clearing account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from mykey.points.acts.put_into_reserve import TERM_DAYS
from mykey.points.acts.tell_holder import Notice, tell_holder
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts, open_account
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.refusals import LedgerBroken

__all__ = ["LockedPair", "bring_points", "lock_for_bringing"]


@dataclass(frozen=True)
class LockedPair:
    """Both accounts under lock."""

    reserve: LockedAccount
    clearing: LockedAccount


def lock_for_bringing(
    work: PointsWork, partner_id: UUID, *, holder_id: UUID | None = None, reserve_id: UUID | None = None
) -> LockedPair:
    """Lock a company's clearing and a reserve, which is a holder's, or is named itself.

    Raises:
        PointsAccountNotFound: the holder has closed.
    """
    if reserve_id is None:
        reserve_id = open_account(work, AccountKind.RESERVE, holder_id=holder_id)
    clearing_id = open_account(work, AccountKind.CLEARING, partner_id=partner_id)
    locked = lock_accounts(work, [reserve_id, clearing_id])
    return LockedPair(locked[reserve_id], locked[clearing_id])


def bring_points(
    work: PointsWork, pair: LockedPair, points: int, term_days: int = TERM_DAYS
) -> tuple[UUID, date]:
    """Post it and tell the holder who wished to be told; the act's id and the last day of the term.

    Raises:
        PointsAccountNotFound: the holder has closed.
    """
    ends_on = work.today + timedelta(days=term_days)
    sides = [Side(pair.clearing, -points), Side(pair.reserve, points, ends_on=ends_on)]
    act_id = post(work, ActKind.PUT_INTO_RESERVE, sides)
    if pair.reserve.holder_id is None:
        raise LedgerBroken(what="reserve-without-holder")
    tell_holder(work, pair.reserve.holder_id, Notice.GRANTED, amount=points, ends_on=ends_on, place=None)
    return act_id, ends_on
