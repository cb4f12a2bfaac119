from __future__ import annotations

import pytest
from sqlalchemy import update

from mykey.points.acts.close_till import close_till
from mykey.points.acts.invite_till import invite_till
from mykey.points.models.shops import Till
from mykey.points.refusals_of_office import TillNotFound
from tests.support.points_ground import KAWASAKI, PointsTown


def test_a_closed_till_has_no_code_and_keeps_its_key(town: PointsTown) -> None:
    shop = town.shop()
    till = town.do(lambda work: invite_till(work, KAWASAKI, shop, "1番", "spend")).till_id
    town.do(lambda work: work.session.execute(update(Till).values(till_state="enrolled", till_key=bytes(32))))
    with pytest.raises(TillNotFound):
        town.do(lambda work: close_till(work, "141003", till))
    for _ in range(2):
        town.do(lambda work: close_till(work, KAWASAKI, till))
    kept = town.do(lambda work: work.session.query(Till.till_state, Till.till_key, Till.code_index).one())
    assert tuple(kept) == ("closed", bytes(32), None)
    with pytest.raises(TillNotFound):
        town.do(lambda work: close_till(work, KAWASAKI, "00000000"))
