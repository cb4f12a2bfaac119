"""A shop takes a voucher, once. Paper is the proof: nobody is asked who brings it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.find_programme import open_programme
from mykey.points.acts.spend_points import next_receipt
from mykey.points.acts.vouchers.check_voucher import judge_voucher
from mykey.points.acts.vouchers.voucher_rows import end_voucher, find_voucher
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.post import Receipt, Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.models.shops import Shop
from mykey.points.models.vouchers import VoucherState

__all__ = ["Taken", "VoucherReceipt", "take_at_till", "take_voucher"]


@dataclass(frozen=True)
class Taken:
    """What was done: the act, the shop's running number, the face value."""

    act_id: UUID
    receipt_number: int
    amount: int


@dataclass(frozen=True)
class VoucherReceipt:
    """What the shop is told."""

    receipt_number: int
    day: date
    amount: int
    shop_name: str


def take_at_till(work: PointsWork, till: AdmittedTill, typed: str) -> VoucherReceipt:
    """Take it at this till's shop. Raises what `take_voucher` raises."""
    taken = take_voucher(work, work.session.get_one(Shop, till.shop_id), typed)
    return VoucherReceipt(taken.receipt_number, work.today, taken.amount, till.shop_name)


def take_voucher(work: PointsWork, shop: Shop, typed: str) -> Taken:
    """Take what was scanned or typed. Of many at once one takes it; the others find it used.

    Raises:
        VoucherUnknown, VoucherFromElsewhere, VoucherUsed, VoucherCancelled, VoucherEnded;
        ProgrammeNotFound, ProgrammeNotOpen; ShopClosed.
    """
    code = shop.municipality_code
    open_programme(work, code)
    # Looked at before anything is locked: a wrong code costs nobody else's time.
    judge_voucher(work, code, find_voucher(work, typed))
    house_id = open_account(work, AccountKind.VOUCHERS, municipality_code=code)
    claim_id = open_account(work, AccountKind.CLAIM, municipality_code=code, shop_id=shop.shop_id)
    locked = lock_accounts(work, (house_id, claim_id))
    voucher = judge_voucher(work, code, find_voucher(work, typed, lock=True))
    number = next_receipt(work, shop.shop_id)
    points = voucher.voucher_points
    sides = [Side(locked[house_id], -points), Side(locked[claim_id], points)]
    act_id = post(work, ActKind.TAKE_VOUCHER, sides, receipt=Receipt(shop.shop_id, number))
    end_voucher(work, voucher, VoucherState.TAKEN, act_id)
    return Taken(act_id, number, points)
