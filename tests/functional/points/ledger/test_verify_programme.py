"""A small town's year is whole, and what was tampered with beside the ledger is found by the word for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from bench.town_year.year import make_year
from mykey.points.acts.settlement.judge_correction import approve_correction
from mykey.points.acts.settlement.request_correction import CorrectionWanted, request_correction
from mykey.points.ledger.streams import snapshot
from mykey.points.ledger.verify import verify_ledger
from mykey.points.models.all_tables import POINTS_METADATA
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support import ledger_acts as acts_of
from tests.support.month_ends import APRIL, JUNE, MAY, MIDNIGHT, close
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.tampering import tampering
from tests.support.voucher_acts import allow_vouchers, issue_voucher, take

T = POINTS_METADATA.tables


@pytest.fixture
def year(points_database_url: str) -> Iterator[PointsTown]:
    town = PointsTown.on(points_database_url, MovingClock(datetime(2026, 4, 6, 1, 0, tzinfo=UTC)))
    make_year(town.engine, town.ground.keys, people=150, shops=4, seed=1)
    yield town
    town.engine.dispose()


def words(connection: sa.Connection) -> set[str]:
    return {finding.word for finding in verify_ledger(connection)}


def test_the_year_is_whole_and_what_is_tampered_with_is_found(
    year: PointsTown, points_database_url: str
) -> None:
    with snapshot(year.engine) as connection:
        assert words(connection) == set()
        kinds = set(connection.scalars(sa.select(T["acts"].c.act_kind).distinct()))
    assert kinds >= {
        "grant", "spend", "cancel", "move", "expire", "put-into-reserve", "issue-voucher", "take-voucher",
        "return-voucher",
    }  # fmt: skip
    vouchers, exchanges, redeemed = T["vouchers"], T["exchanges"], T["redeemed_coupons"]
    taken = vouchers.c.voucher_state == "taken"
    one = sa.select(vouchers.c.voucher_id).where(taken).limit(1).scalar_subquery()
    tricks = {
        # a taken voucher made good again
        vouchers.update()
        .where(vouchers.c.voucher_id == one)
        .values(voucher_state="issued", end_act_id=None): {
            "voucher-taken-by-nothing",
            "vouchers-do-not-add-up",
        },
        vouchers.update().where(vouchers.c.voucher_id == one).values(voucher_points=499): {"voucher-differs"},
        vouchers.delete().where(vouchers.c.voucher_id == one): {
            "voucher-missing",
            "voucher-taken-by-nothing",
        },
        exchanges.update().values(exchange_points=2_000): {"partner-act-differs", "partner-does-not-add-up"},
        redeemed.delete(): {"partner-does-not-add-up"},
    }
    for trick, expected in tricks.items():
        with tampering(points_database_url) as connection:
            assert connection.execute(trick).rowcount >= 1
            assert words(connection) == expected


@pytest.mark.usefixtures("year")
def test_corrections_and_settlements_need_their_acts(points_database_url: str) -> None:
    accounts, acts, clerk, month = T["accounts"], T["acts"], uuid4(), date(2025, 5, 1)
    with tampering(points_database_url) as connection:
        purse = connection.scalar(
            sa.select(accounts.c.account_id).where(accounts.c.account_kind == "municipal").limit(1)
        )
        wanted = {"municipality_code": "141305", "correction_kind": "give", "correction_state": "approved"}
        by = {"requested_by": clerk, "requested_on": month, "judged_by": uuid4(), "judged_on": month}
        about = {"correction_points": 5, "correction_reason": "twice", "account_id": purse}
        connection.execute(
            T["corrections"].insert().values(correction_id=uuid4(), act_id=uuid4(), **wanted, **by, **about)
        )
        claim = connection.execute(
            sa.select(accounts.c.shop_id, accounts.c.last_number)
            .where(accounts.c.account_kind == "claim", accounts.c.last_number > 0)
            .limit(1)
        ).one()
        sums = dict.fromkeys(
            ("payments", "vouchers_taken", "voucher_points", "cancels", "cancelled_points",
             "corrections_made", "corrected_points", "carried_in", "carried_out"), 0,
        )  # fmt: skip
        connection.execute(
            T["settlement_lines"].insert().values(
                municipality_code="141305", closed_month=month, shop_id=claim.shop_id,
                cut_number=claim.last_number, taken_points=1, paid_points=1, act_id=uuid4(), **sums,
            )
        )  # fmt: skip
        assert words(connection) == {
            "correction-differs",
            "settlement-differs",
            "settlement-unpaid",
            "settled-does-not-add-up",
        }
    with tampering(points_database_url) as connection:
        for kind, word in (("correct", "correction-missing"), ("settle", "settlement-missing")):
            spend = sa.select(acts.c.act_id).where(acts.c.act_kind == "spend").limit(1).scalar_subquery()
            connection.execute(acts.update().where(acts.c.act_id == spend).values(act_kind=kind))
            assert word in words(connection)


@pytest.fixture
def town(points_database_url: str) -> Iterator[PointsTown]:
    """Two shops; a correction of April's is carried through May into June."""
    clock = MovingClock()
    town = PointsTown.on(points_database_url, clock)
    wants, judges = (as_signed_in(town, a_municipal_clerk(town, login=login)) for login in ("one", "two"))
    holder, neighbour, shop, other = town.person(), town.person(), town.shop("一番"), town.shop("二番")
    allow_vouchers(town)
    for person in (holder, neighbour):
        town.do(acts_of.grant(person, 9_000))
    for points in (700, 300):
        town.do(acts_of.spend(holder, shop, points))
    town.do(acts_of.spend(neighbour, other, 700))
    for face in (500, 1000):
        town.do(take(other, town.do(issue_voucher(holder, other, face))["code"]))
    close(town, wants, APRIL)
    clock.now = MIDNIGHT + timedelta(days=5)
    wanted = CorrectionWanted("from-shop", 400, "wrong-amount", shop_id=shop, receipt_number=1)
    correction = town.do(lambda work: request_correction(work, wants, "key", wanted))
    town.do(lambda work: approve_correction(work, judges, correction))
    close(town, wants, MAY)
    yield town
    town.engine.dispose()


