from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mykey.handoff.frames import TICKET_CHARACTERS
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, TicketMalformed, TicketPurpose
from mykey.kernel.ports import TicketWish
from tests.support.moving_clock import MovingClock
from tests.support.ticket_sides import TicketSides

SIDES = [TicketSides(MovingClock()), TicketSides(MovingClock(), replaced=True)]
CITIZEN = uuid4()


@settings(max_examples=80)
@given(
    st.sampled_from(SIDES),
    st.sampled_from(TicketPurpose),
    st.text("0123456789", min_size=6, max_size=6),
    st.binary(min_size=32, max_size=32),
    st.uuids(),
)
def test_every_ticket_has_one_length_whatever_for_and_for_whom(
    sides: TicketSides, purpose: TicketPurpose, code: str, till: bytes, citizen: UUID
) -> None:
    ticket = sides.write(TicketWish(purpose, code, till, citizen))
    assert len(ticket.text) == TICKET_CHARACTERS
    opened = sides.open(ticket.text, MovingClock()())
    assert (opened.purpose, opened.municipality_code, opened.till_thumbprint) == (purpose, code, till)
    assert opened.subjects == sides.subjects(citizen)
    assert opened.expires_at == ticket.expires_at


def test_it_lives_sixty_seconds_from_the_full_second() -> None:
    clock = MovingClock()
    clock.advance(milliseconds=700)
    ticket = TicketSides(clock).write(TicketWish("portal", NO_MUNICIPALITY, NO_TILL, CITIZEN))
    assert ticket.expires_at - clock() == timedelta(seconds=59, milliseconds=300)


def test_each_ticket_is_another() -> None:
    sides = SIDES[0]
    wish = TicketWish("portal", NO_MUNICIPALITY, NO_TILL, CITIZEN)
    texts = [sides.write(wish).text for _ in range(50)]
    nonces = {sides.open(text, MovingClock()()).nonce for text in texts}
    assert len(set(texts)) == len(nonces) == 50
    # The version of the sealing key is all that two of them share in front.
    assert len({text[4:24] for text in texts}) == 50


def test_while_the_subject_key_is_replaced_a_ticket_carries_both_subjects_the_new_one_first() -> None:
    sides = SIDES[1]
    opened = sides.open(sides.write(TicketWish("grant", "141305", b"t" * 32, CITIZEN)).text, MovingClock()())
    assert [version for version, _ in opened.subjects] == [2, 1]
    assert len({subject for _, subject in opened.subjects}) == 2


@pytest.mark.parametrize("wish", [TicketWish("borrow", "141305", b"t" * 32, CITIZEN)])
def test_an_unknown_purpose_is_not_written(wish: TicketWish) -> None:
    with pytest.raises(ValueError, match="borrow"):
        SIDES[0].write(wish)


def test_a_code_of_another_form_is_not_written() -> None:
    with pytest.raises(TicketMalformed):
        SIDES[0].write(TicketWish("spend", "14", b"t" * 32, CITIZEN))
