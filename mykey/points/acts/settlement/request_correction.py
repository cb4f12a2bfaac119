"""A clerk wants a correction. Nothing moves until another clerk approves it (`judge_correction`)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from mykey.kernel.randomness import random_id
from mykey.points.acts.find_holder_by_number import find_holder_by_number
from mykey.points.acts.find_programme import find_programme, open_event, open_programme
from mykey.points.acts.settlement.find_payment import find_payment
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import open_account
from mykey.points.ledger.once import make_call, once
from mykey.points.models.ledger import Account, AccountKind
from mykey.points.models.office_work import Correction, CorrectionKind, CorrectionState
from mykey.points.models.programmes import Event
from mykey.points.refusals import EventNotOpen, PointsAccountNotFound
from mykey.points.refusals_of_office import (
    CorrectionReasonUnknown,
    CorrectionTooLarge,
    OfficePermissionMissing,
    PaymentOfToday,
)

__all__ = ["CORRECTION_REASONS", "CorrectionWanted", "about_correction", "own_code", "request_correction"]

#: Words and no free text: it could name somebody.
CORRECTION_REASONS: dict[str, tuple[str, ...]] = {
    CorrectionKind.GIVE: ("missed", "too-few"),
    CorrectionKind.TAKE_BACK: ("twice", "wrong-person", "too-many"),
    CorrectionKind.FROM_SHOP: ("wrong-amount", "paid-twice", "goods-returned"),
}


@dataclass(frozen=True)
class CorrectionWanted:
    """What a clerk asks for.

    To give and to take back: `number`, a points number as typed, and `event_id`, None for the municipality's
    own account. From a shop: `shop_id` and `receipt_number`; the receipt says whose points they were.
    """

    kind: str
    amount: int
    reason: str
    number: str = ""
    event_id: UUID | None = None
    shop_id: UUID | None = None
    receipt_number: int | None = None


def request_correction(
    work: PointsWork, clerk: SignedInClerk, act_key: str, wanted: CorrectionWanted
) -> UUID:
    """Keep the request and give its id; the same key and request are kept once.

    Whether a person has enough left to be taken back is told to whoever approves, not here: a request must
    be no way to ask for anybody's balance.

    Raises:
        IdempotencyKeyReused; OfficePermissionMissing: the operator's; CorrectionReasonUnknown; AmountRefused;
        ProgrammeNotFound; PointsNumberUnknown; ProgrammeNotOpen (to give); EventNotOpen: another
        municipality's, or to give, one that is not open; ShopNotFound; ActNotFound; PaymentOfToday;
        CorrectionTooLarge; PointsAccountNotFound: whoever paid has closed the points account.
    """

    def act() -> dict[str, object]:
        return {"correction": str(_request(work, clerk, wanted))}

    call = make_call(
        work.keys, f"clerk:{clerk.clerk_id}", "request-correction", act_key, repr(wanted).encode()
    )
    return UUID(once(work, call, act)["correction"])


def own_code(clerk: SignedInClerk) -> str:
    """The clerk's municipality. Raises `OfficePermissionMissing` for the operator."""
    if clerk.municipality_code is None:
        raise OfficePermissionMissing
    return clerk.municipality_code


def about_correction(kind: str, points: int) -> str:
    """A correction in the audit list: never whose."""
    return f"{kind} {points:,}"


def _request(work: PointsWork, clerk: SignedInClerk, wanted: CorrectionWanted) -> UUID:
    code = own_code(clerk)
    if wanted.reason not in CORRECTION_REASONS.get(wanted.kind, ()):
        raise CorrectionReasonUnknown
    judge_amount(wanted.amount)
    find_programme(work, code)
    wrong_act_id = None
    if wanted.shop_id is None:
        account_id = _account(work, code, wanted)
    else:
        account_id, wrong_act_id = _paid_from(work, code, wanted)
    correction_id = random_id(work.random_bytes)
    work.session.add(
        Correction(
            correction_id=correction_id,
            municipality_code=code,
            correction_kind=wanted.kind,
            correction_state=CorrectionState.REQUESTED,
            correction_points=wanted.amount,
            correction_reason=wanted.reason,
            account_id=account_id,
            wrong_act_id=wrong_act_id,
            requested_by=clerk.clerk_id,
            requested_on=work.today,
        )
    )
    work.session.flush()  # the audit list and the kept answer are plain statements after it
    note_in_audit(work, clerk, "request-correction", about_correction(wanted.kind, wanted.amount))
    return correction_id


def _account(work: PointsWork, code: str, wanted: CorrectionWanted) -> UUID:
    """The person's account, opened where there is none: what a request finds tells nothing of a person."""
    if wanted.kind == CorrectionKind.FROM_SHOP:
        raise CorrectionReasonUnknown
    holder_id = find_holder_by_number(work, wanted.number)
    gives = wanted.kind == CorrectionKind.GIVE
    if gives:
        open_programme(work, code)
    if wanted.event_id is None:
        return open_account(work, AccountKind.MUNICIPAL, holder_id=holder_id, municipality_code=code)
    event = open_event(work, wanted.event_id) if gives else work.session.get(Event, wanted.event_id)
    if event is None or event.municipality_code != code:
        raise EventNotOpen
    return open_account(
        work, AccountKind.EVENT, holder_id=holder_id, municipality_code=code, event_id=event.event_id
    )


def _paid_from(work: PointsWork, code: str, wanted: CorrectionWanted) -> tuple[UUID, UUID]:
    """The account that paid, and the payment."""
    if wanted.kind != CorrectionKind.FROM_SHOP or wanted.shop_id is None:
        raise CorrectionReasonUnknown
    payment = find_payment(work, code, wanted.shop_id, wanted.receipt_number or 0)
    if payment.day >= work.today:
        raise PaymentOfToday
    if wanted.amount > payment.left:
        raise CorrectionTooLarge(left=payment.left)
    if work.session.get_one(Account, payment.account_id).is_closed:
        raise PointsAccountNotFound
    return payment.account_id, payment.act_id
