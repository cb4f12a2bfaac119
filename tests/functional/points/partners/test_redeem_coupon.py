"""A coupon brings its points once, whoever is first, and only while it is good."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest

from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.partners.close_partner import close_partner
from mykey.points.acts.partners.find_coupon import find_coupon
from mykey.points.acts.partners.redeem_coupon import redeem_coupon
from mykey.points.acts.show_balances import show_balances
from mykey.points.coupon_codes import shown_coupon_code
from mykey.points.refusals import PointsAccountNotFound
from mykey.points.refusals_of_partners import CouponEnded, CouponUnknown, CouponUsed
from tests.support.at_once import at_once
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.partner_side import Company, PartnerClient
from tests.support.points_ground import PointsTown
from tests.support.query_plans import plans_of


def test_it_brings_its_points_into_the_reserve_once(client: PartnerClient, town: PointsTown) -> None:
    code, other = client.coupons(2)
    holder, somebody = town.person(), town.person()
    redeemed = town.do(lambda work: redeem_coupon(work, holder, f" {shown_coupon_code(code).lower()} ", 14))
    assert (redeemed.points, redeemed.partner_name) == (500, "見本ポイント")
    assert redeemed.ends_on.isoformat() == "2026-04-20"
    for who in (holder, somebody):
        with pytest.raises(CouponUsed):
            town.do(partial(redeem_coupon, holder_id=who, typed=code))
    with pytest.raises(CouponUsed):
        town.do(lambda work: find_coupon(work, code))
    with pytest.raises(CouponUnknown):
        town.do(lambda work: find_coupon(work, "0" * 16))
    town.do(lambda work: close_holder(work, somebody))
    with pytest.raises(PointsAccountNotFound):
        town.do(lambda work: redeem_coupon(work, somebody, other))
    assert [one.points for one in town.do(lambda work: show_balances(work, holder))] == [500]
    assert_ledger_whole(town.engine)


def test_a_coupon_is_found_by_an_index(client: PartnerClient, town: PointsTown) -> None:
    (code,) = client.coupons(1)
    plan, _used = plans_of(town, lambda work: find_coupon(work, code))
    assert re.search("pk_coupons|SEARCH coupons USING INDEX sqlite_autoindex_coupons_1", plan), plan


def test_it_ends_with_its_day_its_batch_and_its_company(
    client: PartnerClient, company: Company, town: PointsTown, clock: MovingClock
) -> None:
    (over,) = client.coupons(1, "over", ends_on="2026-04-06")
    (withdrawn,) = client.coupons(1, "withdrawn")
    (good,) = client.coupons(1, "good")
    batches = client.get("/v1/coupon-batches").get_json()["batches"]
    batch_id = next(one["batch_id"] for one in batches if one["batch"] == "withdrawn")
    client.post(f"/v1/coupon-batches/{batch_id}/closing", {})
    assert town.do(lambda work: find_coupon(work, over)).points == 500
    clock.advance(timedelta(days=1))
    holder = town.person()

    def reason(code: str) -> str:
        with pytest.raises(CouponEnded) as ended:
            town.do(lambda work: redeem_coupon(work, holder, code))
        return str(ended.value.facts["reason"])

    assert (reason(over), reason(withdrawn)) == ("over", "withdrawn")
    town.do(lambda work: close_partner(work, company.partner_id))
    assert reason(good) == "withdrawn"


def test_fifty_redeem_one_coupon_once(client: PartnerClient, town: PointsTown, clock: MovingClock) -> None:
    (code,) = client.coupons(1)
    people = [town.person() for _ in range(5)]
    answers = at_once(50, lambda number: town.do(lambda work: redeem_coupon(work, people[number % 5], code)))
    assert answers.count("coupon-used") == 49
    assert acts_of_kind(town.engine, "put-into-reserve") == 1
    assert_ledger_whole(town.engine)
    clock.advance(days=1)
    total = client.file()["sum-coupons"][0]["points"]
    assert total == client.file()["sum-ledger"][0]["points"] == "500"
