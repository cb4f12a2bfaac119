"""What a test reads of a person straight from the points tables: the number, the balances."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from mykey.points.ground import PointsWork
from mykey.points.models.holders import POINTS_NUMBER, Holder
from mykey.points.models.ledger import Account
from tests.support.points_ground import PointsTown

__all__ = ["balances_of", "points_number_of"]


def points_number_of(town: PointsTown, holder_id: UUID) -> str:
    """Eleven digits."""

    def read(work: PointsWork) -> str:
        sealed = work.session.get_one(Holder, holder_id).points_number_sealed
        assert sealed is not None
        return str(work.keys.open_sealed(POINTS_NUMBER, holder_id, sealed))

    return town.do(read)


def balances_of(town: PointsTown, holder_id: UUID) -> dict[str, int]:
    """Points by the kind of the account; accounts of one kind together."""

    def read(work: PointsWork) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in work.session.scalars(select(Account).where(Account.holder_id == holder_id)):
            found[one.account_kind] = found.get(one.account_kind, 0) + one.balance
        return found

    return town.do(read)
