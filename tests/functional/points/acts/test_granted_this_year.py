from __future__ import annotations

from datetime import date

from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.granted_this_year import granted_this_year
from mykey.points.acts.move_points import move_points
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown


def test_grants_since_april_count_and_what_the_citizen_moved_does_not(
    town: PointsTown, clock: MovingClock
) -> None:
    holder, nobody = town.person(reserve=500), town.person()
    event = town.event(date(2026, 4, 1), date(2026, 4, 30))
    town.do(lambda work: move_points(work, holder, 500, municipality_code=KAWASAKI))
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 10))
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 5, event_id=event))
    count = lambda: town.do(lambda work: granted_this_year(work, KAWASAKI, [holder, nobody]))  # noqa: E731 - said twice
    assert count() == {holder: 15}
    assert town.do(lambda work: granted_this_year(work, "141003", [holder])) == {}
    clock.advance(days=359)  # 31 March
    assert count() == {holder: 15}
    clock.advance(days=1)
    assert count() == {}
