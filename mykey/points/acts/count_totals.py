"""What a municipality's points came to: sums of the system's accounts alone, never a person's."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind

__all__ = ["Totals", "count_totals"]


@dataclass(frozen=True)
class Totals:
    """Points: issued (what was given back is taken off), taken by shops, expired."""

    issued: int
    with_shops: int
    expired: int


def count_totals(work: PointsWork, municipality_code: str) -> Totals:
    """The sums as of now."""
    kinds = (AccountKind.ISSUE, AccountKind.CLAIM, AccountKind.EXPIRED)
    rows = work.connection.execute(
        select(Account.account_kind, func.sum(Account.balance))
        .where(Account.municipality_code == municipality_code, Account.account_kind.in_(kinds))
        .group_by(Account.account_kind)
    )
    found = {kind: int(points) for kind, points in rows}
    return Totals(
        -found.get(AccountKind.ISSUE, 0), found.get(AccountKind.CLAIM, 0), found.get(AccountKind.EXPIRED, 0)
    )
