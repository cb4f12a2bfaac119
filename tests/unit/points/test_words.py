"""Every refusal that can reach the citizens' pages is put into words there."""

from __future__ import annotations

import pytest

from mykey.points import refusals
from mykey.points import refusals_of_partners as of_partners
from mykey.points.citizens.partner_words import EXCHANGE_STATES, partner_words_of
from mykey.points.citizens.words import ACT_WORDS, AMOUNT_REASONS, words_of
from mykey.points.models.ledger import ActKind
from mykey.points.models.partners import ExchangeState
from mykey.web.rate_limits import TooManyRequests

REACHING = [
    refusals.AccountNotFound(),
    refusals.AmountRefused(reason="empty", most=1),
    refusals.EntryFromElsewhere(),
    refusals.EventNotOpen(),
    refusals.IdempotencyKeyReused(),
    refusals.MailCodeOver(),
    refusals.PointsAccountNotFound(),
    refusals.PointsInsufficient(available=0),
    refusals.ProgrammeNotFound(),
    refusals.ProgrammeNotOpen(),
    refusals.TicketExpired(),
    refusals.TicketInvalid(),
    refusals.TicketUsed(),
    refusals.TicketWrongPurpose(),
    TooManyRequests(retry_after=1),
]
#: Said beside the field, not on a page of its own.
BESIDE_THE_FIELD = {"MailAddressRefused", "MailCodeWrong"}
#: Of tills, shops, municipalities and the operator.
ELSEWHERE = {
    "ActNotFound", "AlreadyCancelled", "BudgetExceeded", "GrantLimit", "LedgerBroken", "NotToday",
    "PayCodeExpired", "PayCodeUnknown", "PersonLimit", "PointsNumberUnknown", "ShopClosed",
    "SubjectsStillNeeded", "TicketWrongMunicipality", "TicketWrongTill", "TillVisitOver",
}  # fmt: skip


#: Of companies' servers and the operator; or said beside the field or on the next page (partner_return.py).
OF_COMPANIES = {
    "BatchDayOver", "BatchNameTaken", "BatchNotFound", "BatchStateRefused", "CodesMalformed", "CodesRefused",
    "CouponsNotTaken", "PartnerDetailsInvalid", "PartnerRefused", "PartnerUnreachable",
}  # fmt: skip


@pytest.mark.parametrize("error", REACHING, ids=lambda error: error.code)
def test_it_has_words(error: refusals.AmountRefused) -> None:
    words = words_of(error)
    assert words is not None
    assert words.todo


def test_no_refusal_is_forgotten() -> None:
    named = {type(error).__name__ for error in REACHING} - {"TooManyRequests"}
    assert set(refusals.__all__) == named | BESIDE_THE_FIELD | ELSEWHERE


def test_every_kind_of_act_and_every_reason_has_words() -> None:
    kinds = {value for name, value in vars(ActKind).items() if name.isupper()}
    assert set(ACT_WORDS) == kinds
    assert set(AMOUNT_REASONS) == {"empty", "not-a-number", "not-positive", "too-large", "insufficient"}


def test_every_refusal_around_companies_has_words() -> None:
    for name in set(of_partners.__all__) - OF_COMPANIES:
        words = partner_words_of(getattr(of_partners, name)())
        assert words is not None, name
        assert words.todo
    states = {value for name, value in vars(ExchangeState).items() if name.isupper()}
    assert set(EXCHANGE_STATES) == states
