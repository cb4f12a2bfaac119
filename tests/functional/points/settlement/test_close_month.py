from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from mykey.points.acts.close_shop import close_shop
from mykey.points.acts.settlement.close_month import close_month
from mykey.points.acts.settlement.judge_correction import approve_correction
from mykey.points.acts.settlement.list_audit import list_audit
from mykey.points.acts.settlement.request_correction import CorrectionWanted, request_correction
from mykey.points.acts.settlement.shop_lines import ShopLine
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.post import MOST_POINTS, Side, post
from mykey.points.ledger.verify import verify_ledger
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import MonthClosed, MonthNotFound, MonthNotOver, MonthsInOrder
from tests.factories.clerks import a_municipal_clerk, an_operating_clerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.at_once import at_once
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.month_ends import (
    APRIL,
    JUNE,
    MAY,
    MIDNIGHT,
    Month,
    balance_of_kind,
    by_kind,
    close,
    lines_of,
    when,
)
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.voucher_acts import allow_vouchers, issue_voucher, take

MARCH = APRIL.replace(month=3)


@pytest.fixture
def clerk(town: PointsTown) -> SignedInClerk:
    return as_signed_in(town, a_municipal_clerk(town))


def assert_whole(town: PointsTown) -> None:
    assert_ledger_whole(town.engine)
    with town.engine.connect() as connection:
        assert list(verify_ledger(connection)) == []


def test_a_month_is_what_was_taken_less_what_was_taken_back(
    town: PointsTown, clock: MovingClock, clerk: SignedInClerk
) -> None:
    other = as_signed_in(town, a_municipal_clerk(town, login="second"))
    holder, bakery, gone = town.person(), town.shop("一番パン"), town.shop("二番書店")
    town.shop("何もない店")
    allow_vouchers(town)
    town.do(acts.grant(holder, 5000))
    for shop, points in ((bakery, 700), (bakery, 300), (gone, 250)):
        town.do(acts.spend(holder, shop, points))
    town.do(acts.cancel(bakery, 2))
    for _ in range(2):
        code = town.do(issue_voucher(holder, bakery, 500))["code"]
        town.do(take(bakery, code))
    town.do(lambda work: close_shop(work, KAWASAKI, gone))
    clock.advance(timedelta(days=3))
    wanted = CorrectionWanted("from-shop", 200, "wrong-amount", shop_id=bakery, receipt_number=1)
    correction = town.do(lambda work: request_correction(work, clerk, "one", wanted))
    town.do(lambda work: approve_correction(work, other, correction))
    assert close(town, clerk, APRIL) == 700 + 1000 - 200 + 250
    april = lines_of(town, APRIL)
    assert april == {
        "一番パン": ShopLine(
            payments=2, taken_points=1000, vouchers_taken=2, voucher_points=1000, cancels=1,
            cancelled_points=300, corrections_made=1, corrected_points=200, paid_points=1500,
        ),
        "二番書店": ShopLine(payments=1, taken_points=250, paid_points=250),
    }  # fmt: skip
    assert (balance_of_kind(town, "claim"), balance_of_kind(town, "settled")) == (0, 1750)
    # What comes later, also against a closed month, is in a later one, and what is below zero waits.
    clock.now = MIDNIGHT + timedelta(days=5)
    wanted = CorrectionWanted("from-shop", 400, "wrong-amount", shop_id=bakery, receipt_number=1)
    correction = town.do(lambda work: request_correction(work, clerk, "two", wanted))
    town.do(lambda work: approve_correction(work, other, correction))
    assert close(town, clerk, MAY) == 0
    below = ShopLine(corrections_made=1, corrected_points=400, carried_out=-400)
    assert lines_of(town, MAY) == {"一番パン": below}
    clock.now = MIDNIGHT + timedelta(days=40)
    town.do(acts.spend(holder, bakery, 450))
    assert close(town, clerk, JUNE) == 50
    assert lines_of(town, JUNE) == {
        "一番パン": ShopLine(payments=1, taken_points=450, carried_in=-400, paid_points=50)
    }
    assert lines_of(town, APRIL) == april
    told = [(one.word, one.about) for one in town.do(lambda work: list_audit(work, clerk)).entries]
    assert ("close-month", "2026-04") in told
    assert_whole(town)


