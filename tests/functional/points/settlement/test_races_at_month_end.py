"""Payments and cancels against closing, around midnight: every point is paid once, now or a month later."""

from __future__ import annotations

from datetime import timedelta

from mykey.points.acts.settlement.close_month import close_month
from mykey.points.ledger.verify import verify_ledger
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.at_once import at_once
from tests.support.ledger_acts import keyed
from tests.support.ledger_checks import assert_ledger_whole
from tests.support.month_ends import (
    APRIL,
    MAY,
    MIDNIGHT,
    balance_of_kind,
    by_kind,
    close,
    lines_of,
    when,
)
from tests.support.points_ground import PointsTown
from tests.support.voucher_acts import allow_vouchers, issue_voucher, take

MANY = 50
BEFORE, AFTER = MIDNIGHT - timedelta(seconds=1), MIDNIGHT + timedelta(seconds=1)


def test_fifty_at_midnight_and_every_point_is_paid_once(town: PointsTown) -> None:
    clerk = as_signed_in(town, a_municipal_clerk(town))
    shops = [town.shop("一番"), town.shop("二番")]
    people = [town.person() for _ in range(4)]
    april, may = when(town, BEFORE), when(town, AFTER)
    allow_vouchers(town)
    codes = []
    for person in people:
        april.do(acts.grant(person, 10_000))
        codes.append(april.do(issue_voucher(person, shops[0], 100))["code"])
    for receipt in range(10):
        for shop in shops:
            april.do(acts.spend(people[receipt % 4], shop, 7))
    assert by_kind(town) == {"spend": (20, 140)}
    first_receipt = {shops[0]: 5, shops[1]: 1}  # four were of vouchers that the shop itself issued

    def act(number: int) -> object:
        shop, person = shops[number % 2], people[number // 2 % 4]
        match number % 5:
            case 0 if number < 15:
                return may.do(lambda work: close_month(work, clerk, APRIL))
            case 0 | 1:
                return keyed(april, str(number), acts.spend(person, shop, 3))
            case 2:
                return keyed(may, str(number), acts.spend(person, shop, 20))
            case 3 if number < 23:
                return keyed(may if number % 2 else april, str(number), take(shop, codes[number // 5]))
            case _:
                return keyed(april, str(number), acts.cancel(shop, first_receipt[shop] + number // 5))

    answers = at_once(MANY, act)
    refused = [one for one in answers if isinstance(one, str)]
    assert sorted(refused) == ["month-closed"] * 2
    close(town, clerk, MAY)
    assert balance_of_kind(town, "claim") == 0
    of_kind = by_kind(town)
    lines = [line for month in (APRIL, MAY) for line in lines_of(town, month).values()]
    assert sum(line.payments for line in lines) == of_kind["spend"][0]
    assert sum(line.taken_points for line in lines) == of_kind["spend"][1]
    assert sum(line.cancels for line in lines) == of_kind["cancel"][0]
    assert sum(line.cancelled_points for line in lines) == -of_kind["cancel"][1]
    assert sum(line.voucher_points for line in lines) == of_kind["take-voucher"][1] == 400
    taken = sum(points for kind, (_, points) in of_kind.items() if kind != "settle")
    assert sum(line.paid_points for line in lines) == balance_of_kind(town, "settled") == taken
    assert_ledger_whole(town.engine)
    with town.engine.connect() as connection:
        assert list(verify_ledger(connection)) == []
