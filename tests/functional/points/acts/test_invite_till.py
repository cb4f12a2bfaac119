from __future__ import annotations

from datetime import date

import pytest

from mykey.crypto.purposes import PointsPurpose
from mykey.points.acts.close_shop import close_shop
from mykey.points.acts.close_till import close_till
from mykey.points.acts.invite_till import invite_till, invite_till_again, list_tills, see_till
from mykey.points.enrolment_codes import CODE_LENGTH, read_enrolment_code, shown_enrolment_code
from mykey.points.models.shops import Till
from mykey.points.refusals_of_office import (
    OfficeDetailsInvalid,
    ShopNotFound,
    TillNotFound,
    TillStateRefused,
)
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown


def test_a_code_is_kept_as_an_index_and_lapses(town: PointsTown, clock: MovingClock) -> None:
    shop = town.shop()
    first = town.do(lambda work: invite_till(work, KAWASAKI, shop, "1番", "spend"))
    assert (len(first.code), first.until) == (CODE_LENGTH, date(2026, 4, 20))
    assert first.code not in repr(first)
    assert read_enrolment_code(shown_enrolment_code(first.code).lower()) == first.code
    places = town.ground.keys.candidates(PointsPurpose.ENROLMENT_CODE_INDEX, first.code.encode())
    assert town.do(lambda work: work.session.get_one(Till, first.till_id).code_index) in places
    clock.advance(days=15)
    (line,) = town.do(lambda work: list_tills(work, shop))
    assert (line.state, line.till_id) == ("lapsed", first.till_id)
    again = town.do(lambda work: invite_till_again(work, KAWASAKI, first.till_id))
    assert again.code != first.code
    assert town.do(lambda work: see_till(work, KAWASAKI, first.till_id)).state == "invited"


def test_what_cannot_be_invited(town: PointsTown) -> None:
    shop = town.shop()
    till = town.do(lambda work: invite_till(work, KAWASAKI, shop, "1番", "grant")).till_id
    with pytest.raises(OfficeDetailsInvalid):
        town.do(lambda work: invite_till(work, KAWASAKI, shop, "", "vouchers"))
    with pytest.raises(ShopNotFound):
        town.do(lambda work: invite_till(work, "141003", shop, "1番", "spend"))
    with pytest.raises(TillNotFound):
        town.do(lambda work: invite_till_again(work, "141003", till))
    town.do(lambda work: close_till(work, KAWASAKI, till))
    with pytest.raises(TillStateRefused):
        town.do(lambda work: invite_till_again(work, KAWASAKI, till))
    town.do(lambda work: close_shop(work, KAWASAKI, shop))
    with pytest.raises(TillStateRefused):
        town.do(lambda work: invite_till(work, KAWASAKI, shop, "2番", "spend"))
