"""A small town's year is whole, and what was tampered with beside the ledger is found by the word for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bench.town_year.year import make_year
from mykey.points.ledger.streams import snapshot
from mykey.points.ledger.verify import verify_ledger
from mykey.points.models.all_tables import POINTS_METADATA
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.tampering import tampering

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