def test_months_are_closed_once_they_are_over_in_order_and_never_again(
    town: PointsTown, clock: MovingClock, clerk: SignedInClerk
) -> None:
    with pytest.raises(MonthNotFound):
        close(town, clerk, APRIL)
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 100))
    town.do(acts.spend(holder, shop, 60))
    clock.now = MIDNIGHT - timedelta(seconds=1)
    with pytest.raises(MonthNotOver):
        town.do(lambda work: close_month(work, clerk, APRIL))
    with pytest.raises(MonthNotFound):
        close(town, clerk, MARCH)
    with pytest.raises(MonthsInOrder):
        close(town, clerk, MAY)
    clock.now = MIDNIGHT
    assert town.do(lambda work: close_month(work, clerk, APRIL)) == 60
    with pytest.raises(MonthClosed):
        close(town, clerk, APRIL)
    with pytest.raises(MonthNotOver):
        town.do(lambda work: close_month(work, clerk, MAY))
    # A month in which nothing happened has no line, and is closed all the same.
    assert (close(town, clerk, MAY), lines_of(town, MAY)) == (0, {})
    nobodys = as_signed_in(town, an_operating_clerk(town))
    elsewhere = as_signed_in(town, a_municipal_clerk(town, "141003", "yokohama"))
    for stranger in (nobodys, elsewhere):
        with pytest.raises(ProgrammeNotFound):
            close(town, stranger, APRIL)
    for change in (
        "DELETE FROM settlement_lines",
        "DELETE FROM closed_months",
        "UPDATE closed_months SET closed_month = '2026-07-01'",
        "UPDATE settlement_lines SET paid_points = 61",
    ):
        with pytest.raises(DatabaseError, match="immutable"):
            town.do(partial(_execute, change))
    assert_whole(town)


def _execute(statement: str, work: PointsWork) -> None:
    work.connection.execute(text(statement))


def test_what_is_posted_after_closing_is_in_a_later_month_whatever_its_day(
    town: PointsTown, clerk: SignedInClerk
) -> None:
    holder, shop, small = town.person(), town.shop("大"), town.shop("小")
    town.do(acts.grant(holder, 1000))
    before, after = when(town, MIDNIGHT - timedelta(seconds=1)), when(town, MIDNIGHT)
    before.do(acts.spend(holder, shop, 1))
    after.do(acts.spend(holder, shop, 10))
    before.do(acts.spend(holder, shop, 100))  # its clock is behind: dated in April, behind a payment of May
    assert after.do(lambda work: close_month(work, clerk, APRIL)) == 1
    before.do(acts.cancel(shop, 1))
    before.do(acts.spend(holder, small, 500))  # the shop's first ever
    assert close(town, clerk, MAY) == 10 + 100 - 1 + 500
    assert lines_of(town, APRIL) == {"大": ShopLine(payments=1, taken_points=1, paid_points=1)}
    assert lines_of(town, MAY) == {
        "大": ShopLine(payments=2, taken_points=110, cancels=1, cancelled_points=1, paid_points=109),
        "小": ShopLine(payments=1, taken_points=500, paid_points=500),
    }
    assert_whole(town)


def test_months_closed_late_leave_out_each_others_payments(
    town: PointsTown, clock: MovingClock, clerk: SignedInClerk
) -> None:
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 1000))
    for points in (1, 10, 100):
        town.do(acts.spend(holder, shop, points))
        clock.now += timedelta(days=30)
    clock.now = datetime(2026, 9, 9, tzinfo=UTC)
    months = [date(2026, number, 1) for number in range(4, 9)]

    def close_now(month: Month) -> int:
        return town.do(lambda work: close_month(work, clerk, month))

    assert [close_now(month) for month in months[:3]] == [1, 10, 100]
    town.do(acts.spend(holder, shop, 500))
    assert [close_now(month) for month in months[3:]] == [0, 0]
    assert close(town, clerk, date(2026, 9, 1)) == 500
    assert by_kind(town)["settle"] == (4, -611)
    assert_whole(town)


def test_a_shop_may_take_more_in_a_month_than_one_act_may_have(
    town: PointsTown, clerk: SignedInClerk
) -> None:
    shop = town.shop()

    def much(work: PointsWork) -> None:
        claim = open_account(work, "claim", municipality_code=KAWASAKI, shop_id=shop)
        issue = open_account(work, "issue", municipality_code=KAWASAKI)
        locked = lock_accounts(work, (claim, issue))
        for _ in range(2):
            post(work, "spend", [Side(locked[issue], -MOST_POINTS), Side(locked[claim], MOST_POINTS)])

    town.do(much)
    assert close(town, clerk, APRIL) == 2 * MOST_POINTS
    assert_whole(town)


def test_of_many_clerks_at_once_one_closes(town: PointsTown, clerk: SignedInClerk) -> None:
    others = [clerk, as_signed_in(town, a_municipal_clerk(town, login="second"))]
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 100))
    town.do(acts.spend(holder, shop, 60))
    answers = at_once(10, lambda number: close(town, others[number % 2], APRIL))
    assert sorted(map(str, answers)) == ["60"] + ["month-closed"] * 9
    assert acts_of_kind(town.engine, "settle") == 1
    assert_whole(town)
