from __future__ import annotations

from sqlalchemy import select

from mykey.points.acts.sign_in_clerk import signed_in_clerk
from mykey.points.acts.sign_out_clerk import sign_out_clerk
from mykey.points.models.officers import OfficeClerk
from tests.factories.clerks import a_municipal_clerk, an_operating_clerk
from tests.support.points_ground import PointsTown


def test_the_clerks_open_sessions_end_and_nobody_elses(town: PointsTown) -> None:
    a_municipal_clerk(town)
    an_operating_clerk(town)
    ids = town.do(
        lambda work: dict(work.session.execute(select(OfficeClerk.clerk_login, OfficeClerk.clerk_id)).all())
    )
    town.do(lambda work: sign_out_clerk(work, ids["kawasaki"]))
    assert town.do(lambda work: signed_in_clerk(work.session, ids["kawasaki"], 1)) is None
    assert town.do(lambda work: signed_in_clerk(work.session, ids["kawasaki"], 2)) is not None
    assert town.do(lambda work: signed_in_clerk(work.session, ids["operator"], 1)) is not None
