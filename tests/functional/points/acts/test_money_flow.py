"""Points from the reserve to a shop and back, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from mykey.points.acts.cancel_spend import cancel_spend
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.move_points import move_points
from mykey.points.acts.spend_points import Spent, spend_points
from mykey.points.models.ledger import Account
from mykey.points.models.shops import Shop
from mykey.points.refusals import AlreadyCancelled, LedgerBroken, PointsInsufficient
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown


@pytest.fixture
def town(points_database_url: str) -> Iterator[PointsTown]:
    made = PointsTown.on(points_database_url, MovingClock())
    yield made
    made.engine.dispose()


def balances(town: PointsTown, holder: UUID) -> dict[str, int]:
    return town.do(
        lambda work: {
            account.account_kind: account.balance
            for account in work.session.scalars(select(Account).where(Account.holder_id == holder))
        }
    )


def spend(town: PointsTown, holder: UUID, shop: UUID, amount: int) -> Spent:
    return town.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), amount))


def test_move_spend_and_cancel(town: PointsTown) -> None:
    holder, shop = town.person(reserve=3000), town.shop()
    town.do(lambda work: move_points(work, holder, 1000, municipality_code=KAWASAKI))
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 500))
    paid = spend(town, holder, shop, 1200)
    assert balances(town, holder) == {"reserve": 2000, "municipal": 300}
    town.do(lambda work: cancel_spend(work, work.session.get_one(Shop, shop), paid.receipt_number))
    assert balances(town, holder) == {"reserve": 2000, "municipal": 1500}
    with pytest.raises(AlreadyCancelled):
        town.do(lambda work: cancel_spend(work, work.session.get_one(Shop, shop), paid.receipt_number))
    assert spend(town, holder, shop, 1500).receipt_number == 3
    with pytest.raises(PointsInsufficient):
        spend(town, holder, shop, 1)
    total = town.do(lambda work: work.connection.scalar(text("SELECT sum(balance) FROM accounts")))
    assert total == 0


@pytest.mark.parametrize(
    "change", ["UPDATE postings SET amount = 1", "DELETE FROM acts", "DELETE FROM postings"]
)
def test_the_database_refuses_to_change_what_was_posted(town: PointsTown, change: str) -> None:
    town.person(reserve=10)
    with pytest.raises(DatabaseError, match="ledger-is-immutable"):
        town.do(lambda work: work.connection.execute(text(change)))
    assert LedgerBroken(what="x").code == "ledger-broken"
