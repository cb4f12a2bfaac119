"""Vouchers for tests: rules on, issued, taken, cancelled; each as a client calls it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from mykey.points.acts.vouchers.cancel_voucher import cancel_voucher
from mykey.points.acts.vouchers.issue_vouchers import IssuedVoucher, issue_vouchers
from mykey.points.acts.vouchers.set_voucher_rules import set_voucher_rules
from mykey.points.acts.vouchers.take_voucher import take_voucher
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop
from tests.support.ledger_acts import Act
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = ["allow_vouchers", "issue_voucher", "issued", "return_voucher", "take"]

FACES = (100, 500, 1000)


def allow_vouchers(town: PointsTown, days: int = 30, faces: tuple[int, ...] = FACES) -> None:
    """Kawasaki issues vouchers."""
    town.do(lambda work: set_voucher_rules(work, KAWASAKI, days, faces))


def issued(
    town: PointsTown, holder: UUID, shop: UUID, *faces: int, event: UUID | None = None
) -> list[IssuedVoucher]:
    """Vouchers of this person, from a machine of this shop."""
    return town.do(lambda work: issue_vouchers(work, holder, KAWASAKI, shop, faces, event))


def issue_voucher(holder: UUID, shop: UUID, face: int, event: UUID | None = None) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        (one,) = issue_vouchers(work, holder, KAWASAKI, shop, [face], event)
        return {"code": one.code, "ends_on": one.ends_on.isoformat(), "receipt": one.receipt_number}

    return act


def take(shop: UUID, code: str) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        taken = take_voucher(work, work.session.get_one(Shop, shop), code)
        return {"receipt": taken.receipt_number, "amount": taken.amount}

    return act


def return_voucher(holder: UUID, shop: UUID, receipt: int) -> Act:
    def act(work: PointsWork) -> dict[str, Any]:
        number, points = cancel_voucher(work, holder, shop, receipt)
        return {"receipt": number, "amount": points}

    return act
