"""End points whose last day is over: they go to the municipality's account of expired points.

One batch of accounts. Its job (`jobs.expire_lots`) finds them; running it twice, or twice at the same time,
ends nothing twice, because what is left of a lot is read under its account's lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mykey.points.acts.tell_holder import Notice
from mykey.points.acts.tell_holders import Telling, place_names, tell_holders
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts, lock_free_accounts, open_account
from mykey.points.ledger.due import DueLot, LotLeft, lots_left_of
from mykey.points.ledger.lots import Take
from mykey.points.ledger.post import MOST_POINTS, Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.refusals import LedgerBroken

__all__ = ["days_that_are_over", "expire_lots"]


def days_that_are_over(work: PointsWork) -> tuple[date, date]:
    """All days before today."""
    return date.min, work.today - timedelta(days=1)


def expire_lots(work: PointsWork, due: Sequence[DueLot]) -> int:
    """End what is due in these accounts, in one act a municipality, and give the number of lots.

    Accounts at which somebody else is at work are left to the next run. The accounts of expired points are
    locked first and those of citizens only where they are free, so that nobody waits in a ring.
    """
    codes = sorted({lot.municipality_code for lot in due})
    houses = {code: open_account(work, AccountKind.EXPIRED, municipality_code=code) for code in codes}
    locked = lock_accounts(work, houses.values())
    purses = lock_free_accounts(work, {lot.account_id for lot in due})
    lots = lots_left_of(work, list(purses), days_that_are_over(work))
    for code in codes:
        mine = [
            (purse, lots[purse.account_id])
            for purse in purses.values()
            if purse.municipality_code == code and purse.account_id in lots
        ]
        for sides in _in_bounds(mine):
            total = -sum(side.amount for side in sides)
            post(work, ActKind.EXPIRE, [*sides, Side(locked[houses[code]], total)])
    names = place_names(work, purses.values())
    tellings = [_telling(purses[account], lots[account], names[account]) for account in lots]
    tell_holders(work, Notice.EXPIRED, tellings)
    return sum(len(of_purse) for of_purse in lots.values())


def _in_bounds(purses: Sequence[tuple[LockedAccount, list[LotLeft]]]) -> Iterator[list[Side]]:
    """The sides of one act; of more than one where a single act would have more points than an act may."""
    sides: list[Side] = []
    total = 0
    for purse, lots in purses:
        amount = sum(lot.left for lot in lots)
        if sides and total + amount > MOST_POINTS:
            yield sides
            sides, total = [], 0
        takes = [Take(lot.lot_number, lot.left) for lot in lots]
        sides.append(Side(purse, -amount, takes=takes))
        total += amount
    if sides:
        yield sides


def _telling(purse: LockedAccount, lots: Sequence[LotLeft], place: str | None) -> Telling:
    amount, last_day = sum(lot.left for lot in lots), max(lot.ends_on for lot in lots)
    holder_id = purse.holder_id
    if holder_id is None:
        raise LedgerBroken(what="lot")
    return Telling(holder_id, amount, last_day, place)
