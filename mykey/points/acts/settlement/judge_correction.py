"""Another clerk approves or refuses a correction; approved, it is posted at once (four eyes)."""

from __future__ import annotations

from uuid import UUID

from mykey.points.acts.find_programme import expiry_day, find_programme, open_event, open_programme
from mykey.points.acts.settlement.find_payment import see_payment
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.settlement.request_correction import about_correction, own_code
from mykey.points.acts.settlement.take_from_budget import give_back_to_budget, take_from_budget
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.acts.tell_holder import Notice, tell_holder
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts, open_account
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import Account, AccountKind, ActKind
from mykey.points.models.office_work import Correction, CorrectionKind, CorrectionState
from mykey.points.models.programmes import Event
from mykey.points.refusals import LedgerBroken, PointsAccountNotFound
from mykey.points.refusals_of_office import (
    CorrectionJudged,
    CorrectionNotFound,
    CorrectionTooLarge,
    OwnCorrection,
    PaymentOfToday,
)

__all__ = ["approve_correction", "open_correction", "refuse_correction"]


def approve_correction(work: PointsWork, clerk: SignedInClerk, correction_id: UUID) -> None:
    """Post it. Whatever refuses it leaves the request as it was.

    Raises:
        CorrectionNotFound; CorrectionJudged; OwnCorrection; PointsAccountNotFound: the holder has closed.
        To give: ProgrammeNotOpen, EventNotOpen, BudgetExceeded. To take back: PointsInsufficient.
        From a shop: CorrectionTooLarge, PaymentOfToday.
    """
    correction = _of_another(work, clerk, correction_id)
    correction.act_id = _POST[correction.correction_kind](work, correction)
    correction.correction_state = CorrectionState.APPROVED
    _close(work, clerk, correction, "approve-correction")


def refuse_correction(work: PointsWork, clerk: SignedInClerk, correction_id: UUID) -> None:
    """Nothing is posted. Raises `CorrectionNotFound`, `CorrectionJudged`, `OwnCorrection`."""
    correction = _of_another(work, clerk, correction_id)
    correction.correction_state = CorrectionState.REFUSED
    _close(work, clerk, correction, "refuse-correction")


def open_correction(work: PointsWork, clerk: SignedInClerk, correction_id: UUID) -> Correction:
    """The request, under lock: of two clerks at once the second finds it judged.

    Raises:
        CorrectionNotFound: another municipality's, too; CorrectionJudged.
    """
    correction = work.session.get(Correction, correction_id, with_for_update=True, populate_existing=True)
    if correction is None or correction.municipality_code != own_code(clerk):
        raise CorrectionNotFound
    if correction.correction_state != CorrectionState.REQUESTED:
        raise CorrectionJudged
    return correction


def _of_another(work: PointsWork, clerk: SignedInClerk, correction_id: UUID) -> Correction:
    correction = open_correction(work, clerk, correction_id)
    if correction.requested_by == clerk.clerk_id:
        raise OwnCorrection
    return correction


def _close(work: PointsWork, clerk: SignedInClerk, correction: Correction, word: str) -> None:
    correction.judged_by, correction.judged_on = clerk.clerk_id, work.today
    work.session.flush()  # the audit list is a plain statement after it
    about = about_correction(correction.correction_kind, correction.correction_points)
    note_in_audit(work, clerk, word, about)


def _give(work: PointsWork, correction: Correction) -> UUID:
    code, points = correction.municipality_code, correction.correction_points
    programme = open_programme(work, code)
    ends_on, place = expiry_day(programme, work.today), programme.programme_name
    purse, corrections = _locked(work, correction)
    if purse.event_id is not None:
        event = open_event(work, purse.event_id)
        ends_on, place = event.event_closes_on, event.event_name
    holder_id = _holder(purse)
    take_from_budget(work, code, points)
    act_id = post(work, ActKind.CORRECT, [Side(corrections, -points), Side(purse, points, ends_on=ends_on)])
    tell_holder(work, holder_id, Notice.GRANTED, amount=points, ends_on=ends_on, place=place)
    return act_id


def _take_back(work: PointsWork, correction: Correction) -> UUID:
    points = correction.correction_points
    purse, corrections = _locked(work, correction)
    holder_id = _holder(purse)
    act_id = post(work, ActKind.CORRECT, [Side(purse, -points), Side(corrections, points)])
    give_back_to_budget(work, correction.municipality_code, holder_id, points)
    return act_id


def _from_shop(work: PointsWork, correction: Correction) -> UUID:
    """Into a new lot: the one that was spent may have ended, and the mistake was not the person's.

    Points of an event that is over could not be used any more, so they go to the municipality's own account.
    The claim may fall below zero: its month may be closed and paid (`close_month` carries it on).
    """
    if correction.wrong_act_id is None:
        raise LedgerBroken(what="correction-without-payment")
    code, points = correction.municipality_code, correction.correction_points
    paid_from = work.session.get_one(Account, correction.account_id)
    if paid_from.is_closed:
        raise PointsAccountNotFound
    ends_on, purse_id = expiry_day(find_programme(work, code), work.today), paid_from.account_id
    event = None if paid_from.event_id is None else work.session.get_one(Event, paid_from.event_id)
    if event is not None and event.event_closes_on >= work.today:
        ends_on = event.event_closes_on
    elif event is not None:
        purse_id = open_account(
            work, AccountKind.MUNICIPAL, holder_id=paid_from.holder_id, municipality_code=code
        )
    shop_id = see_payment(work, correction.wrong_act_id).shop_id
    claim_id = open_account(work, AccountKind.CLAIM, municipality_code=code, shop_id=shop_id)
    # The account that paid is locked in any case: two corrections of one payment follow one another.
    locked = lock_accounts(work, {claim_id, purse_id, paid_from.account_id})
    payment = see_payment(work, correction.wrong_act_id)
    if payment.day >= work.today:
        raise PaymentOfToday
    if points > payment.left:
        raise CorrectionTooLarge(left=payment.left)
    correction.account_id = purse_id
    sides = [Side(locked[claim_id], -points), Side(locked[purse_id], points, ends_on=ends_on)]
    return post(work, ActKind.CORRECT, sides)


_POST = {
    CorrectionKind.GIVE: _give,
    CorrectionKind.TAKE_BACK: _take_back,
    CorrectionKind.FROM_SHOP: _from_shop,
}


def _locked(work: PointsWork, correction: Correction) -> tuple[LockedAccount, LockedAccount]:
    """The citizen's account and the municipality's account of corrections."""
    code = correction.municipality_code
    corrections = open_account(work, AccountKind.CORRECTIONS, municipality_code=code)
    locked = lock_accounts(work, [correction.account_id, corrections])
    return locked[correction.account_id], locked[corrections]


def _holder(purse: LockedAccount) -> UUID:
    """Whose it is. Raises `PointsAccountNotFound` where the points account was closed."""
    if purse.holder_id is None or purse.is_closed:
        raise PointsAccountNotFound
    return purse.holder_id
