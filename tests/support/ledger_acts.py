"""Every kind of act as a client calls it: with an idempotency key, so that it may be sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from mykey.points.acts.cancel_spend import cancel_spend
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.move_points import move_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.acts.spend_points import spend_points
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import make_call, once
from mykey.points.models.shops import Shop
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = ["cancel", "grant", "keyed", "move", "put", "spend"]

Act = Callable[[PointsWork], dict[str, Any]]


def keyed(town: PointsTown, key: str, act: Act, body: bytes = b"") -> dict[str, Any]:
    """The act, once, under a key."""

    def run(work: PointsWork) -> dict[str, Any]:
        call = make_call(work.keys, "client", "act", key, body)
        return once(work, call, lambda: act(work))

    return town.do(run)


def put(holder: UUID, amount: int) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        put_into_reserve(work, holder, amount)
        return {}

    return act


def grant(holder: UUID, amount: int, event: UUID | None = None) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        return {"ends_on": grant_points(work, holder, KAWASAKI, amount, event_id=event).ends_on.isoformat()}

    return act


def move(holder: UUID, amount: int, event: UUID | None = None) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        target: dict[str, Any] = {"event_id": event} if event else {"municipality_code": KAWASAKI}
        return {"ends_on": move_points(work, holder, amount, **target).ends_on.isoformat()}

    return act


def spend(holder: UUID, shop: UUID, amount: int, event: UUID | None = None) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        spent = spend_points(work, holder, work.session.get_one(Shop, shop), amount, event)
        return {"receipt": spent.receipt_number}

    return act


def cancel(shop: UUID, receipt: int) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        done = cancel_spend(work, work.session.get_one(Shop, shop), receipt)
        return {"receipt": done.receipt_number, "amount": done.amount}

    return act
