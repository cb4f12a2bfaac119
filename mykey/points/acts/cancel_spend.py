"""A shop takes back a payment of the same day: the points return to the lots they came from.

A voucher that it took is good again.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from mykey.points.acts.settlement.find_payment import corrected_points
from mykey.points.acts.spend_points import next_receipt
from mykey.points.acts.vouchers.put_voucher_back import put_voucher_back
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_accounts
from mykey.points.ledger.lots import give_back_to_lots
from mykey.points.ledger.post import Receipt, Side, post
from mykey.points.models.ledger import Act, ActKind, Posting
from mykey.points.models.shops import Shop
from mykey.points.refusals import ActNotFound, AlreadyCancelled, LedgerBroken, NotToday

__all__ = ["Cancelled", "cancel_spend"]


@dataclass(frozen=True)
class Cancelled:
    """What was done: the act, the cancel's own running number, the points that went back (or to paper)."""

    act_id: UUID
    receipt_number: int
    amount: int


def cancel_spend(work: PointsWork, shop: Shop, receipt_number: int) -> Cancelled:
    """Post the return. Needs no card: the receipt says whose points they were.

    Raises:
        ActNotFound: no payment of this shop has the number; NotToday; AlreadyCancelled; ShopClosed;
        PointsAccountNotFound: the holder has closed since, and the points have nowhere to return to.
    """
    spent = work.session.scalar(
        select(Act).where(Act.receipt_shop_id == shop.shop_id, Act.receipt_number == receipt_number)
    )
    if spent is None or spent.act_kind not in {ActKind.SPEND, ActKind.TAKE_VOUCHER}:
        raise ActNotFound
    if spent.act_day != work.today:
        raise NotToday
    postings = list(work.session.scalars(select(Posting).where(Posting.act_id == spent.act_id)))
    locked = lock_accounts(work, [posting.account_id for posting in postings])
    # Under lock: of two cancels at once the second sees the first's.
    if work.session.scalar(select(Act.act_id).where(Act.cancels_act_id == spent.act_id)) is not None:
        raise AlreadyCancelled
    if spent.act_kind == ActKind.TAKE_VOUCHER:
        return Cancelled(*put_voucher_back(work, shop.shop_id, spent.act_id, postings, locked))
    # Two machines' clocks may differ at midnight: for the office, then, the payment is already of yesterday.
    if corrected_points(work, spent.act_id):
        raise NotToday
    paid = next((posting for posting in postings if locked[posting.account_id].is_citizens), None)
    if paid is None or len(postings) != 2:  # noqa: PLR2004 - purse and claim
        raise LedgerBroken(what="not-a-payment")
    purse = locked[paid.account_id]
    claim = next(account for account in locked.values() if not account.is_citizens)
    back = give_back_to_lots(work, purse, paid.posting_number)
    number = next_receipt(work, shop.shop_id)
    sides = [Side(claim, paid.amount), Side(purse, -paid.amount, takes=back)]
    act_id = post(work, ActKind.CANCEL, sides, cancels=spent.act_id, receipt=Receipt(shop.shop_id, number))
    return Cancelled(act_id, number, -paid.amount)
