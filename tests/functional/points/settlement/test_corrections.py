from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.settlement.judge_correction import approve_correction, refuse_correction
from mykey.points.acts.settlement.list_audit import list_audit
from mykey.points.acts.settlement.list_corrections import list_corrections, see_correction
from mykey.points.acts.settlement.request_correction import CorrectionWanted, request_correction
from mykey.points.acts.settlement.withdraw_correction import withdraw_correction
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.holders import choices_of, keep_choices, open_holder_row
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import Account, Act, Lot
from mykey.points.models.letters import LETTER, Letter
from mykey.points.models.office_work import Correction
from mykey.points.refusals import (
    ActNotFound,
    AmountRefused,
    EventNotOpen,
    NotToday,
    PointsAccountNotFound,
    PointsInsufficient,
    PointsNumberUnknown,
)
from mykey.points.refusals_of_office import (
    CorrectionJudged,
    CorrectionNotFound,
    CorrectionReasonUnknown,
    CorrectionTooLarge,
    OfficePermissionMissing,
    OthersCorrection,
    OwnCorrection,
    PaymentOfToday,
    ShopNotFound,
)
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.at_once import at_once
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.purses import balances_of, points_number_of

Ask = Callable[..., UUID]


@pytest.fixture
def clerks(town: PointsTown) -> tuple[SignedInClerk, SignedInClerk]:
    one, two = (as_signed_in(town, a_municipal_clerk(town, login=login)) for login in ("first", "second"))
    return one, two


@pytest.fixture
def ask(town: PointsTown, clerks: tuple[SignedInClerk, SignedInClerk]) -> Ask:
    """The first clerk wants a correction."""
    keys = iter(range(1000))

    def ask_for(kind: str, amount: int, reason: str, **how: object) -> UUID:
        wanted = CorrectionWanted(kind, amount, reason, **how)  # type: ignore[arg-type] # as the caller has them
        return town.do(lambda work: request_correction(work, clerks[0], f"key {next(keys)}", wanted))

    return ask_for


def system(town: PointsTown, kind: str) -> int:
    statement = select(Account.balance).where(Account.account_kind == kind)
    return town.do(lambda work: work.session.scalar(statement)) or 0


def state_of(town: PointsTown, correction_id: UUID) -> str:
    return town.do(lambda work: work.session.get_one(Correction, correction_id).correction_state)


def _letters(work: PointsWork) -> list[str]:
    letters = work.session.scalars(select(Letter))
    return [work.keys.open_sealed(LETTER, one.letter_id, one.letter_sealed)["text"] for one in letters]


def test_what_one_clerk_wants_another_gives_and_takes_back(
    town: PointsTown, clerks: tuple[SignedInClerk, SignedInClerk], ask: Ask
) -> None:
    first, second = clerks
    holder = town.person()
    number = points_number_of(town, holder)

    def wish(work: PointsWork) -> None:
        row = open_holder_row(work, holder, lock=True)
        choices = choices_of(work, row)
        choices.mail, choices.notices["granted"] = "taro@mail.example", True
        keep_choices(work, row, choices)

    town.do(wish)
    give = ask("give", 300, "missed", number=number)
    shown = town.do(lambda work: see_correction(work, second, give))
    assert (shown.line.kind, shown.line.points, shown.line.reason) == ("give", 300, "missed")
    assert (shown.line.requested_by, shown.last_digits, shown.payment) == ("first", number[-4:], None)
    assert number not in repr(shown)
    assert balances_of(town, holder) == {"municipal": 0}
    for judge in (approve_correction, refuse_correction):
        with pytest.raises(OwnCorrection):
            town.do(lambda work, judge=judge: judge(work, first, give))
    with pytest.raises(OthersCorrection):
        town.do(lambda work: withdraw_correction(work, second, give))
    town.do(lambda work: approve_correction(work, second, give))
    assert balances_of(town, holder) == {"municipal": 300}
    assert town.do(lambda work: work.session.scalars(select(Lot.ends_on)).one()) == date(2026, 10, 6)
    (text,) = town.do(_letters)
    assert "300ポイント" in text
    back = ask("take-back", 301, "too-many", number=number)
    with pytest.raises(PointsInsufficient) as short:
        town.do(lambda work: approve_correction(work, second, back))
    assert (short.value.facts["available"], state_of(town, back)) == (300, "requested")
    town.do(lambda work: refuse_correction(work, second, back))
    less = ask("take-back", 100, "twice", number=number)
    town.do(lambda work: approve_correction(work, second, less))
    mine = ask("give", 1, "too-few", number=number)
    town.do(lambda work: withdraw_correction(work, first, mine))
    for judge in (approve_correction, refuse_correction):
        with pytest.raises(CorrectionJudged):
            town.do(lambda work, judge=judge: judge(work, second, mine))
    assert (balances_of(town, holder), system(town, "corrections")) == ({"municipal": 200}, -200)
    waiting, judged = town.do(lambda work: list_corrections(work, first))
    assert (waiting, sorted(line.state for line in judged)) == (
        [], ["approved", "approved", "refused", "withdrawn"],
    )  # fmt: skip
    told = [(one.login, one.word, one.about) for one in town.do(lambda work: list_audit(work, first)).entries]
    assert told[:3] == [
        ("first", "withdraw-correction", "give 1"),
        ("first", "request-correction", "give 1"),
        ("second", "approve-correction", "take-back 100"),
    ]
    elsewhere = replace(second, municipality_code="141003")
    with pytest.raises(CorrectionNotFound):
        town.do(lambda work: see_correction(work, elsewhere, give))
    with pytest.raises(CorrectionNotFound):
        town.do(lambda work: approve_correction(work, elsewhere, give))
    assert_ledger_whole(town.engine)


