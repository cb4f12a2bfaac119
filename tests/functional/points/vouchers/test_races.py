"""Many at once on the same voucher: it ends one way, once, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from mykey.points.acts.close_holder import close_holder
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.jobs.return_vouchers import return_vouchers
from tests.functional.points.ledger.test_races import MANY
from tests.support import ledger_acts as acts
from tests.support.at_once import at_once
from tests.support.ledger_acts import keyed
from tests.support.ledger_checks import acts_of_kind
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.voucher_acts import issue_voucher, issued, return_voucher, take


def test_one_voucher_taken_by_fifty_at_two_shops(town: PointsTown) -> None:
    holder, office, shops = town.person(), town.shop("区役所"), [town.shop("一番"), town.shop("二番")]
    town.do(acts.grant(holder, 500))
    (one,) = issued(town, holder, office, 500)
    answers = at_once(MANY, lambda number: keyed(town, f"{number}", take(shops[number % 2], one.code)))
    assert answers.count("voucher-used") == MANY - 1
    assert acts_of_kind(town.engine, "take-voucher") == 1


def test_take_against_cancel_against_put_back(town: PointsTown) -> None:
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 2000))
    vouchers = issued(town, holder, shop, *[500] * 4)
    for one in vouchers[:2]:
        town.do(take(shop, one.code))  # receipts 5 and 6
    each: list[Callable[[Any], Any]] = [
        lambda one: take(shop, one.code),
        lambda one: return_voucher(holder, shop, one.receipt_number),
        lambda one: acts.cancel(shop, one.receipt_number + 4),
        lambda _: acts.spend(holder, shop, 500),
        lambda _: issue_voucher(holder, shop, 500),
    ]
    answers = at_once(40, lambda number: keyed(town, f"{number}", each[number % 5](vouchers[number % 4])))
    assert {one for one in answers if isinstance(one, str)} <= {
        "voucher-used", "voucher-cancelled", "already-cancelled", "receipt-not-found", "points-insufficient"
    }  # fmt: skip


def test_the_job_against_itself_against_takers_against_closing(town: PointsTown, clock: MovingClock) -> None:
    """On the morning after: every voucher returns or ends, and nothing else is done with it."""
    office = town.shop()
    people = [town.person() for _ in range(6)]
    vouchers = []
    for person in people:
        town.do(acts.grant(person, 1000))
        vouchers += issued(town, person, office, 500)
    clock.advance(days=31)

    def closes(person: UUID) -> int:
        return town.do(lambda work: close_holder(work, person))

    each: list[Callable[[int], Any]] = [
        lambda _: return_vouchers(town.engine, town.ground, batch=2),
        lambda number: keyed(town, f"{number}", take(office, vouchers[number % 6].code)),
        lambda number: closes(people[number // 4 % 3]),
        lambda _: expire_lots(town.engine, town.ground),
        lambda number: keyed(town, f"{number}", acts.spend(people[3 + number % 3], office, 100)),
    ]
    answers = at_once(30, lambda number: each[number % 5](number))
    return_vouchers(town.engine, town.ground)
    assert {one for one in answers if isinstance(one, str)} <= {
        "voucher-ended", "voucher-cancelled", "points-account-not-found"
    }  # fmt: skip
    assert acts_of_kind(town.engine, "take-voucher") == 0
    assert acts_of_kind(town.engine, "return-voucher") + acts_of_kind(town.engine, "expire") == 6
