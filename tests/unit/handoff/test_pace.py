from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from mykey.handoff.pace import PacedTicketWriter, TicketPaceReached
from mykey.kernel.ports import Ticket, TicketWish

WISH = TicketWish("portal", "000000", bytes(32), UUID(int=1))


class Writer:
    written = 0

    def write(self, _wish: TicketWish) -> Ticket:
        self.written += 1
        return Ticket("…", datetime(2026, 4, 6, tzinfo=UTC))


def test_past_the_pace_nothing_is_written_until_time_has_passed() -> None:
    moment, writer = [0.0], Writer()
    paced = PacedTicketWriter(writer, 60, lambda: moment[0])
    for _ in range(60):
        paced.write(WISH)
    with pytest.raises(TicketPaceReached):
        paced.write(WISH)
    moment[0] = 2.5
    paced.write(WISH)
    paced.write(WISH)
    with pytest.raises(TicketPaceReached):
        paced.write(WISH)
    assert writer.written == 62


def test_a_quiet_hour_saves_up_one_minute_s_tickets_alone() -> None:
    moment, writer = [0.0], Writer()
    paced = PacedTicketWriter(writer, 3, lambda: moment[0])
    moment[0] = 3600.0
    for _ in range(3):
        paced.write(WISH)
    with pytest.raises(TicketPaceReached):
        paced.write(WISH)