def test_a_payment_is_taken_back_from_the_shop_up_to_what_is_left_of_it(
    town: PointsTown, clock: MovingClock, clerks: tuple[SignedInClerk, SignedInClerk], ask: Ask
) -> None:
    second, holder, shop = clerks[1], town.person(), town.shop()
    event = town.event(date(2026, 4, 1), date(2026, 4, 10))
    town.do(acts.grant(holder, 1000))
    town.do(acts.grant(holder, 50, event))
    for amount, of_event in ((400, None), (50, event), (100, None)):
        town.do(acts.spend(holder, shop, amount, of_event))
    town.do(acts.cancel(shop, 3))
    with pytest.raises(PaymentOfToday):
        ask("from-shop", 1, "wrong-amount", shop_id=shop, receipt_number=1)
    clock.advance(timedelta(days=1))

    def of(receipt: int, amount: int, shop_id: UUID = shop) -> UUID:
        return ask("from-shop", amount, "wrong-amount", shop_id=shop_id, receipt_number=receipt)

    one, two = of(1, 300), of(1, 300)  # each would do, both are too much
    for refusal, act in (
        (CorrectionTooLarge, lambda: of(1, 401)),
        (CorrectionTooLarge, lambda: of(3, 1)),
        (ActNotFound, lambda: of(4, 1)),
        (ActNotFound, lambda: of(9, 1)),
        (ShopNotFound, lambda: of(1, 1, UUID(int=1))),
        (AmountRefused, lambda: of(1, 0)),
        (CorrectionReasonUnknown, lambda: ask("from-shop", 1, "missed", shop_id=shop, receipt_number=1)),
        (CorrectionReasonUnknown, lambda: ask("give", 1, "missed", shop_id=shop, receipt_number=1)),
    ):
        with pytest.raises(refusal):
            act()
    shown = town.do(lambda work: see_correction(work, second, one))
    assert shown.payment
    assert (shown.payment.paid, shown.payment.left, shown.last_digits) == (400, 400, None)
    town.do(lambda work: approve_correction(work, second, one))
    assert (balances_of(town, holder), system(town, "claim")) == ({"municipal": 900, "event": 0}, 150)
    with pytest.raises(CorrectionTooLarge) as large:
        town.do(lambda work: approve_correction(work, second, two))
    assert (large.value.facts["left"], state_of(town, two)) == (100, "requested")
    # A till whose clock is a little behind the office's: the payment is of its today, and was corrected.
    behind = replace(town, ground=replace(town.ground, clock=lambda: clock() - timedelta(days=1)))
    with pytest.raises(NotToday):
        behind.do(acts.cancel(shop, 1))
    # Points of an event that is over are of use at the municipality's own account.
    late = of(2, 50)
    clock.advance(timedelta(days=20))
    town.do(lambda work: approve_correction(work, second, late))
    assert balances_of(town, holder) == {"municipal": 950, "event": 0}
    # The month is closed and paid: the claim goes below zero.
    last = of(1, 100)
    town.do(_pay_out)
    town.do(lambda work: approve_correction(work, second, last))
    assert (balances_of(town, holder)["municipal"], system(town, "claim")) == (1050, -100)
    assert_ledger_whole(town.engine)


