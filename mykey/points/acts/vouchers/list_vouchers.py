"""A person's vouchers that nobody has taken yet, as the machine shows them; codes are on paper alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.open_till_visit import look_into_till_visit
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, Act
from mykey.points.models.vouchers import Voucher, VoucherState

__all__ = ["UnusedVoucher", "list_at_till", "list_vouchers"]

_TABLE, _ACCOUNTS = cast("Table", Voucher.__table__), cast("Table", Account.__table__)
_ACTS = cast("Table", Act.__table__)
MOST_LISTED = 100


@dataclass(frozen=True)
class UnusedVoucher:
    """One voucher; `receipt_number` stands on its sheet, in the numbers of the place that issued it."""

    receipt_number: int
    points: int
    ends_on: date


def list_at_till(work: PointsWork, till: AdmittedTill, token: str) -> list[UnusedVoucher]:
    """The vouchers that this machine's shop has issued to this person. Raises `TillVisitOver`."""
    return list_vouchers(work, look_into_till_visit(work, till, token), till.shop_id)


def list_vouchers(work: PointsWork, holder_id: UUID, shop_id: UUID) -> list[UnusedVoucher]:
    """The newest first, up to 100; those past their day are on their way back and not among them."""
    rows = work.connection.execute(
        select(_ACTS.c.receipt_number, _TABLE.c.voucher_points, _TABLE.c.voucher_ends_on)
        .join_from(_TABLE, _ACCOUNTS, _ACCOUNTS.c.account_id == _TABLE.c.account_id)
        .join(_ACTS, _ACTS.c.act_id == _TABLE.c.issue_act_id)
        .where(
            _ACCOUNTS.c.holder_id == holder_id,
            _ACTS.c.receipt_shop_id == shop_id,
            _TABLE.c.voucher_state == VoucherState.ISSUED,
            _TABLE.c.voucher_ends_on >= work.today,
        )
        .order_by(_ACTS.c.receipt_number.desc())
        .limit(MOST_LISTED)
    )
    return [UnusedVoucher(*row) for row in rows]
