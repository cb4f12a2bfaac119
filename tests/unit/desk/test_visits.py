from __future__ import annotations

from dataclasses import dataclass

import pytest

from desk.readers.interface import Presence
from desk.terminal.visits import Visits
from tests.unit.desk.card_double import CardDouble, ReaderDouble
from tests.unit.desk.desk_double import ClockDouble


@dataclass(frozen=True)
class Result:
    number: str


@dataclass(frozen=True)
class Draft:
    number: str


class Room:
    def __init__(self) -> None:
        self.reader, self.clock = ReaderDouble(), ClockDouble()
        self.visits = Visits(self.reader, self.clock)


@pytest.fixture
def room() -> Room:
    return Room()


def test_remembers_for_one_browser_and_one_kind(room: Room) -> None:
    room.visits.open("a", Result("1"))
    assert room.visits.recall("a", Result) == Result("1")
    assert room.visits.recall("a", Draft) is None
    assert room.visits.recall("b", Result) is None


def test_forgets_when_the_card_leaves_also_when_nobody_asks(room: Room) -> None:
    room.reader.put(CardDouble())
    room.visits.open("a", Result("1"), room.reader.insertion)
    room.visits.open("b", Draft("2"))
    room.reader.take()
    room.visits.end_what_is_over()
    assert list(room.visits._visits) == ["b"]


def test_forgets_when_the_card_was_exchanged(room: Room) -> None:
    room.reader.put(CardDouble())
    room.visits.open("a", Result("1"), room.reader.insertion)
    room.reader.put(CardDouble())
    assert room.visits.recall("a", Result) is None


def test_forgets_when_the_reader_is_gone(room: Room) -> None:
    room.reader.put(CardDouble())
    room.visits.open("a", Result("1"), room.reader.insertion)
    room.reader.broken = True
    assert room.visits.recall("a", Result) is None


def test_forgets_after_thirty_idle_seconds(room: Room) -> None:
    room.reader.put(CardDouble())
    room.visits.open("a", Result("1"), room.reader.insertion)
    room.clock.pass_seconds(29.9)
    assert room.visits.recall("a", Result) is not None
    room.clock.pass_seconds(0.1)
    room.visits.end_what_is_over()
    assert not room.visits._visits


def test_looking_is_no_activity_but_acting_is(room: Room) -> None:
    room.visits.open("a", Result("1"))
    for _ in range(4):
        room.clock.pass_seconds(20)
        assert room.visits.mark("a") is not None
        room.visits.somebody_acts("a")
    room.clock.pass_seconds(20)
    assert room.visits.mark("a") is not None
    room.clock.pass_seconds(10)
    assert room.visits.mark("a") is None


def test_a_change_of_what_is_shown_grows_the_mark(room: Room) -> None:
    room.visits.open("a", Result("1"))
    before = room.visits.mark("a")
    room.visits.changed("a")
    room.visits.changed("nobody")
    assert before == 0
    assert room.visits.mark("a") == 1


def test_a_touch_serves_once_and_starts_by_itself_once(room: Room) -> None:
    assert not room.visits.is_fresh(room.reader.presence())
    room.reader.put(CardDouble())
    presence = room.reader.presence()
    assert room.visits.is_fresh(presence)
    room.visits.touch_tried(presence.insertion)
    assert not room.visits.is_fresh(presence)
    assert not room.visits.needs_new_touch(presence.insertion)
    room.visits.touch_served(presence.insertion)
    assert room.visits.needs_new_touch(presence.insertion)
    room.reader.take()
    room.reader.put(CardDouble())
    assert room.visits.is_fresh(room.reader.presence())


def test_browsers_that_never_return_do_not_fill_the_memory(room: Room) -> None:
    for name in range(200):
        room.visits.open(str(name), Result("1"))
    assert len(room.visits._visits) == 50
    assert room.visits.recall("199", Result) is not None


def test_ends_at_once_when_told(room: Room) -> None:
    room.visits.open("a", Result("1"), 7)
    assert room.visits.insertion_of("a") == 7
    room.visits.end("a")
    room.visits.end("a")
    assert room.visits.insertion_of("a") is None


def test_a_visit_opened_while_the_reader_was_looked_at_stays(room: Room) -> None:
    """The look was before its card: it would say that the card is gone."""
    room.visits.open("a", Draft("1"))
    looked = room.reader.presence

    def look_and_be_overtaken() -> Presence:
        seen = looked()
        room.reader.put(CardDouble())
        room.visits.open("b", Result("2"), room.reader.insertion)
        return seen

    room.reader.presence = look_and_be_overtaken  # type: ignore[method-assign] # a look that is overtaken
    room.visits.end_what_is_over()
    room.reader.presence = looked  # type: ignore[method-assign] # as above
    assert room.visits.recall("b", Result) == Result("2")
