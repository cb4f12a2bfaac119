"""Vouchers out of a citizen's points: at a machine of the municipality, the session's one act.

Each voucher is an act of its own with a receipt of its own, so that each can be cancelled and returned alone.
Its code is told once, with the answer; kept is its keyed index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, insert

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.randomness import random_id
from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.find_programme import OpenProgramme, open_event, open_programme
from mykey.points.acts.open_till_visit import end_till_visit
from mykey.points.acts.show_purses import MUNICIPAL, show_purse
from mykey.points.acts.spend_points import next_receipt
from mykey.points.acts.vouchers.set_voucher_rules import see_voucher_rules
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts_of, open_account
from mykey.points.ledger.lots import choose_lots, lots_left
from mykey.points.ledger.post import Receipt, Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.models.vouchers import Voucher, VoucherState
from mykey.points.refusals import LedgerBroken, PointsAccountNotFound, PointsInsufficient
from mykey.points.refusals_of_vouchers import FaceRefused, VouchersNotIssued
from mykey.points.voucher_codes import new_voucher_code

__all__ = ["MOST_AT_ONCE", "IssuedVoucher", "VouchersIssued", "issue_at_till", "issue_vouchers"]

#: Vouchers in one call. Their answer is kept whole, in a column of one length (`requests.KEPT_ANSWER`).
MOST_AT_ONCE = 10

_TABLE = cast("Table", Voucher.__table__)


@dataclass(frozen=True)
class IssuedVoucher:
    """One voucher as its sheet shows it."""

    code: str = field(repr=False)
    points: int
    ends_on: date
    receipt_number: int


@dataclass(frozen=True)
class VouchersIssued:
    """What the machine is told. `left`: points left in this purse."""

    vouchers: list[IssuedVoucher]
    day: date
    shop_name: str
    purse: str
    purse_name: str
    left: int


def issue_at_till(
    work: PointsWork, till: AdmittedTill, token: str, purse: str, faces: Sequence[int]
) -> VouchersIssued:
    """End the session with vouchers. `purse`: `municipal` or an event's id.

    Raises:
        TillVisitOver, PointsAccountNotFound; what `issue_vouchers` raises.
    """
    holder_id = end_till_visit(work, till, token)
    event_id = None if purse == MUNICIPAL else UUID(purse)
    vouchers = issue_vouchers(work, holder_id, till.municipality_code, till.shop_id, faces, event_id)
    left = show_purse(work, holder_id, till.municipality_code, event_id)
    return VouchersIssued(vouchers, work.today, till.shop_name, left.purse, left.name, left.points)


def issue_vouchers(
    work: PointsWork,
    holder_id: UUID,
    municipality_code: str,
    shop_id: UUID,
    faces: Sequence[int],
    event_id: UUID | None = None,
) -> list[IssuedVoucher]:
    """All of them or none. `shop_id`: whose machine it is; the receipts are in its numbers.

    A voucher is good as long as the municipality says, but no longer than the points on it, nor than the
    programme.

    Raises:
        VouchersNotIssued; FaceRefused; PointsInsufficient: less than their sum is of use today; ShopClosed;
        ProgrammeNotFound, ProgrammeNotOpen, EventNotOpen; PointsAccountNotFound.
    """
    programme = open_programme(work, municipality_code)
    last_day = _last_day(work, programme, faces)
    if event_id is not None:
        open_event(work, event_id)
    house_id = open_account(work, AccountKind.VOUCHERS, municipality_code=municipality_code)
    locked = lock_accounts_of(work, holder_id, house_id)
    house = next(account for account in locked if account.account_id == house_id)
    kind = AccountKind.MUNICIPAL if event_id is None else AccountKind.EVENT
    wanted = (kind, municipality_code, event_id)
    purse = next(
        (one for one in locked if (one.account_kind, one.municipality_code, one.event_id) == wanted), None
    )
    if purse is None:
        raise PointsInsufficient(available=0)
    if purse.is_closed:
        raise PointsAccountNotFound
    choose_lots(work, purse, sum(faces))  # before the first is taken, so that a refusal tells what there is
    return [_issue(work, purse, house, face, last_day, shop_id) for face in faces]


def _last_day(work: PointsWork, programme: OpenProgramme, faces: Sequence[int]) -> date:
    rules = see_voucher_rules(work, programme.municipality_code)
    if rules.days is None:
        raise VouchersNotIssued
    if not 1 <= len(faces) <= MOST_AT_ONCE:
        raise LedgerBroken(what="vouchers-at-once")
    if not set(faces) <= set(rules.faces):
        raise FaceRefused
    last_day = work.today + timedelta(days=rules.days)
    return last_day if programme.closes_on is None else min(last_day, programme.closes_on)


def _issue(
    work: PointsWork,
    purse: LockedAccount,
    house: LockedAccount,
    face: int,
    last_day: date,
    shop_id: UUID,
) -> IssuedVoucher:
    days = {number: ends_on for number, _left, ends_on in lots_left(work, purse)}
    takes = choose_lots(work, purse, face)
    ends_on = min(last_day, *(days[take.lot_number] for take in takes))
    number = next_receipt(work, shop_id)
    sides = [Side(purse, -face, takes=takes), Side(house, face)]
    act_id = post(work, ActKind.ISSUE_VOUCHER, sides, receipt=Receipt(shop_id, number))
    code = new_voucher_code(work.random_bytes)
    work.connection.execute(
        insert(_TABLE).values(
            voucher_id=random_id(work.random_bytes),
            voucher_index=work.keys.index(PointsPurpose.VOUCHER_INDEX, code.encode()),
            municipality_code=house.municipality_code,
            account_id=purse.account_id,
            voucher_points=face,
            voucher_ends_on=ends_on,
            voucher_state=VoucherState.ISSUED,
            issue_act_id=act_id,
            end_act_id=None,
        )
    )
    return IssuedVoucher(code, face, ends_on, number)
