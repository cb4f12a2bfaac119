"""Tickets and pay codes that open no session, each with its word."""

from __future__ import annotations

import base64
import os
from typing import Any
from uuid import uuid4

import pytest

from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, TicketPurpose
from mykey.points.acts.close_holder import close_holder
from tests.support.moving_clock import MovingClock
from tests.support.ticket_office import TicketOffice
from tests.support.till_counter import Person, TillClient, TillCounter


def word(till: TillClient, opening: Any) -> tuple[int, str]:
    answer = till.post("/v1/sessions", opening)
    assert answer.content_type == "application/problem+json", answer.text
    return answer.status_code, answer.get_json()["code"]


def flipped(ticket: str, place: int) -> str:
    raw = bytearray(base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4)))
    raw[place] ^= 1
    return base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()


def test_a_forged_or_cut_ticket_is_invalid(
    counter: TillCounter, till: TillClient, town: Any, clock: MovingClock
) -> None:
    person = counter.person()
    good = counter.ticket(person)["ticket"]
    other = TicketOffice.writing_to(town.ground.keys.ring, clock)  # another writer: not ours
    forged = other.ticket(person.citizen_id, TicketPurpose.SPEND, "141305", till.thumbprint)
    size = len(good) * 3 // 4
    spoilt = [flipped(good, place) for place in (0, 1, 40, size // 2, size - 1)]
    for text in (forged, good[:-1], good[:-4], good + "AAAA", "A" * len(good), "x", *spoilt):
        assert word(till, {"ticket": text}) == (401, "ticket-invalid"), text
    assert till.session({"ticket": good})  # nothing of it burnt the right one


def test_a_ticket_serves_once(counter: TillCounter, till: TillClient) -> None:
    opening = counter.ticket(counter.person())
    assert till.session(opening)
    assert word(till, opening) == (409, "ticket-used")


def test_a_ticket_lives_a_minute(counter: TillCounter, till: TillClient, clock: MovingClock) -> None:
    opening = counter.ticket(counter.person())
    clock.advance(seconds=60)
    assert word(till, opening) == (410, "ticket-expired")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": TicketPurpose.GRANT}, "ticket-wrong-purpose"),
        ({"purpose": TicketPurpose.VOUCHER}, "ticket-wrong-purpose"),
        (
            {
                "purpose": TicketPurpose.PORTAL,
                "municipality_code": NO_MUNICIPALITY,
                "till_thumbprint": NO_TILL,
            },
            "ticket-wrong-purpose",
        ),
        ({"municipality_code": "141003"}, "ticket-wrong-municipality"),
        ({"till_thumbprint": os.urandom(32)}, "ticket-wrong-till"),
    ],
)
def test_a_ticket_for_something_else_is_refused_and_burnt(
    counter: TillCounter, till: TillClient, changes: dict[str, Any], code: str
) -> None:
    opening = counter.ticket(counter.person(), **changes)
    assert word(till, opening) == (403, code)
    assert word(till, opening) == (409, "ticket-used")


def test_a_ticket_is_of_its_own_till(counter: TillCounter, till: TillClient) -> None:
    person, other = counter.person(), counter.till(counter.shop_id)
    assert word(other, counter.ticket(person)) == (403, "ticket-wrong-till")
    assert word(counter.granter, counter.ticket(person)) == (403, "ticket-wrong-purpose")
    assert till.session(counter.ticket(person))


def test_without_a_points_account_there_is_no_session(counter: TillCounter, till: TillClient) -> None:
    nobody = Person(uuid4(), uuid4())
    assert word(till, counter.ticket(nobody)) == (404, "points-account-not-found")
    person = counter.person()
    code = counter.pay_code(person)
    session = till.session(counter.ticket(person))
    counter.town.do(lambda work: close_holder(work, person.holder_id))
    assert word(till, code)[1] in {"points-account-not-found", "pay-code-unknown"}
    assert word(till, counter.ticket(person)) == (404, "points-account-not-found")
    body = {"session": session, "amount": 1, "purse": "municipal"}
    assert till.act("/v1/spends", body).get_json()["code"] == "points-account-not-found"


def test_both_subjects_lead_to_one_person_while_the_key_is_replaced(
    counter: TillCounter, tickets: TicketOffice
) -> None:
    person = counter.person(municipal=10)
    tickets.replace_subject_key()
    assert counter.points(person) == 10
    tickets.withdraw_old_subject_key()
    assert counter.points(person) == 10


def test_a_pay_code_serves_once_and_for_a_minute(
    counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    person = counter.person()
    opening = counter.pay_code(person)
    assert till.session({"pay_code": f" {opening['pay_code'].lower()} "})
    assert word(till, opening) == (404, "pay-code-unknown")
    late = counter.pay_code(person)
    clock.advance(seconds=60)
    assert word(till, late) == (410, "pay-code-expired")
    assert word(till, {"pay_code": "7K2M0QXT94RB"}) == (404, "pay-code-unknown")
    assert word(till, {"pay_code": "not a code"}) == (404, "pay-code-unknown")


def test_a_till_that_guesses_pay_codes_is_stopped(
    counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    for number in range(30):
        assert word(till, {"pay_code": f"7K2M0QXT94{number:02}"}) == (404, "pay-code-unknown")
    right = counter.pay_code(counter.person())
    answer = till.post("/v1/sessions", right)
    assert (answer.status_code, answer.get_json()["code"]) == (429, "too-many-requests")
    assert int(answer.headers["Retry-After"]) <= 7200
    assert counter.till(counter.shop_id).session(counter.pay_code(counter.person()))
    assert till.session(counter.ticket(counter.person()))
    clock.advance(hours=2)
    assert till.session(counter.pay_code(counter.person()))


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [("body", "one-of-two")]),
        ({"ticket": "x", "pay_code": "y"}, [("body", "one-of-two")]),
        ({"ticket": 1}, [("ticket", "type")]),
        ({"ticket": "x", "card": "y"}, [("card", "unknown")]),
        ({"pay_code": ""}, [("pay_code", "empty")]),
        ([], [("body", "type")]),
    ],
)
def test_what_is_malformed_is_named(till: TillClient, body: Any, errors: list[tuple[str, str]]) -> None:
    answer = till.post("/v1/sessions", body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "request-invalid")
    assert [(error["member"], error["reason"]) for error in answer.get_json()["errors"]] == errors
