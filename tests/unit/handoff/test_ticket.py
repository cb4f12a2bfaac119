from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.handoff.ticket import (
    PLAIN_BYTES,
    OpenedTicket,
    TicketMalformed,
    TicketPurpose,
    ticket_from_bytes,
    ticket_to_bytes,
)

SUBJECT = st.tuples(st.integers(1, 255), st.binary(min_size=32, max_size=32))
TICKETS = st.builds(
    OpenedTicket,
    purpose=st.sampled_from(TicketPurpose),
    municipality_code=st.text("0123456789", min_size=6, max_size=6),
    till_thumbprint=st.binary(min_size=32, max_size=32),
    expires_at=st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    nonce=st.binary(min_size=16, max_size=16),
    subjects=st.lists(SUBJECT, min_size=1, max_size=2).map(tuple),
)
ONE = OpenedTicket(
    TicketPurpose.SPEND,
    "141305",
    b"t" * 32,
    datetime(2026, 4, 6, 1, tzinfo=UTC),
    b"n" * 16,
    ((1, b"s" * 32),),
)


@given(TICKETS)
def test_whatever_it_says_it_has_one_length_and_is_read_back(ticket: OpenedTicket) -> None:
    plain = ticket_to_bytes(ticket)
    assert len(plain) == PLAIN_BYTES == 131
    assert ticket_from_bytes(plain) == ticket


@given(st.binary(min_size=PLAIN_BYTES, max_size=PLAIN_BYTES) | st.binary(max_size=200))
def test_other_bytes_are_no_ticket_or_spell_exactly_one(plain: bytes) -> None:
    try:
        ticket = ticket_from_bytes(plain)
    except TicketMalformed:
        return
    assert ticket_to_bytes(ticket) == plain


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 0),
        (0, 2),
        (1, 0),
        (1, 5),
        (2, ord("x")),
        (2, 0xE3),
        (40, 255),
        (64, 0),
        (64, 3),
        (98, 1),
        (130, 1),
    ],
)
def test_each_part_has_its_form(place: int, value: int) -> None:
    plain = bytearray(ticket_to_bytes(ONE))
    assert plain[place] != value
    plain[place] = value
    with pytest.raises(TicketMalformed):
        ticket_from_bytes(bytes(plain))


@pytest.mark.parametrize(
    "change",
    [
        {"municipality_code": "14130"},
        {"municipality_code": "１４１３０５"},
        {"till_thumbprint": b"t" * 31},
        {"subjects": ()},
        {"subjects": ((1, b"s" * 32),) * 3},
    ],
)
def test_what_does_not_fit_is_not_written(change: dict[str, object]) -> None:
    with pytest.raises(TicketMalformed):
        ticket_to_bytes(dataclasses.replace(ONE, **change))  # type: ignore[arg-type] # wrong on purpose


def test_nothing_of_a_person_stands_in_its_repr() -> None:
    assert "ssss" not in repr(ONE)
    assert "nnnn" not in repr(ONE)
    assert "tttt" not in repr(ONE)
