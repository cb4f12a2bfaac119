from __future__ import annotations

from datetime import date

import pytest

from mykey.points.acts.add_event import EventDetails, add_event, edit_event, list_events, see_event
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import EventNotFound, OfficeDetailsInvalid
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown

COMING = EventDetails("見本まつり", date(2026, 4, 10), date(2026, 4, 12))


def test_an_event_can_be_changed_until_it_begins(town: PointsTown, clock: MovingClock) -> None:
    event = town.do(lambda work: add_event(work, KAWASAKI, COMING))
    later = EventDetails(" 冬まつり", date(2026, 4, 8), date(2026, 4, 8))
    with pytest.raises(EventNotFound):
        town.do(lambda work: edit_event(work, "141003", event, later))
    town.do(lambda work: edit_event(work, KAWASAKI, event, later))
    assert town.do(lambda work: see_event(work, KAWASAKI, event)).details.event_name == "冬まつり"
    states = []
    for _ in range(4):
        states += [line.state for line in town.do(lambda work: list_events(work, KAWASAKI))]
        clock.advance(days=1)
    assert states == ["coming", "coming", "open", "over"]
    with pytest.raises(EventNotFound):
        town.do(lambda work: edit_event(work, KAWASAKI, event, COMING))
    assert town.do(lambda work: list_events(work, "141003")) == []
    with pytest.raises(EventNotFound):
        town.do(lambda work: see_event(work, "141003", event))


def test_what_is_no_event(town: PointsTown) -> None:
    with pytest.raises(ProgrammeNotFound):
        town.do(lambda work: add_event(work, "141003", COMING))
    wrong = EventDetails("", date(2026, 4, 5), date(2026, 4, 4))
    with pytest.raises(OfficeDetailsInvalid) as refused:
        town.do(lambda work: add_event(work, KAWASAKI, wrong))
    assert refused.value.facts["errors"] == [
        {"member": "event_name", "reason": "text-missing"},
        {"member": "event_opens_on", "reason": "past"},
        {"member": "event_closes_on", "reason": "before-opening"},
    ]
