from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL
from mykey.kernel.refusals_of_cards import CardNotProved, MykeyIdNotFound, MykeyIdPaused
from mykey.kernel.refusals_of_links import NotLinked
from mykey.kernel.refusals_of_points_tickets import PointsUnavailable, ProviderIsALibrary, PurposeNotAllowed
from mykey.models.citizens import Citizen, CitizenState
from mykey.services.admit_request import AdmittedTerminal
from mykey.services.judge_card import CardObject
from mykey.services.points_handoff import ticket_for_card, ticket_for_citizen
from tests.factories.counters import Counter
from tests.factories.providers import a_library
from tests.support.card_at_counter import proved_card, touched_card
from tests.support.moving_clock import MovingClock
from tests.support.ticket_sides import TicketSides
from town.authority.issued import IssuedCard

TILL = b"t" * 32
STREET = "000002"


@pytest.fixture
def sides(clock: MovingClock) -> TicketSides:
    return TicketSides(clock)


def terminal(
    counter: Counter, kind: str = "spend-points", provider: str | None = None, category: str | None = "shop"
) -> AdmittedTerminal:
    if kind == "service-id":
        category = None
    return AdmittedTerminal(counter.terminal_id, "141305", kind, provider, "active", category)


def ask(
    counter: Counter, sides: TicketSides, at: AdmittedTerminal, card: CardObject, purpose: str
) -> tuple[str, tuple[tuple[int, bytes], ...]]:
    """The purpose and the subjects of the ticket."""
    counter.work.session.commit()
    cards = counter.ground.cards
    ticket = ticket_for_card(counter.work, cards, sides, at, card, purpose, TILL)
    opened = sides.open(ticket.text, counter.ground.clock())
    assert (opened.municipality_code, opened.till_thumbprint) == ("141305", TILL)
    return opened.purpose, opened.subjects


def proved(counter: Counter, card: IssuedCard) -> CardObject:
    counter.work.session.commit()
    return proved_card(counter.work, counter.ground, counter.terminal_id, card)


ALLOWED = {
    ("service-id", "spend"),
    ("spend-points", "spend"),
    ("issue-vouchers", "voucher"),
    ("grant-points", "grant"),
}
KINDS = ("service-id", "spend-points", "issue-vouchers", "grant-points")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("purpose", ["spend", "voucher", "grant", "portal", "borrow"])
def test_each_kind_has_its_one_purpose(counter: Counter, sides: TicketSides, kind: str, purpose: str) -> None:
    at = terminal(counter, kind, STREET if kind == "service-id" else None)
    if (kind, purpose) not in ALLOWED:
        with pytest.raises(PurposeNotAllowed):
            ask(counter, sides, at, CardObject(b"not looked at", None, None), purpose)
        return
    card, citizen_id = counter.person("hanako")
    assert ask(counter, sides, at, proved(counter, card), purpose) == (purpose, sides.subjects(citizen_id))


@pytest.mark.parametrize("purpose", ["spend", "voucher", "grant"])
def test_a_library_gets_none_whatever_it_asks_for(
    counter: Counter, sides: TicketSides, session: Session, purpose: str
) -> None:
    a_library(session, provider_id="000009", name="見本図書館")
    for provider in ("000001", "000009"):
        at = terminal(counter, "service-id", provider)
        with pytest.raises(ProviderIsALibrary):
            ask(counter, sides, at, CardObject(b"not looked at", None, None), purpose)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_facility_that_nobody_confirmed_gets_none(counter: Counter, sides: TicketSides, kind: str) -> None:
    with pytest.raises(ProviderIsALibrary):
        ask(counter, sides, terminal(counter, kind, category=None), CardObject(b"", None, None), "spend")


@pytest.mark.parametrize(("kind", "purpose"), [("spend-points", "spend"), ("issue-vouchers", "voucher")])
def test_a_touched_card_spends_nothing(counter: Counter, sides: TicketSides, kind: str, purpose: str) -> None:
    card, _ = counter.person("hanako")
    with pytest.raises(CardNotProved):
        ask(counter, sides, terminal(counter, kind), touched_card(card), purpose)


def test_a_touched_card_is_granted_points(counter: Counter, sides: TicketSides) -> None:
    card, citizen_id = counter.person("hanako")
    granted = ask(counter, sides, terminal(counter, "grant-points"), touched_card(card), "grant")
    assert granted == ("grant", sides.subjects(citizen_id))


def test_without_a_mykey_id_a_proved_card_is_told_so_and_a_touched_one_is_not_linked(
    counter: Counter, sides: TicketSides
) -> None:
    card = counter.office.issue(name="taro", holder="見本 太郎")
    at = terminal(counter, "grant-points")
    with pytest.raises(NotLinked):
        ask(counter, sides, at, touched_card(card), "grant")
    with pytest.raises(MykeyIdNotFound):
        ask(counter, sides, at, proved(counter, card), "grant")
    with pytest.raises(MykeyIdNotFound):
        ask(counter, sides, terminal(counter), proved(counter, card), "spend")


def put(session: Session, citizen_id: UUID, state: str) -> Citizen:
    citizen = session.get_one(Citizen, citizen_id)
    citizen.state = state
    session.commit()
    return citizen


def test_a_mykey_id_on_hold_gets_none_anywhere(
    counter: Counter, sides: TicketSides, session: Session
) -> None:
    card, citizen_id = counter.person("hanako")
    citizen = put(session, citizen_id, CitizenState.PAUSED)
    for at, given, purpose in (
        (terminal(counter), proved(counter, card), "spend"),
        (terminal(counter, "grant-points"), touched_card(card), "grant"),
    ):
        with pytest.raises(MykeyIdPaused):
            ask(counter, sides, at, given, purpose)
    with pytest.raises(MykeyIdPaused):
        ticket_for_citizen(counter.work, sides, citizen)


def test_a_mykey_id_that_was_given_up_is_nobody_s(
    counter: Counter, sides: TicketSides, session: Session
) -> None:
    card, citizen_id = counter.person("hanako")
    put(session, citizen_id, CitizenState.REVOKED)
    with pytest.raises(NotLinked):
        ask(counter, sides, terminal(counter, "grant-points"), touched_card(card), "grant")


def test_from_my_page_a_ticket_names_no_municipality_and_no_till(
    counter: Counter, sides: TicketSides, session: Session
) -> None:
    _, citizen_id = counter.person("hanako")
    ticket = ticket_for_citizen(counter.work, sides, session.get_one(Citizen, citizen_id))
    opened = sides.open(ticket.text, counter.ground.clock())
    assert opened.purpose == "portal"
    assert (opened.municipality_code, opened.till_thumbprint) == (NO_MUNICIPALITY, NO_TILL)
    assert opened.subjects == sides.subjects(citizen_id)


def test_no_transaction_is_open_while_the_writer_is_asked(counter: Counter, sides: TicketSides) -> None:
    card, _ = counter.person("hanako")
    sides.silent = True
    with pytest.raises(PointsUnavailable):
        ask(counter, sides, terminal(counter), proved(counter, card), "spend")
    assert not counter.work.session.in_transaction()
