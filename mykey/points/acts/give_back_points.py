"""What is left in an account goes back to where it came from: to the municipality, or to the partners.

Only a closed points account gives back; while it is open, points go one way.
"""

from __future__ import annotations

from uuid import UUID

from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, open_account
from mykey.points.ledger.lots import Take, lots_left
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import AccountKind, ActKind

__all__ = ["give_back_points", "give_back_target"]


def give_back_target(work: PointsWork, account: LockedAccount) -> UUID:
    """The account that gets them: the municipality's issue, or for the reserve the partners' clearing."""
    if account.account_kind == AccountKind.RESERVE:
        return open_account(work, AccountKind.CLEARING)
    return open_account(work, AccountKind.ISSUE, municipality_code=account.municipality_code)


def give_back_points(work: PointsWork, account: LockedAccount, target: LockedAccount) -> int:
    """Post it and give the points; nothing is posted where there are none. Both are under lock.

    Points whose last day is over, but which the job has not yet ended, go the same way.
    """
    if account.balance == 0:
        return 0
    points = account.balance
    takes = [Take(number, left) for number, left, _ends_on in lots_left(work, account)]
    post(work, ActKind.GIVE_BACK, [Side(account, -points, takes=takes), Side(target, points)])
    return points
