from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from mykey.points.acts.sign_in_clerk import SignedInClerk, sign_in_clerk, signed_in_clerk
from mykey.points.models.officers import OfficeClerk
from mykey.points.refusals_of_office import ClerkSignInRefused
from tests.factories.clerks import KnownClerk, a_municipal_clerk
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown


def sign_in(town: PointsTown, clerk: KnownClerk, **other: str) -> SignedInClerk:
    given = {"login": clerk.login, "password": clerk.password, "code": clerk.code(town.ground)} | other
    return town.do(lambda work: sign_in_clerk(work, town.ground.passwords, **given), apart_first=True)


def test_a_code_serves_once_also_for_two_at_once(town: PointsTown, clock: MovingClock) -> None:
    clerk = a_municipal_clerk(town)

    def try_once(_: int) -> bool:
        try:
            sign_in(town, clerk)
        except ClerkSignInRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(8))) == 1
    clock.advance(seconds=30)
    code = clerk.code(town.ground)
    wide = f" {chr(0xFF10 + int(code[0]))}{code[1:3]} {code[3:]}"
    assert sign_in(town, clerk, login=" KAWASAKI", code=wide).login == "kawasaki"


def test_whatever_is_wrong_the_answer_is_the_same_and_burns_no_code(town: PointsTown) -> None:
    clerk = a_municipal_clerk(town)
    for wrong in ({"login": "nobody"}, {"password": "wrong"}, {"code": "000000"}, {"code": ""}):
        with pytest.raises(ClerkSignInRefused) as refused:
            sign_in(town, clerk, **wrong)
        assert refused.value.facts == {}
    assert sign_in(town, clerk).municipality_code == "141305"


def test_who_is_shut_out_neither_comes_in_nor_stays(town: PointsTown) -> None:
    clerk = a_municipal_clerk(town)
    found = sign_in(town, clerk)
    see = lambda work: signed_in_clerk(work.session, found.clerk_id, found.epoch)  # noqa: E731 - said twice
    assert town.do(see) == found
    town.do(lambda work: work.session.execute(update(OfficeClerk).values(clerk_enabled=False)))
    assert town.do(see) is None
    with pytest.raises(ClerkSignInRefused):
        sign_in(town, clerk)
