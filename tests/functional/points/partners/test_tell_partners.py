"""A company hears of redeemed coupons by number, from the next day on, until it has taken the notice."""

from __future__ import annotations

from functools import partial
from typing import Any

from mykey.points.acts.partners.redeem_coupon import redeem_coupon
from mykey.points.jobs.tell_partners import tell_partners
from mykey.points.partner_calls.calls import PartnerCalls
from tests.support.moving_clock import MovingClock
from tests.support.partner_side import Company, PartnerClient, Reply
from tests.support.points_ground import PointsTown


def test_once_a_day_until_it_is_taken(
    client: PartnerClient, company: Company, town: PointsTown, clock: MovingClock
) -> None:
    calls = PartnerCalls(town.ground)
    spring, autumn = client.coupons(3), client.coupons(2, "autumn", 100)
    holder = town.person()
    for code in (spring[2], spring[0], autumn[1]):
        town.do(partial(redeem_coupon, holder_id=holder, typed=code))
    replies: list[Reply] = [(503, {})]

    def reply(_path: str, _notice: dict[str, Any]) -> Reply:
        return replies.pop() if replies else (202, {})

    with company.serving(reply):
        assert tell_partners(town.engine, town.ground, calls) == 0  # not on the day itself
        assert company.asked == []
        clock.advance(days=1)
        town.do(lambda work: redeem_coupon(work, holder, spring[1]))
        assert [tell_partners(town.engine, town.ground, calls) for _ in range(3)] == [0, 3, 0]
    first, second = (notice for _path, _headers, notice in company.asked)
    assert first.pop("notice_id") != second.pop("notice_id")
    assert (
        first
        == second
        == {
            "day": "2026-04-06",
            "coupons": [{"batch": "autumn", "numbers": [2]}, {"batch": "spring", "numbers": [1, 3]}],
        }
    )
    clock.advance(days=1)
    assert tell_partners(town.engine, town.ground, calls) == 0  # nobody listens there any more
    with company.serving(reply):
        assert tell_partners(town.engine, town.ground, calls, most=1) == 1
    lines = [(one["batch"], one["number"], one["brought_on"]) for one in client.file()["coupon"]]
    assert lines == [
        ("autumn", "2", "2026-04-06"), ("spring", "1", "2026-04-06"), ("spring", "3", "2026-04-06"),
        ("spring", "2", "2026-04-07"),
    ]  # fmt: skip
    assert client.file()["sum-ledger"][0]["points"] == "1600"
