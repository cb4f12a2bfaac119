"""Points come from a partner company into somebody's reserve: out of that company's own clearing account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.put_into_reserve import TERM_DAYS, post_into_reserve
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts, open_account
from mykey.points.models.ledger import AccountKind

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
    return post_into_reserve(work, pair.clearing, pair.reserve, points, term_days)
