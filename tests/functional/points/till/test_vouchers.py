"""From the machine that issues a voucher to the shop that takes it: calls, refusals, races."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.vouchers.set_voucher_rules import set_voucher_rules
from mykey.points.models.programmes import Programme
from mykey.points.models.requests import KEPT_ANSWER
from mykey.points.models.shops import Shop
from mykey.points.till.answering import CREATED
from tests.functional.points.till.test_acts import refused
from tests.functional.points.till.test_races import AT_ONCE, at_once, sending
from tests.support.leak_guard import LeakGuard
from tests.support.ledger_checks import assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI
from tests.support.till_counter import Person, TillClient, TillCounter


def wanted(counter: TillCounter, person: Person, *faces: int) -> dict[str, Any]:
    session = counter.issuer.session(counter.ticket(person, counter.issuer))
    return {"session": session, "purse": "municipal", "faces": list(faces)}


def test_from_card_to_paper_to_shop_and_back(
    counter: TillCounter, till: TillClient, leak_guard: LeakGuard
) -> None:
    machine, person = counter.issuer, counter.person(municipal=2000)
    told = machine.get("/v1/voucher-faces").get_json()
    assert told == {"faces": [100, 500, 1000], "days": 30, "most_at_once": 10}
    opened = machine.post("/v1/sessions", counter.ticket(person, machine)).get_json()
    assert (opened["purpose"], opened["purses"][0]["points"]) == ("voucher", 2000)
    body = {"session": opened["session"], "purse": "municipal", "faces": [500, 500, 1000]}
    lost = machine.act("/v1/vouchers", body, "one key")
    again = machine.act("/v1/vouchers", body, "one key")
    assert (lost.status_code, lost.get_data()) == (201, again.get_data())  # the same codes
    answer = again.get_json()
    for one in answer["vouchers"]:
        leak_guard.watch(one["code"], "a voucher's code")
    assert (answer["left"], answer["shop_name"], answer["day"]) == (0, "見本出張所", "2026-04-06")
    assert [(one["points"], one["ends_on"], one["receipt_number"]) for one in answer["vouchers"]] == [
        (500, "2026-05-06", 1), (500, "2026-05-06", 2), (1000, "2026-05-06", 3),
    ]  # fmt: skip
    assert refused(machine.act("/v1/vouchers", body)) == (410, "till-session-over")

    code = answer["vouchers"][0]["code"]
    scanned = {"code": f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}".lower()}
    assert till.post("/v1/voucher-checks", scanned).get_json() == {"points": 500, "ends_on": "2026-05-06"}
    taken = till.act("/v1/voucher-takes", scanned, "mine")
    assert (taken.status_code, taken.get_json()) == (
        201,
        {"receipt_number": 1, "day": "2026-04-06", "amount": 500, "shop_name": "見本商店"},
    )
    assert till.act("/v1/voucher-takes", scanned, "mine").get_data() == taken.get_data()
    assert refused(till.act("/v1/voucher-takes", scanned)) == (409, "voucher-used")
    assert till.get("/v1/receipts/1").get_json()["kind"] == "take-voucher"
    assert till.act("/v1/cancellations", {"receipt_number": 1}).get_json()["amount"] == 500
    assert till.act("/v1/voucher-takes", scanned).get_json()["receipt_number"] == 3

    session = {"session": machine.session(counter.ticket(person, machine))}
    unused = machine.post("/v1/voucher-list", session).get_json()["vouchers"]
    assert [(one["receipt_number"], one["points"]) for one in unused] == [(3, 1000), (2, 500)]
    back = machine.act("/v1/voucher-cancellations", session | {"receipt_number": 3})
    assert (back.status_code, back.get_json()["cancels"], back.get_json()["amount"]) == (201, 3, 1000)
    assert machine.get("/v1/receipts/4").get_json()["kind"] == "return-voucher"
    for number, word in ((3, "voucher-cancelled"), (1, "voucher-used"), (9, "voucher-unknown")):
        told = machine.act("/v1/voucher-cancellations", session | {"receipt_number": number})
        assert told.get_json()["code"] == word
    anew = machine.act("/v1/vouchers", session | {"purse": "municipal", "faces": [1000]})
    assert (anew.status_code, counter.points(person)) == (201, 0)
    assert_ledger_whole(counter.town.engine)


def test_each_kind_of_till_has_its_own_calls(counter: TillCounter, till: TillClient) -> None:
    machine, person = counter.issuer, counter.person(municipal=500)
    session = {"session": "s" * 43}
    assert refused(till.get("/v1/voucher-faces")) == (403, "wrong-till-kind")
    assert refused(till.act("/v1/vouchers", session)) == (403, "wrong-till-kind")
    assert refused(till.post("/v1/voucher-list", session)) == (403, "wrong-till-kind")
    assert refused(till.act("/v1/voucher-cancellations", session)) == (403, "wrong-till-kind")
    assert refused(machine.post("/v1/voucher-checks", {"code": "x"})) == (403, "wrong-till-kind")
    assert refused(machine.act("/v1/voucher-takes", {"code": "x"})) == (403, "wrong-till-kind")
    assert refused(machine.act("/v1/spends", session)) == (403, "wrong-till-kind")
    assert refused(machine.post("/v1/sessions", counter.pay_code(person))) == (403, "wrong-till-kind")
    spend = counter.ticket(person, till, till_thumbprint=machine.thumbprint)
    assert refused(machine.post("/v1/sessions", spend)) == (403, "ticket-wrong-purpose")


def test_what_is_refused(counter: TillCounter, till: TillClient, clock: MovingClock) -> None:
    machine, person, town = counter.issuer, counter.person(municipal=700), counter.town
    body = wanted(counter, person, 500, 500)
    short = machine.act("/v1/vouchers", body)
    assert (refused(short), short.get_json()["available"]) == ((409, "points-insufficient"), 700)
    assert refused(machine.act("/v1/vouchers", body | {"faces": [300]})) == (422, "face-refused")
    for faces, reason in (([], "empty"), ([100] * 11, "too-many"), ("100", "type"), ([0], "too-small")):
        told = machine.act("/v1/vouchers", body | {"faces": faces})
        assert told.get_json()["errors"][0]["reason"] == reason
    (one,) = machine.act("/v1/vouchers", body | {"faces": [500]}).get_json()["vouchers"]
    clock.advance(days=31)
    late = till.post("/v1/voucher-checks", {"code": one["code"]}, {"Accept-Language": "en"})
    assert refused(late) == (410, "voucher-ended")
    assert "2026-05-06" in late.get_json()["detail"]
    town.do(lambda work: set_voucher_rules(work, KAWASAKI, None, [500]))
    assert machine.get("/v1/voucher-faces").get_json()["faces"] == []
    assert refused(machine.act("/v1/vouchers", wanted(counter, person, 500))) == (409, "vouchers-not-issued")


def test_a_voucher_of_another_municipality(counter: TillCounter, till: TillClient) -> None:
    (one,) = counter.vouchers(counter.person(municipal=500), 500)

    def move_away(work: Any) -> None:
        rules = work.session.get_one(Programme, KAWASAKI)
        told = {column.name: getattr(rules, column.name) for column in Programme.__table__.columns}
        work.session.add(Programme(**told | {"municipality_code": "011002"}))
        work.session.flush()
        work.session.get_one(Shop, counter.shop_id).municipality_code = "011002"

    counter.town.do(move_away)
    assert refused(till.post("/v1/voucher-checks", {"code": one["code"]})) == (403, "voucher-from-elsewhere")
    assert refused(till.act("/v1/voucher-takes", {"code": one["code"]})) == (403, "voucher-from-elsewhere")


def test_guessing_comes_to_an_end(counter: TillCounter, till: TillClient, clock: MovingClock) -> None:
    (one,) = counter.vouchers(counter.person(municipal=500), 500)
    for turn in range(15):
        unknown = {"code": f"{turn:016}"}
        assert refused(till.post("/v1/voucher-checks", unknown)) == (404, "voucher-unknown")
        assert refused(till.act("/v1/voucher-takes", unknown)) == (404, "voucher-unknown")
    right = {"code": one["code"]}
    for answer in (till.post("/v1/voucher-checks", right), till.act("/v1/voucher-takes", right, "later")):
        assert refused(answer) == (429, "too-many-requests")
        assert answer.headers["Retry-After"].isdigit()
    clock.advance(hours=2)
    assert till.act("/v1/voucher-takes", right, "later").status_code == 201


def test_one_voucher_is_taken_once(counter: TillCounter, till: TillClient) -> None:
    (one,) = counter.vouchers(counter.person(municipal=500), 500)
    keys = [f"key {number}" for number in range(AT_ONCE)]
    answers = at_once(sending(till, "/v1/voucher-takes", {"code": one["code"]}, keys))
    assert answers == {"201": 1, "409 voucher-used": AT_ONCE - 1}
    assert_ledger_whole(counter.town.engine)


def test_the_longest_answer_can_be_kept(counter: TillCounter) -> None:
    """Ten vouchers at the highest face and number, from a place and a purse with the longest names."""
    machine, person, town = counter.issuer, counter.person(), counter.town
    town.do(lambda work: set_voucher_rules(work, KAWASAKI, 366, [100_000]))
    longest = {"name": "𠮷" * 60, "before": "見本出張所"}
    shop = "UPDATE shops SET last_receipt = 2147483637, shop_name = :name WHERE shop_name = :before"
    with town.engine.begin() as connection:
        connection.execute(sa.text(shop), longest)
        connection.execute(sa.text("UPDATE programmes SET most_a_person = 1000000"))
    event = town.event(town.ground.clock().date(), town.ground.clock().date(), "𠮷" * 60)
    for _ in range(10):
        town.do(lambda work: grant_points(work, person.holder_id, KAWASAKI, 100_000, event_id=event))
    body = wanted(counter, person, *[100_000] * 10) | {"purse": str(event)}
    answer = machine.act("/v1/vouchers", body, "k" * 64)
    assert answer.status_code == 201
    told = answer.get_json()
    assert told["vouchers"][9]["receipt_number"] == 2_147_483_647
    kept = {"status": CREATED, "body": told | {"left": 10**9}}
    assert len(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()) <= KEPT_ANSWER.size
