"""Every refusal that can reach the citizens' pages is put into words there."""

from __future__ import annotations

import pytest

from mykey.points import refusals
from mykey.points.citizens.words import ACT_WORDS, AMOUNT_REASONS, words_of
from mykey.points.models.ledger import ActKind
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
    "ActNotFound", "AlreadyCancelled", "GrantLimit", "LedgerBroken", "NotToday", "PayCodeExpired",
    "PayCodeUnknown", "PersonLimit", "PointsNumberUnknown", "ShopClosed", "SubjectsStillNeeded",
    "TicketWrongMunicipality", "TicketWrongTill", "TillVisitOver",
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
