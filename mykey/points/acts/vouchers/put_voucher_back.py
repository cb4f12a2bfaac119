"""A shop takes back that it took a voucher: the sheet is good again, and nobody's points move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Table, update

from mykey.points.acts.spend_points import next_receipt
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount
from mykey.points.ledger.post import Receipt, Side, post
from mykey.points.models.ledger import ActKind, Posting
from mykey.points.models.vouchers import Voucher, VoucherState
from mykey.points.refusals import LedgerBroken

__all__ = ["put_voucher_back"]

_TABLE = cast("Table", Voucher.__table__)


def put_voucher_back(
    work: PointsWork,
    shop_id: UUID,
    taken: UUID,
    postings: Sequence[Posting],
    locked: dict[UUID, LockedAccount],
) -> tuple[UUID, int, int]:
    """Post the mirror of the act `taken`: (act, the cancel's own number, the points).

    Its accounts are under lock, and it was not cancelled before.

    Raises:
        ShopClosed; LedgerBroken: the act took no voucher.
    """
    done = work.connection.execute(
        update(_TABLE)
        .where(_TABLE.c.end_act_id == taken, _TABLE.c.voucher_state == VoucherState.TAKEN)
        .values(voucher_state=VoucherState.ISSUED, end_act_id=None)
    )
    if done.rowcount != 1:
        raise LedgerBroken(what="voucher-not-taken")
    number = next_receipt(work, shop_id)
    sides = [Side(locked[posting.account_id], -posting.amount) for posting in postings]
    act_id = post(work, ActKind.CANCEL, sides, cancels=taken, receipt=Receipt(shop_id, number))
    return act_id, number, max(side.amount for side in sides)
