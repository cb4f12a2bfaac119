from __future__ import annotations

import time

from desk.terminal.attendance import Attendance
from desk.terminal.visits import Visits
from tests.unit.desk.card_double import CardDouble, ReaderDouble
from tests.unit.desk.desk_double import ClockDouble


def test_forgets_by_itself_when_nobody_asks() -> None:
    reader = ReaderDouble()
    reader.put(CardDouble())
    visits = Visits(reader, ClockDouble())
    visits.open("a", "a result", reader.insertion)
    watch = Attendance(visits, period=0.01)
    watch.start()
    try:
        reader.take()
        until = time.monotonic() + 5
        while visits._visits and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        watch.stop()
    assert not visits._visits
