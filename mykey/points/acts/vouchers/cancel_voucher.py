"""An unused voucher is cancelled by whoever had it issued: the points go back to the lots they came from.

It is the only way to a sheet anew: the code is kept nowhere, so a lost sheet is cancelled and another issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.open_till_visit import look_into_till_visit
from mykey.points.acts.spend_points import next_receipt
from mykey.points.acts.vouchers.voucher_rows import VoucherRow, find_voucher, return_to_lots
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.post import Receipt
from mykey.points.models.ledger import Account, AccountKind, Act
from mykey.points.models.vouchers import Voucher, VoucherState
from mykey.points.refusals_of_vouchers import VoucherCancelled, VoucherUnknown, VoucherUsed

__all__ = ["CancelledVoucher", "cancel_voucher", "cancel_voucher_at_till"]

_TABLE, _ACCOUNTS = cast("Table", Voucher.__table__), cast("Table", Account.__table__)
_ACTS = cast("Table", Act.__table__)


@dataclass(frozen=True)
class CancelledVoucher:
    """What was done, as a receipt. `cancels`: the number on the sheet."""

    receipt_number: int
    cancels: int
    day: date
    amount: int
    shop_name: str


def cancel_voucher_at_till(
    work: PointsWork, till: AdmittedTill, token: str, receipt_number: int
) -> CancelledVoucher:
    """Cancel one within the session, which goes on, so that another can be issued.

    Raises:
        TillVisitOver, PointsAccountNotFound; what `cancel_voucher` raises.
    """
    holder_id = look_into_till_visit(work, till, token)
    open_holder_row(work, holder_id)
    number, points = cancel_voucher(work, holder_id, till.shop_id, receipt_number)
    return CancelledVoucher(number, receipt_number, work.today, points, till.shop_name)


def cancel_voucher(work: PointsWork, holder_id: UUID, shop_id: UUID, receipt_number: int) -> tuple[int, int]:
    """Cancel it: (the return's own number, the points).

    Raises:
        VoucherUnknown: this shop issued none of the number to this person; VoucherUsed; VoucherCancelled;
        ShopClosed; PointsAccountNotFound: closed at this moment.
    """
    voucher = _judge(_find(work, holder_id, shop_id, receipt_number))
    house_id = open_account(work, AccountKind.VOUCHERS, municipality_code=voucher.municipality_code)
    locked = lock_accounts(work, (house_id, voucher.account_id))
    # Under lock: a shop or the job may have been faster.
    voucher = _judge(find_voucher(work, _TABLE.c.voucher_id == voucher.voucher_id, lock=True))
    number = next_receipt(work, shop_id)
    return_to_lots(work, voucher, locked[house_id], locked[voucher.account_id], Receipt(shop_id, number))
    return number, voucher.voucher_points


def _find(work: PointsWork, holder_id: UUID, shop_id: UUID, receipt_number: int) -> VoucherRow | None:
    act_id = work.connection.scalar(
        select(_TABLE.c.issue_act_id)
        .join_from(_TABLE, _ACTS, _ACTS.c.act_id == _TABLE.c.issue_act_id)
        .join(_ACCOUNTS, _ACCOUNTS.c.account_id == _TABLE.c.account_id)
        .where(
            _ACTS.c.receipt_shop_id == shop_id,
            _ACTS.c.receipt_number == receipt_number,
            _ACCOUNTS.c.holder_id == holder_id,
        )
    )
    return None if act_id is None else find_voucher(work, _TABLE.c.issue_act_id == act_id)


def _judge(voucher: VoucherRow | None) -> VoucherRow:
    if voucher is None:
        raise VoucherUnknown
    if voucher.voucher_state == VoucherState.TAKEN:
        raise VoucherUsed
    if voucher.voucher_state == VoucherState.RETURNED:
        raise VoucherCancelled
    return voucher
