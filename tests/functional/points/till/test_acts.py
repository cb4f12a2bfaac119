"""From the card or the phone to the receipt: pay, take back, grant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mykey.points.acts.close_till import close_till
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.move_points import move_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.acts.settlement.set_budget import set_budget
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import Shop
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI
from tests.support.till_counter import Person, TillClient, TillCounter


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


@pytest.mark.parametrize("way", ["ticket", "pay_code"])
def test_a_person_pays(counter: TillCounter, till: TillClient, clock: MovingClock, way: str) -> None:
    person = counter.person(municipal=1500)
    opened = till.post("/v1/sessions", getattr(counter, way)(person))
    assert opened.status_code == 201
    told = opened.get_json()
    assert (told["purpose"], told["expires_at"]) == ("spend", "2026-04-06T01:02:00Z")
    assert told["purses"] == [
        {"purse": "municipal", "name": "かわさきポイント", "points": 1500, "ends_on": "2026-10-06"}
    ]
    clock.advance(seconds=100)
    body = {"session": told["session"], "amount": 500, "purse": "municipal"}
    paid = till.act("/v1/spends", body)
    assert (paid.status_code, paid.get_json()) == (
        201,
        {
            "receipt_number": 1,
            "day": "2026-04-06",
            "amount": 500,
            "shop_name": "見本商店",
            "purse": "municipal",
            "purse_name": "かわさきポイント",
            "left": 1000,
        },
    )
    assert refused(till.act("/v1/spends", body)) == (410, "till-session-over")
    assert refused(till.post("/v1/balance", {"session": told["session"]})) == (410, "till-session-over")
    assert counter.points(person) == 1000


def test_points_of_an_event_are_a_purse_of_their_own(counter: TillCounter, till: TillClient) -> None:
    person, town = counter.person(municipal=100), counter.town
    event = town.event(date(2026, 4, 1), date(2026, 4, 30))
    town.do(lambda work: grant_points(work, person.holder_id, KAWASAKI, 30, event_id=event))
    town.do(lambda work: put_into_reserve(work, person.holder_id, 50))
    told = till.post("/v1/sessions", counter.ticket(person)).get_json()
    assert [(purse["purse"], purse["points"], purse["ends_on"]) for purse in told["purses"]] == [
        ("municipal", 100, "2026-10-06"),
        (str(event), 30, "2026-04-30"),
    ]
    paid = till.act("/v1/spends", {"session": told["session"], "amount": 30, "purse": str(event)}).get_json()
    assert (paid["purse"], paid["purse_name"], paid["left"]) == (str(event), "見本まつり", 0)
    left = till.post("/v1/sessions", counter.ticket(person)).get_json()["purses"]
    assert [purse["purse"] for purse in left] == ["municipal"]


def test_a_person_without_points_has_an_empty_purse(counter: TillCounter, till: TillClient) -> None:
    told = till.post("/v1/sessions", counter.ticket(counter.person())).get_json()
    assert told["purses"] == [
        {"purse": "municipal", "name": "かわさきポイント", "points": 0, "ends_on": None}
    ]
    body = {"session": told["session"], "amount": 1, "purse": "municipal"}
    assert refused(till.act("/v1/spends", body)) == (409, "points-insufficient")


def test_after_a_refusal_the_session_goes_on(counter: TillCounter, till: TillClient) -> None:
    session = till.session(counter.ticket(counter.person(municipal=100)))
    dear = till.act("/v1/spends", {"session": session, "amount": 101, "purse": "municipal"})
    assert refused(dear) == (409, "points-insufficient")
    assert dear.get_json()["available"] == 100
    assert "100" in dear.get_json()["detail"]
    unknown = {"session": session, "amount": 1, "purse": "7a1de2a4-6a8c-4b63-8f21-0b3c6c1f9a55"}
    assert refused(till.act("/v1/spends", unknown)) == (409, "event-not-open")
    right = till.act("/v1/spends", {"session": session, "amount": 100, "purse": "municipal"})
    assert right.status_code == 201


def test_a_session_lasts_120_seconds_at_its_own_till(
    counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    session = till.session(counter.ticket(counter.person(municipal=100)))
    other = counter.till(counter.shop_id)
    body = {"session": session, "amount": 1, "purse": "municipal"}
    assert refused(other.post("/v1/balance", {"session": session})) == (410, "till-session-over")
    assert refused(other.act("/v1/spends", body)) == (410, "till-session-over")
    assert till.post("/v1/balance", {"session": session}).status_code == 200
    clock.advance(seconds=120)
    assert refused(till.post("/v1/balance", {"session": session})) == (410, "till-session-over")
    assert refused(till.act("/v1/spends", body)) == (410, "till-session-over")


def pay(counter: TillCounter, till: TillClient, person: Person, amount: int) -> int:
    body = {"session": till.session(counter.ticket(person, till)), "amount": amount, "purse": "municipal"}
    answer = till.act("/v1/spends", body)
    assert answer.status_code == 201, answer.text
    return int(answer.get_json()["receipt_number"])


def test_a_payment_is_taken_back_on_its_day(
    counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    person = counter.person(municipal=100)
    first, second = pay(counter, till, person, 60), pay(counter, till, person, 30)
    other = counter.till(counter.shop_id)
    back = other.act("/v1/cancellations", {"receipt_number": first})
    assert (back.status_code, back.get_json()) == (
        201,
        {"receipt_number": 3, "day": "2026-04-06", "amount": 60, "shop_name": "見本商店", "cancels": first},
    )
    assert counter.points(person) == 70
    again = {"receipt_number": first}
    assert refused(till.act("/v1/cancellations", again)) == (409, "already-cancelled")
    assert refused(till.act("/v1/cancellations", {"receipt_number": 3})) == (404, "receipt-not-found")
    stranger = counter.till(counter.town.shop("よその店"))
    theirs = stranger.act("/v1/cancellations", {"receipt_number": second})
    assert refused(theirs) == (404, "receipt-not-found")
    clock.advance(hours=14)  # past midnight in Japan
    assert refused(till.act("/v1/cancellations", {"receipt_number": second})) == (409, "not-today")


def test_a_receipt_is_its_shops_alone_and_names_nobody(counter: TillCounter, till: TillClient) -> None:
    person = counter.person(municipal=100)
    number = pay(counter, till, person, 60)
    till.act("/v1/cancellations", {"receipt_number": number})
    seen = till.get(f"/v1/receipts/{number}").get_json()
    assert seen == {
        "receipt_number": 1,
        "day": "2026-04-06",
        "amount": 60,
        "shop_name": "見本商店",
        "kind": "spend",
        "cancels": None,
        "cancelled_by": 2,
    }
    back = till.get("/v1/receipts/2").get_json()
    assert (back["kind"], back["amount"], back["cancels"], back["cancelled_by"]) == ("cancel", 60, 1, None)
    stranger = counter.till(counter.town.shop("よその店"))
    assert refused(stranger.get(f"/v1/receipts/{number}")) == (404, "receipt-not-found")
    for nothing in ("0", "3", str(2**31), str(2**63), "9" * 40):
        assert refused(till.get(f"/v1/receipts/{nothing}")) == (404, "receipt-not-found")
    for nowhere in ("", "-1", "1.0", "x", "1/2"):
        assert refused(till.get(f"/v1/receipts/{nowhere}")) == (404, "not-found")


def test_an_office_grants_and_is_shown_no_balance(counter: TillCounter) -> None:
    person, office = counter.person(municipal=700), counter.granter
    told = office.post("/v1/sessions", counter.ticket(person, office)).get_json()
    assert (told["purpose"], told["purses"]) == ("grant", [])
    granted = office.act("/v1/grants", {"session": told["session"], "amount": 300})
    assert (granted.status_code, granted.get_json()) == (
        201,
        {
            "receipt_number": 1,
            "day": "2026-04-06",
            "amount": 300,
            "shop_name": "見本区役所",
            "ends_on": "2026-10-06",
        },
    )
    assert counter.points(person) == 1000
    assert office.get("/v1/receipts/1").get_json()["kind"] == "grant"
    over = office.act("/v1/grants", {"session": told["session"], "amount": 300})
    assert refused(over) == (410, "till-session-over")


def test_grants_keep_the_municipalitys_limits(counter: TillCounter) -> None:
    def limit(work: Any) -> None:
        programme = work.session.get_one(Programme, KAWASAKI)
        programme.most_a_grant, programme.most_a_person = 100, 150

    counter.town.do(limit)
    person, office = counter.person(), counter.granter
    session = office.session(counter.ticket(person, office))
    dear = office.act("/v1/grants", {"session": session, "amount": 101})
    assert (refused(dear), dear.get_json()["most"]) == ((422, "grant-limit"), 100)
    assert office.act("/v1/grants", {"session": session, "amount": 100}).status_code == 201
    session = office.session(counter.ticket(person, office))
    more = office.act("/v1/grants", {"session": session, "amount": 51})
    assert (refused(more), more.get_json()["left"]) == ((409, "person-limit"), 50)
    counter.town.do(lambda work: set_budget(work, KAWASAKI, 2026, 130))
    beyond = office.act("/v1/grants", {"session": session, "amount": 31})
    assert (refused(beyond), beyond.get_json()["left"]) == ((409, "budget-exceeded"), 30)


def test_each_kind_of_till_has_its_own_calls(counter: TillCounter, till: TillClient) -> None:
    person, office = counter.person(municipal=100), counter.granter
    session = office.session(counter.ticket(person, office))
    paying = {"session": session, "amount": 1, "purse": "municipal"}
    assert refused(office.act("/v1/spends", paying)) == (403, "wrong-till-kind")
    assert refused(office.act("/v1/cancellations", {"receipt_number": 1})) == (403, "wrong-till-kind")
    assert refused(office.post("/v1/balance", {"session": session})) == (403, "wrong-till-kind")
    assert refused(office.post("/v1/sessions", counter.pay_code(person))) == (403, "wrong-till-kind")
    session = till.session(counter.ticket(person))
    assert refused(till.act("/v1/grants", {"session": session, "amount": 1})) == (403, "wrong-till-kind")


def test_what_is_closed_does_nothing(counter: TillCounter, till: TillClient) -> None:
    session = till.session(counter.ticket(counter.person(municipal=100)))
    body = {"session": session, "amount": 1, "purse": "municipal"}

    def close_shop(work: Any) -> None:
        work.session.get_one(Shop, counter.shop_id).shop_state = "closed"

    counter.town.do(close_shop)
    assert refused(till.act("/v1/spends", body)) == (403, "shop-closed")
    assert refused(till.get("/v1/till")) == (403, "shop-closed")
    counter.town.do(lambda work: close_till(work, KAWASAKI, till.terminal_id))
    assert refused(till.act("/v1/spends", body)) == (403, "till-closed")
    assert refused(till.post("/v1/sessions", {})) == (403, "till-closed")


def test_a_programme_that_is_over_opens_no_session(counter: TillCounter, till: TillClient) -> None:
    person = counter.person(municipal=100)
    opened = till.session(counter.ticket(person))

    def end(work: Any) -> None:
        work.session.get_one(Programme, KAWASAKI).closes_on = date(2026, 4, 5)

    counter.town.do(end)
    assert refused(till.post("/v1/sessions", counter.ticket(person))) == (409, "programme-not-open")
    body = {"session": opened, "amount": 1, "purse": "municipal"}
    assert refused(till.act("/v1/spends", body)) == (409, "programme-not-open")


def test_points_past_their_day_are_of_no_use(
    counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    person = counter.person()
    event = counter.town.event(date(2026, 4, 1), date(2026, 4, 6))
    moved = 40
    counter.town.do(lambda work: put_into_reserve(work, person.holder_id, moved))
    counter.town.do(lambda work: move_points(work, person.holder_id, moved, event_id=event))
    assert len(till.post("/v1/sessions", counter.ticket(person)).get_json()["purses"]) == 2
    clock.advance(days=1)
    session = till.post("/v1/sessions", counter.ticket(person)).get_json()
    assert [purse["purse"] for purse in session["purses"]] == ["municipal"]
    body = {"session": session["session"], "amount": 1, "purse": str(event)}
    assert refused(till.act("/v1/spends", body)) == (409, "event-not-open")


AMOUNTS: list[tuple[Any, str]] = [
    (b"5.0", "type"),
    (b"1e3", "type"),
    (b"true", "type"),
    (b'"5"', "type"),
    ('"５"'.encode(), "type"),
    (b"null", "null"),
    (b"[5]", "type"),
    (b"0", "too-small"),
    (b"-5", "too-small"),
    (b"1000001", "too-large"),
    (b"9223372036854775808", "too-large"),
    (b"1" + b"0" * 4000, "too-large"),
]


def test_amounts_are_whole_and_positive(counter: TillCounter, till: TillClient) -> None:
    person = counter.person(municipal=100)
    session = till.session(counter.ticket(person)).encode()
    for sent, reason in AMOUNTS:
        body = b'{"session": "' + session + b'", "purse": "municipal", "amount": ' + sent + b"}"
        answer = till.act("/v1/spends", body)
        assert refused(answer) == (422, "request-invalid"), sent
        assert answer.get_json()["errors"] == [{"member": "amount", "reason": reason}], sent
    assert counter.points(person) == 100
