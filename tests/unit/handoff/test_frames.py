from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.handoff.frames import (
    ANSWER_BYTES,
    REQUEST_BYTES,
    TICKET_CHARACTERS,
    FrameRefused,
    answer_from_bytes,
    answer_to_bytes,
    request_from_bytes,
    request_to_bytes,
)
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL
from mykey.kernel.ports import Ticket, TicketWish

CITIZEN = UUID("7a1de2a4-6a8c-4b63-8f21-0b3c6c1f9a55")
OF_PORTAL = TicketWish("portal", NO_MUNICIPALITY, NO_TILL, CITIZEN)
OF_TILL = TicketWish("spend", "141305", b"t" * 32, CITIZEN)


@pytest.mark.parametrize("wish", [OF_PORTAL, OF_TILL, dataclasses.replace(OF_TILL, purpose="grant")])
def test_a_wish_comes_over_as_it_is(wish: TicketWish) -> None:
    frame = request_to_bytes(wish)
    assert len(frame) == REQUEST_BYTES == 56
    assert request_from_bytes(frame) == wish


@given(st.binary(min_size=REQUEST_BYTES, max_size=REQUEST_BYTES) | st.binary(max_size=100))
def test_other_bytes_are_refused_or_spell_exactly_one_wish(frame: bytes) -> None:
    try:
        wish = request_from_bytes(frame)
    except FrameRefused:
        return
    assert request_to_bytes(wish) == frame


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "borrow"},
        {"purpose": ""},
        {"municipality_code": "14130"},
        {"municipality_code": "１４１３０５"},
        {"till_thumbprint": b"t" * 33},
    ],
)
def test_a_wish_of_another_form_is_not_sent(change: dict[str, str]) -> None:
    with pytest.raises(FrameRefused):
        request_to_bytes(dataclasses.replace(OF_TILL, **change))  # type: ignore[arg-type] # wrong on purpose


@pytest.mark.parametrize(
    "wish",
    [
        dataclasses.replace(OF_PORTAL, municipality_code="141305"),
        dataclasses.replace(OF_PORTAL, till_thumbprint=b"t" * 32),
        dataclasses.replace(OF_TILL, municipality_code=NO_MUNICIPALITY),
        dataclasses.replace(OF_TILL, till_thumbprint=NO_TILL),
        dataclasses.replace(OF_TILL, municipality_code="1413 5"),
    ],
)
def test_the_writer_takes_no_till_for_the_portal_and_no_portal_for_a_till(wish: TicketWish) -> None:
    frame = request_to_bytes(wish)
    with pytest.raises(FrameRefused):
        request_from_bytes(frame)


def test_an_answer_comes_over_as_it_is() -> None:
    ticket = Ticket("A" * TICKET_CHARACTERS, datetime(2026, 4, 6, 1, 1, tzinfo=UTC))
    frame = answer_to_bytes(ticket)
    assert len(frame) == ANSWER_BYTES == 335
    assert answer_from_bytes(frame) == ticket
    assert "AAAA" not in repr(ticket)


@pytest.mark.parametrize(
    "frame", [b"", bytes(ANSWER_BYTES - 1), bytes(ANSWER_BYTES + 1), b"\xff" * ANSWER_BYTES]
)
def test_half_an_answer_is_none(frame: bytes) -> None:
    with pytest.raises(FrameRefused):
        answer_from_bytes(frame)
