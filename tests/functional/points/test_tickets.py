"""A ticket opens once, for what it was written for, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from mykey.handoff.ticket import OpenedTicket, TicketPurpose
from mykey.kernel.errors import Refused
from mykey.points.ground import PointsWork
from mykey.points.jobs.purge import purge_points
from mykey.points.models.requests import OpenedTicket as Opened
from mykey.points.refusals import (
    TicketExpired,
    TicketInvalid,
    TicketUsed,
    TicketWrongMunicipality,
    TicketWrongPurpose,
    TicketWrongTill,
)
from mykey.points.tickets import check_for, open_once
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown, make_points_ground
from tests.support.ticket_office import TicketOffice

TILL = bytes(range(32))


@dataclass
class Door:
    """A points town and the writer of its tickets."""

    town: PointsTown
    office: TicketOffice
    clock: MovingClock

    def open(self, text: str) -> OpenedTicket:
        return self.town.do(lambda work: open_once(work, self.office.opener, text), apart_first=True)

    def burnt(self) -> int:
        return self.town.do(lambda work: work.session.scalar(select(func.count()).select_from(Opened)) or 0)


@pytest.fixture
def door(points_database_url: str) -> Iterator[Door]:
    clock = MovingClock()
    town = PointsTown.on(points_database_url, clock)
    yield Door(town, TicketOffice.writing_to(town.ground.keys.ring, clock), clock)
    town.engine.dispose()


def test_a_ticket_opens_once(door: Door) -> None:
    text = door.office.ticket(uuid4())
    opened = door.open(text)
    assert opened.purpose == TicketPurpose.PORTAL
    assert [version for version, _ in opened.subjects] == [1]
    with pytest.raises(TicketUsed):
        door.open(text)
    assert door.burnt() == 1


def test_of_many_at_once_one_opens(door: Door) -> None:
    text = door.office.ticket(uuid4())

    def try_it(_: int) -> bool:
        try:
            door.open(text)
        except TicketUsed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(8))) == 1
    assert door.burnt() == 1


def test_it_is_burnt_even_when_what_follows_is_refused(door: Door) -> None:
    text = door.office.ticket(uuid4(), TicketPurpose.SPEND, KAWASAKI, TILL)

    def open_and_refuse(work: PointsWork) -> None:
        check_for(open_once(work, door.office.opener, text), TicketPurpose.PORTAL)

    with pytest.raises(TicketWrongPurpose):
        door.town.do(open_and_refuse, apart_first=True)
    with pytest.raises(TicketUsed):
        door.open(text)


def test_at_midnight_a_purge_whose_clock_is_ahead_forgets_none_that_still_opens(door: Door) -> None:
    door.clock.now = datetime(2026, 4, 6, 14, 58, 30, tzinfo=UTC)  # just before midnight in Japan
    text = door.office.ticket(uuid4())
    door.clock.advance(seconds=50)
    door.open(text)
    ahead = door.clock() + timedelta(minutes=4)
    purge_points(door.town.engine, door.town.ground.keys, lambda: ahead)
    with pytest.raises(TicketUsed):
        door.open(text)
    assert door.burnt() == 1
    purge_points(door.town.engine, door.town.ground.keys, lambda: ahead + timedelta(days=1))
    assert door.burnt() == 0


def test_a_late_one_is_refused_and_leaves_nothing(door: Door) -> None:
    text = door.office.ticket(uuid4())
    door.clock.advance(seconds=60)
    with pytest.raises(TicketExpired):
        door.open(text)
    assert door.burnt() == 0


def test_forged_cut_altered_and_foreign_ones_are_refused_alike(door: Door) -> None:
    text = door.office.ticket(uuid4())
    stranger = TicketOffice.writing_to(door.town.ground.keys.ring, door.clock)
    foreign = TicketOffice.writing_to(make_points_ground(door.clock).keys.ring, door.clock)
    swapped = ("B" if text[-10] == "A" else "A").join((text[:-10], text[-9:]))
    for wrong in (
        "",
        "x",
        "票",
        text[:-1],
        text + "A",
        swapped,
        stranger.ticket(uuid4()),
        foreign.ticket(uuid4()),
    ):
        with pytest.raises(TicketInvalid):
            door.open(wrong)
    assert door.burnt() == 0


@pytest.mark.parametrize(
    ("purpose", "code", "till", "refusal"),
    [
        (TicketPurpose.SPEND, KAWASAKI, TILL, None),
        (TicketPurpose.GRANT, KAWASAKI, TILL, TicketWrongPurpose),
        (TicketPurpose.SPEND, "131016", TILL, TicketWrongMunicipality),
        (TicketPurpose.SPEND, KAWASAKI, bytes(32), TicketWrongTill),
    ],
)
def test_it_serves_only_what_it_was_written_for(
    door: Door, purpose: TicketPurpose, code: str, till: bytes, refusal: type[Refused] | None
) -> None:
    opened = door.open(door.office.ticket(uuid4(), TicketPurpose.SPEND, KAWASAKI, TILL))
    if refusal is None:
        assert check_for(opened, purpose, municipality_code=code, till_thumbprint=till) is opened
        return
    with pytest.raises(refusal):
        check_for(opened, purpose, municipality_code=code, till_thumbprint=till)
