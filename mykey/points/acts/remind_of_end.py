"""Tell holders of points that end within 30 days; of each lot once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, update

from mykey.points.acts.tell_holder import Notice
from mykey.points.acts.tell_holders import Telling, place_names, tell_holders
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_free_accounts
from mykey.points.ledger.due import DueLot, LotLeft, lots_left_of
from mykey.points.models.ledger import Lot
from mykey.points.refusals import LedgerBroken

__all__ = ["DAYS_BEFORE", "days_that_end_soon", "mark_as_reminded", "remind_of_end"]

DAYS_BEFORE = 30

_LOTS = cast("Table", Lot.__table__)
_MARK = (
    update(_LOTS)
    .where(_LOTS.c.account_id == bindparam("the_account"), _LOTS.c.lot_number == bindparam("the_lot"))
    .values(reminded=True)
)


def days_that_end_soon(work: PointsWork) -> tuple[date, date]:
    """From today, whose points are still of use, to the last day that is told of beforehand."""
    return work.today, work.today + timedelta(days=DAYS_BEFORE)


def remind_of_end(work: PointsWork, due: Sequence[DueLot]) -> int:
    """Leave one notice for each account and last day, and give the number of lots.

    Accounts at which somebody else is at work are left to the next run.
    """
    purses = lock_free_accounts(work, {lot.account_id for lot in due})
    lots = lots_left_of(work, list(purses), days_that_end_soon(work))
    fresh = {account: [lot for lot in of_it if not lot.reminded] for account, of_it in lots.items()}
    names = place_names(work, purses.values())
    tellings = []
    for account, of_it in fresh.items():
        holder_id = purses[account].holder_id
        if holder_id is None:
            raise LedgerBroken(what="lot")
        for day in sorted({lot.ends_on for lot in of_it}):
            amount = sum(lot.left for lot in of_it if lot.ends_on == day)
            tellings.append(Telling(holder_id, amount, day, names[account]))
    tell_holders(work, Notice.EXPIRING, tellings)
    return mark_as_reminded(work, [lot for of_it in fresh.values() for lot in of_it])


def mark_as_reminded(work: PointsWork, lots: Sequence[LotLeft]) -> int:
    """Their holders were told, or did not wish to be. Their accounts are under lock. The number of lots."""
    if lots:
        work.connection.execute(
            _MARK, [{"the_account": lot.account_id, "the_lot": lot.lot_number} for lot in lots]
        )
    return len(lots)
