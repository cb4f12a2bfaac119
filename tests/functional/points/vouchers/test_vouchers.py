"""A voucher's life: issued, taken, put back; cancelled; past its day; its holder gone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from mykey.kernel.errors import Refused
from mykey.points import refusals, refusals_of_vouchers
from mykey.points.acts.cancel_spend import cancel_spend
from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.show_balances import show_balances
from mykey.points.acts.vouchers.check_voucher import check_voucher
from mykey.points.acts.vouchers.list_vouchers import UnusedVoucher, list_vouchers
from mykey.points.acts.vouchers.set_voucher_rules import VoucherRules, see_voucher_rules, set_voucher_rules
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.jobs.return_vouchers import return_vouchers
from mykey.points.models.ledger import Account
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import Shop
from mykey.points.models.vouchers import Voucher
from mykey.points.refusals_of_office import OfficeDetailsInvalid
from tests.support import ledger_acts as acts
from tests.support.ledger_checks import acts_of_kind
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.voucher_acts import allow_vouchers, issue_voucher, issued, return_voucher, take


def points_of(town: PointsTown, holder: UUID) -> int:
    return sum(one.points for one in town.do(lambda work: show_balances(work, holder)))


def balance(town: PointsTown, kind: str) -> int:
    statement = sa.select(sa.func.sum(Account.balance)).where(Account.account_kind == kind)
    return int(town.do(lambda work: work.session.scalar(statement)) or 0)


def put_back(town: PointsTown, shop: UUID, receipt: int) -> None:
    town.do(lambda work: cancel_spend(work, work.session.get_one(Shop, shop), receipt))


def test_paper_is_money_once(town: PointsTown, clock: MovingClock) -> None:
    holder, office, shop = town.person(), town.shop("区役所"), town.shop()
    town.do(acts.grant(holder, 2000))
    one, two, three = issued(town, holder, office, 500, 500, 1000)
    assert (one.points, one.ends_on, one.receipt_number) == (500, date(2026, 5, 6), 1)
    assert len({one.code, two.code, three.code}) == 3
    assert (points_of(town, holder), balance(town, "vouchers")) == (0, 2000)
    good = town.do(lambda work: check_voucher(work, KAWASAKI, one.code))
    assert (good.points, good.ends_on) == (500, date(2026, 5, 6))
    clock.advance(days=30)
    typed = f" {one.code[:4].lower()}-{one.code[4:8]} {one.code[8:]}\n".replace("0", "o").replace("1", "ｌ")
    assert town.do(take(shop, typed)) == {"receipt": 1, "amount": 500}
    for act in (take(shop, one.code), return_voucher(holder, office, one.receipt_number)):
        with pytest.raises(refusals_of_vouchers.VoucherUsed):
            town.do(act)
    assert town.do(take(shop, three.code)) == {"receipt": 2, "amount": 1000}
    assert (balance(town, "claim"), balance(town, "vouchers")) == (1500, 500)
    with town.engine.connect() as connection:
        kept = str(connection.execute(sa.select(sa.inspect(Voucher).local_table)).all())
    assert not any(voucher.code in kept for voucher in (one, two, three))


def test_a_shop_puts_a_voucher_back_the_same_day(town: PointsTown, clock: MovingClock) -> None:
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 500))
    (one,) = issued(town, holder, shop, 500)
    town.do(take(shop, one.code))
    town.do(lambda work: close_holder(work, holder))  # paper needs nobody's account
    put_back(town, shop, 2)
    assert (balance(town, "claim"), balance(town, "vouchers")) == (0, 500)
    with pytest.raises(refusals.AlreadyCancelled):
        put_back(town, shop, 2)
    assert town.do(take(shop, one.code)) == {"receipt": 4, "amount": 500}
    clock.advance(days=1)
    with pytest.raises(refusals.NotToday):
        put_back(town, shop, 4)


def test_an_unused_one_is_cancelled_where_it_was_issued(town: PointsTown, clock: MovingClock) -> None:
    holder, stranger, office = town.person(), town.person(), town.shop()
    town.do(acts.grant(holder, 1000))
    clock.advance(days=1)
    town.do(acts.grant(holder, 1000))
    first, second = issued(town, holder, office, 500, 1000)
    listed = town.do(lambda work: list_vouchers(work, holder, office))
    assert listed == [UnusedVoucher(2, 1000, date(2026, 5, 7)), UnusedVoucher(1, 500, date(2026, 5, 7))]
    assert town.do(lambda work: list_vouchers(work, stranger, office)) == []
    with pytest.raises(refusals_of_vouchers.VoucherUnknown):
        town.do(return_voucher(stranger, office, 2))
    assert town.do(return_voucher(holder, office, 2)) == {"receipt": 3, "amount": 1000}
    days = town.do(lambda work: show_balances(work, holder))[-1].endings
    assert [(one.day, one.points) for one in days] == [(date(2026, 10, 6), 500), (date(2026, 10, 7), 1000)]
    for act in (return_voucher(holder, office, 2), take(office, second.code)):
        with pytest.raises(refusals_of_vouchers.VoucherCancelled):
            town.do(act)
    town.do(take(office, first.code))


def test_one_past_its_day_returns_and_its_points_end_as_ever(town: PointsTown, clock: MovingClock) -> None:
    early, gone, office = town.person(), town.person(), town.shop()
    allow_vouchers(town, days=366)
    for holder in (early, gone):
        town.do(acts.grant(holder, 500))
        clock.advance(days=1)
        town.do(acts.grant(holder, 500))
    (late,) = issued(town, early, office, 1000)
    (lost,) = issued(town, gone, office, 1000)
    assert (late.ends_on, lost.ends_on) == (date(2026, 10, 6), date(2026, 10, 7))  # the first points' day
    town.do(lambda work: close_holder(work, gone))
    clock.advance(days=181)
    assert return_vouchers(town.engine, town.ground) == 0
    clock.advance(days=1)
    with pytest.raises(refusals_of_vouchers.VoucherEnded) as ended:
        town.do(take(office, late.code))
    assert ended.value.facts == {"ends_on": "2026-10-06"}
    assert return_vouchers(town.engine, town.ground) == 1
    assert points_of(town, early) == 500
    assert expire_lots(town.engine, town.ground) == 1
    clock.advance(days=1)
    assert return_vouchers(town.engine, town.ground, page=1, batch=1) == 1
    assert return_vouchers(town.engine, town.ground) == 0
    assert (balance(town, "vouchers"), balance(town, "expired")) == (0, 1500)
    assert acts_of_kind(town.engine, "return-voucher") == 1
    assert town.do(lambda work: list_vouchers(work, early, office)) == []


def refused(town: PointsTown, holder: UUID, office: UUID, face: int, event: UUID | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        town.do(issue_voucher(holder, office, face, event))
    return refusal.value.code


def test_what_is_not_issued(town: PointsTown, clock: MovingClock) -> None:
    holder, office = town.person(), town.shop()
    assert refused(town, holder, office, 500) == "points-insufficient"
    town.do(acts.grant(holder, 700))
    assert refused(town, holder, office, 200) == "face-refused"
    with pytest.raises(refusals.PointsInsufficient) as short:
        issued(town, holder, office, 500, 500)
    assert short.value.facts == {"available": 700}  # before the first was taken
    assert (points_of(town, holder), balance(town, "vouchers")) == (700, 0)
    event = town.event(date(2026, 4, 1), date(2026, 4, 20))
    town.do(acts.grant(holder, 500, event))
    assert issued(town, holder, office, 500, event=event)[0].ends_on == date(2026, 4, 20)
    clock.advance(days=20)
    assert refused(town, holder, office, 100, event) == "event-not-open"
    town.do(lambda work: set_voucher_rules(work, KAWASAKI, None, [500]))
    assert refused(town, holder, office, 500) == "vouchers-not-issued"


def test_the_programmes_last_day_ends_vouchers(town: PointsTown, clock: MovingClock) -> None:
    holder, office = town.person(), town.shop()
    town.do(acts.grant(holder, 500))
    last_day = date(2026, 4, 30)
    town.do(lambda work: setattr(work.session.get_one(Programme, KAWASAKI), "closes_on", last_day))
    (one,) = issued(town, holder, office, 500)
    assert one.ends_on == last_day
    clock.advance(days=25)
    with pytest.raises(refusals.ProgrammeNotOpen):
        town.do(take(office, one.code))
    assert return_vouchers(town.engine, town.ground) == 1


def test_the_rules_of_a_municipality(town: PointsTown) -> None:
    rules = VoucherRules(14, (500, 1000))
    assert town.do(lambda work: set_voucher_rules(work, KAWASAKI, 14, [1000, 500, 500])) == rules
    assert town.do(lambda work: see_voucher_rules(work, KAWASAKI)) == rules
    for days, faces, members in (
        (0, (500,), {"voucher_days": "voucher-days"}),
        (367, (0,), {"voucher_days": "voucher-days", "voucher_faces": "voucher-face"}),
        (1, (), {"voucher_faces": "voucher-faces-missing"}),
        (1, (100_001,), {"voucher_faces": "voucher-face"}),
        (1, tuple(range(1, 12)), {"voucher_faces": "voucher-faces-many"}),
    ):
        with pytest.raises(OfficeDetailsInvalid) as refusal:
            allow_vouchers(town, days, faces)
        told = refusal.value.facts["errors"]
        assert isinstance(told, list)
        assert {one["member"]: one["reason"] for one in told} == members
    for look in (
        lambda work: see_voucher_rules(work, "011002"),
        lambda work: set_voucher_rules(work, "011002", 1, [1]),
    ):
        with pytest.raises(refusals.ProgrammeNotFound):
            town.do(look)
    assert town.do(lambda work: see_voucher_rules(work, KAWASAKI)) == rules