def test_a_correction_is_of_its_payment_and_a_voucher_of_its_end(
    town: PointsTown, points_database_url: str
) -> None:
    with snapshot(town.engine) as connection:
        assert words(connection) == set()
    acts, vouchers, corrections = T["acts"], T["vouchers"], T["corrections"]

    def payment(shop: str, receipt: int) -> sa.ScalarSelect[UUID]:
        its = sa.select(T["shops"].c.shop_id).where(T["shops"].c.shop_name == shop).scalar_subquery()
        of = (acts.c.receipt_shop_id == its) & (acts.c.receipt_number == receipt)
        return sa.select(acts.c.act_id).where(of).scalar_subquery()

    for wrong, expected in (
        (payment("一番", 2), {"correction-too-large"}),
        (payment("二番", 1), {"correction-differs"}),
    ):
        with tampering(points_database_url) as connection:
            connection.execute(corrections.update().values(wrong_act_id=wrong))
            assert words(connection) == expected
    with tampering(points_database_url) as connection:
        small, large = connection.execute(
            sa.select(vouchers.c.voucher_id, vouchers.c.end_act_id).order_by(vouchers.c.voucher_points)
        ).all()
        for voucher, act in ((small[0], uuid4()), (large[0], small[1]), (small[0], large[1])):
            connection.execute(
                vouchers.update().where(vouchers.c.voucher_id == voucher).values(end_act_id=act)
            )
        assert words(connection) == {"voucher-differs"}


def test_what_a_shop_owes_is_not_forgotten_between_two_months(
    town: PointsTown, points_database_url: str
) -> None:
    lines, months = T["settlement_lines"], T["closed_months"]
    with tampering(points_database_url) as connection:
        connection.execute(lines.update().values(payments=lines.c.payments + 1))
        assert words(connection) == {"settlement-differs"}
    # No trigger and no condition refuses a month in which nothing was carried on.
    with town.engine.connect() as connection:
        may = dict(connection.execute(sa.select(lines).where(lines.c.closed_month == MAY)).mappings().one())
        assert may["carried_out"] == -400
        nothing = may | {"corrections_made": 0, "corrected_points": 0, "carried_out": 0}
        clerk = connection.scalar(sa.select(months.c.closed_by).limit(1))
        connection.execute(
            months.insert().values(
                municipality_code=KAWASAKI, closed_month=JUNE, closed_on=JUNE, closed_by=clerk
            )
        )
        connection.execute(lines.insert().values(**nothing | {"closed_month": JUNE}))
        assert words(connection) == {"settlement-differs"}
        connection.rollback()
