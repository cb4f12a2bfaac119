"""A shop takes points: from the citizen's account of the shop's municipality, or of one of its events."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update

from mykey.points.acts.find_programme import open_event, open_programme
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts_of, open_account
from mykey.points.ledger.post import Receipt, Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.models.shops import Shop, ShopState
from mykey.points.refusals import PointsInsufficient, ShopClosed

__all__ = ["Spent", "next_receipt", "spend_points"]


@dataclass(frozen=True)
class Spent:
    """What was done: the act and the shop's running number."""

    act_id: UUID
    receipt_number: int


def spend_points(
    work: PointsWork, holder_id: UUID, shop: Shop, amount: int, event_id: UUID | None = None
) -> Spent:
    """Post the payment. Points whose last day is over are of no use, whether the job has ended them or not.

    Raises:
        AmountRefused; ShopClosed; ProgrammeNotOpen, EventNotOpen; PointsInsufficient.
    """
    judge_amount(amount)
    open_programme(work, shop.municipality_code)
    if event_id is not None:
        open_event(work, event_id)
    claim_id = open_account(
        work, AccountKind.CLAIM, municipality_code=shop.municipality_code, shop_id=shop.shop_id
    )
    locked = lock_accounts_of(work, holder_id, claim_id)
    purse = _purse(locked, shop.municipality_code, event_id)
    if purse is None:
        raise PointsInsufficient(available=0)
    claim = next(account for account in locked if account.account_id == claim_id)
    number = next_receipt(work, shop.shop_id)
    sides = [Side(purse, -amount), Side(claim, amount)]
    act_id = post(work, ActKind.SPEND, sides, receipt=Receipt(shop.shop_id, number))
    return Spent(act_id, number)


def next_receipt(work: PointsWork, shop_id: UUID) -> int:
    """The shop's next running number; without gaps, as a number is taken in the act's own transaction.

    Raises:
        ShopClosed: it takes no points any more.
    """
    number = work.session.scalar(
        update(Shop)
        .where(Shop.shop_id == shop_id, Shop.shop_state == ShopState.OPEN)
        .values(last_receipt=Shop.last_receipt + 1)
        .returning(Shop.last_receipt)
        .execution_options(synchronize_session=False)
    )
    if number is None:
        raise ShopClosed
    return number


def _purse(locked: list[LockedAccount], code: str, event_id: UUID | None) -> LockedAccount | None:
    kind = AccountKind.MUNICIPAL if event_id is None else AccountKind.EVENT
    return next(
        (
            account
            for account in locked
            if (account.account_kind, account.municipality_code, account.event_id) == (kind, code, event_id)
        ),
        None,
    )
