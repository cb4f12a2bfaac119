"""Tickets forged, cut, altered, of other keys or late: each refused with its word."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mykey.crypto.ticket_seals import TicketOpener, TicketSealer
from mykey.crypto.tokens import from_base64url, to_base64url
from mykey.handoff.opening import open_ticket
from mykey.handoff.refusals import TicketExpired, TicketInvalid
from mykey.handoff.ticket import PLAIN_BYTES
from mykey.kernel.ports import TicketWish
from tests.support.moving_clock import MovingClock
from tests.support.ticket_sides import TicketSides

NOW = MovingClock()()
SIDES = TicketSides(MovingClock())
WISH = TicketWish("spend", "141305", b"t" * 32, uuid4())
TEXT = SIDES.write(WISH).text
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def refuse(text: str, word: str = "ticket-invalid") -> None:
    with pytest.raises(TicketInvalid) as refused:
        open_ticket(text, SIDES.opener, NOW)
    assert refused.value.code == word


def test_a_good_one_opens_until_its_sixtieth_second() -> None:
    assert open_ticket(TEXT, SIDES.opener, NOW + timedelta(seconds=59, milliseconds=999)).purpose == "spend"
    with pytest.raises(TicketExpired) as refused:
        open_ticket(TEXT, SIDES.opener, NOW + timedelta(seconds=60))
    assert refused.value.code == "ticket-expired"


def test_one_that_would_live_for_longer_than_tickets_do_is_refused() -> None:
    """A writer whose clock runs ahead by an hour would else write tickets that live as long, unnoticed."""
    assert open_ticket(TEXT, SIDES.opener, NOW - timedelta(minutes=5)).purpose == "spend"
    with pytest.raises(TicketInvalid):
        open_ticket(TEXT, SIDES.opener, NOW - timedelta(minutes=5, seconds=1))


@settings(max_examples=150)
@given(st.integers(0, len(TEXT) - 1), st.sampled_from(ALPHABET))
def test_no_character_can_be_another(place: int, character: str) -> None:
    altered = TEXT[:place] + character + TEXT[place + 1 :]
    if altered != TEXT:
        refuse(altered)


@settings(max_examples=60)
@given(st.integers(0, len(TEXT) - 1))
def test_cut_ones_are_refused(length: int) -> None:
    refuse(TEXT[:length])
    refuse(TEXT[length + 1 :])


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_text_is_refused(text: str) -> None:
    refuse(text)


@pytest.mark.parametrize("text", ["", TEXT + "A", TEXT + "=", f" {TEXT}", f"{TEXT}\n", TEXT[:-1] + "あ"])
def test_a_ticket_with_something_around_it_is_refused(text: str) -> None:
    refuse(text)


def test_a_forged_one_is_refused_though_its_forger_knows_all_public_keys() -> None:
    forger = TicketSides(MovingClock())
    body = from_base64url(TEXT)[:PLAIN_BYTES]
    refuse(to_base64url(TicketSealer(forger.ring, SIDES.recipient).seal(body)))


def test_one_that_was_sealed_to_another_points_side_is_refused() -> None:
    other = TicketSides(MovingClock())
    with pytest.raises(TicketInvalid):
        open_ticket(TEXT, TicketOpener(other.points_ring, SIDES.verifying), NOW)


def test_signed_nonsense_is_refused() -> None:
    refuse(to_base64url(TicketSealer(SIDES.ring, SIDES.recipient).seal(bytes(PLAIN_BYTES))))


def test_an_invalid_ticket_is_invalid_before_it_is_late() -> None:
    with pytest.raises(TicketInvalid):
        open_ticket(
            TEXT[:-2] + ("BB" if TEXT.endswith("AA") else "AA"), SIDES.opener, NOW + timedelta(days=1)
        )
