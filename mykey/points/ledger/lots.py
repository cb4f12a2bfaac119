"""Lots: points of one account that end on one day. Oldest first they are used.

In the reserve the day is the end of the term: past it points are still the citizen's, until the job moves
them. Everywhere else they are of no use past it, whether the job has come by or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table, bindparam, select

from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount
from mykey.points.models.ledger import AccountKind, Lot, LotUse
from mykey.points.refusals import LedgerBroken, PointsInsufficient

__all__ = ["Take", "choose_lots", "give_back_to_lots", "lots_left"]

_LOTS = cast("Table", Lot.__table__)
_USES = cast("Table", LotUse.__table__)
_LEFT = (
    select(_LOTS.c.lot_number, _LOTS.c.lot_left, _LOTS.c.ends_on)
    .where(_LOTS.c.account_id == bindparam("the_account"), _LOTS.c.lot_left > 0)
    .order_by(_LOTS.c.ends_on, _LOTS.c.lot_number)
)


@dataclass(frozen=True)
class Take:
    """So many points of one lot."""

    lot_number: int
    amount: int


def lots_left(work: PointsWork, account: LockedAccount) -> list[tuple[int, int, date]]:
    """(number, points left, last day) of the lots that have points, oldest first."""
    rows = work.connection.execute(_LEFT, {"the_account": account.account_id})
    return [(number, left, ends_on) for number, left, ends_on in rows]


def choose_lots(work: PointsWork, account: LockedAccount, amount: int) -> list[Take]:
    """Which lots an amount comes from, oldest first.

    Raises:
        PointsInsufficient: less is of use today.
    """
    takes: list[Take] = []
    wanted = amount
    available = 0
    for number, left, ends_on in lots_left(work, account):
        if account.account_kind != AccountKind.RESERVE and ends_on < work.today:
            continue
        available += left
        if wanted > 0:
            takes.append(Take(number, min(left, wanted)))
            wanted -= takes[-1].amount
    if wanted > 0:
        raise PointsInsufficient(available=available)
    return takes


def give_back_to_lots(work: PointsWork, account: LockedAccount, posting_number: int) -> list[Take]:
    """What a posting took, to be given back to the same lots (amounts below zero)."""
    rows = work.connection.execute(
        select(_USES.c.lot_number, _USES.c.used_amount).where(
            _USES.c.account_id == account.account_id, _USES.c.posting_number == posting_number
        )
    )
    takes = [Take(number, -amount) for number, amount in rows]
    if not takes:
        raise LedgerBroken(what="uses-missing")
    return takes