def _pay_out(work: PointsWork) -> None:
    """As closing a month pays a shop: the claim goes to the settled account."""
    claim = work.session.scalars(select(Account.account_id).where(Account.account_kind == "claim")).one()
    settled = open_account(work, "settled", municipality_code=KAWASAKI)
    locked = lock_accounts(work, [claim, settled])
    owed = locked[claim].balance
    post(work, "settle", [Side(locked[claim], -owed), Side(locked[settled], owed)])


def test_two_approvers_at_once_post_once(town: PointsTown, ask: Ask) -> None:
    number = points_number_of(town, town.person())
    wanted = ask("give", 70, "missed", number=number)
    others = [as_signed_in(town, a_municipal_clerk(town, login=f"clerk{n}")) for n in range(4)]
    answers = at_once(50, lambda n: town.do(lambda work: approve_correction(work, others[n % 4], wanted)))
    assert sorted(map(str, answers)) == ["None"] + ["correction-judged"] * 49
    assert (acts_of_kind(town.engine, "correct"), system(town, "corrections")) == (1, -70)


def test_the_database_itself_wants_four_eyes(town: PointsTown, ask: Ask) -> None:
    wanted = ask("give", 5, "missed", number=points_number_of(town, town.person()))

    def approve_own(work: PointsWork) -> None:
        act_id = UUID(int=3)
        work.session.execute(insert(Act).values(act_id=act_id, act_kind="correct", act_day=work.today))
        row = work.session.get_one(Correction, wanted)
        row.correction_state, row.act_id = "approved", act_id
        row.judged_by, row.judged_on = row.requested_by, work.today

    with pytest.raises(IntegrityError, match="four_eyes"):
        town.do(approve_own)
    assert state_of(town, wanted) == "requested"


def test_who_has_closed_is_corrected_no_more(
    town: PointsTown, clock: MovingClock, clerks: tuple[SignedInClerk, SignedInClerk], ask: Ask
) -> None:
    holder, shop = town.person(), town.shop()
    number = points_number_of(town, holder)
    town.do(acts.grant(holder, 100))
    town.do(acts.spend(holder, shop, 60))
    clock.advance(timedelta(days=1))
    over = town.event(date(2026, 4, 1), date(2026, 4, 6))
    with pytest.raises(EventNotOpen):
        ask("give", 1, "missed", number=number, event_id=over)
    payment = {"shop_id": shop, "receipt_number": 1}
    asked = [
        ask("give", 5, "missed", number=number),
        ask("take-back", 5, "twice", number=number),
        ask("from-shop", 5, "goods-returned", **payment),
    ]
    town.do(lambda work: close_holder(work, holder))
    for one in asked:
        with pytest.raises(PointsAccountNotFound):
            town.do(lambda work, one=one: approve_correction(work, clerks[1], one))
        assert state_of(town, one) == "requested"
        assert town.do(lambda work, one=one: see_correction(work, clerks[1], one)).last_digits is None
    with pytest.raises(PointsNumberUnknown):
        ask("give", 5, "missed", number=number)
    with pytest.raises(PointsAccountNotFound):
        ask("from-shop", 5, "goods-returned", **payment)
    operator = replace(clerks[0], municipality_code=None)
    wanted = CorrectionWanted("give", 1, "missed", number)
    with pytest.raises(OfficePermissionMissing):
        town.do(lambda work: request_correction(work, operator, "k", wanted))


def test_a_request_sent_twice_is_one(town: PointsTown, clerks: tuple[SignedInClerk, SignedInClerk]) -> None:
    wanted = CorrectionWanted("give", 1, "missed", points_number_of(town, town.person()))
    ids = {town.do(lambda work: request_correction(work, clerks[0], "one", wanted)) for _ in range(2)}
    assert len(ids) == 1
