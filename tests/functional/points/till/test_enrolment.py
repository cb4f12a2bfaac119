from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from mykey.points.acts.close_till import close_till
from mykey.points.acts.invite_till import invite_till_again
from mykey.points.enrolment_codes import shown_enrolment_code
from mykey.points.models.shops import Shop
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI
from tests.support.till_counter import TillClient, TillCounter, jwk


def new_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(os.urandom(32))


def word(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_a_machine_becomes_a_till_and_signs(app: Flask, counter: TillCounter, clock: MovingClock) -> None:
    key, code = new_key(), counter.code(counter.shop_id)
    answer = counter.enrol(f"  {shown_enrolment_code(code).lower()} ", key)
    told = answer.get_json()
    assert answer.status_code == 201
    assert told == {
        "till_id": told["till_id"],
        "till_kind": "spend",
        "till_name": "レジ3",
        "shop_name": "見本商店",
        "municipality_code": "141305",
        "municipality_name": "神奈川県川崎市",
    }
    assert TillClient(app, clock, told["till_id"], key).get("/v1/till").get_json() == told


def test_a_lost_answer_is_given_again_to_the_same_key_alone(counter: TillCounter) -> None:
    key, code = new_key(), counter.code(counter.shop_id)
    first = counter.enrol(code, key)
    again = counter.enrol(code, key)
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert word(counter.enrol(code, new_key())) == (409, "enrolment-code-used")


def test_a_code_ends_after_its_fourteenth_day(counter: TillCounter, clock: MovingClock) -> None:
    code = counter.code(counter.shop_id)
    clock.advance(timedelta(days=14))
    other = counter.code(counter.shop_id)
    assert counter.enrol(code, new_key()).status_code == 201
    clock.advance(timedelta(days=15))
    assert word(counter.enrol(other, new_key())) == (410, "enrolment-code-expired")


def test_a_key_is_one_tills(counter: TillCounter) -> None:
    key = new_key()
    assert counter.enrol(counter.code(counter.shop_id), key).status_code == 201
    code = counter.code(counter.shop_id)
    assert word(counter.enrol(code, key)) == (409, "till-key-in-use")
    assert counter.enrol(code, new_key()).status_code == 201


def test_tries_on_one_code_are_counted(counter: TillCounter, clock: MovingClock) -> None:
    code = counter.code(counter.shop_id)
    wrong = code[:7] + "3" * 7
    for _ in range(5):
        answer = counter.enrol(wrong, new_key())
        assert word(answer) == (401, "enrolment-code-invalid")
        assert "WWW-Authenticate" in answer.headers
    stopped = counter.enrol(code, new_key())
    assert word(stopped) == (429, "too-many-requests")
    assert 0 < int(stopped.headers["Retry-After"]) <= 900
    assert counter.enrol(counter.code(counter.shop_id), new_key()).status_code == 201
    clock.advance(minutes=15, seconds=1)
    assert counter.enrol(code, new_key()).status_code == 201


def test_what_is_no_code_is_nobodys(counter: TillCounter) -> None:
    for typed in ("x", "34679", "3" * 15, "０" * 60, "レジ"):
        for _ in range(6):
            assert word(counter.enrol(typed, new_key())) == (401, "enrolment-code-invalid")


def test_a_code_of_what_is_closed_binds_nothing(counter: TillCounter) -> None:
    code = counter.code(counter.shop_id)

    def close(work: Any) -> None:
        work.session.get_one(Shop, counter.shop_id).shop_state = "closed"

    counter.town.do(close)
    assert word(counter.enrol(code, new_key())) == (403, "shop-closed")


def test_a_till_that_is_invited_again_has_a_new_key(
    app: Flask, counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    assert till.get("/v1/till").status_code == 200
    again = counter.town.do(lambda work: invite_till_again(work, KAWASAKI, till.terminal_id))
    assert word(till.get("/v1/till")) == (401, "signature-invalid")
    key = new_key()
    assert counter.enrol(again.code, key).get_json()["till_id"] == till.terminal_id
    assert word(till.get("/v1/till")) == (401, "signature-invalid")
    successor = TillClient(app, clock, till.terminal_id, key)
    assert successor.get("/v1/till").status_code == 200
    counter.town.do(lambda work: close_till(work, KAWASAKI, till.terminal_id))
    assert word(successor.get("/v1/till")) == (403, "till-closed")


@pytest.mark.parametrize(
    ("changes", "member", "reason"),
    [
        ({"public_key": jwk(new_key()) | {"d": "AAAA"}}, "public_key.d", "unknown"),
        ({"public_key": jwk(new_key()) | {"crv": "X25519"}}, "public_key.crv", "format"),
        ({"public_key": jwk(new_key()) | {"x": "AQ" + "A" * 41}}, "public_key.x", "format"),
        ({"code": None}, "code", "null"),
        ({"code": 5}, "code", "type"),
        ({"till_id": "12345678"}, "till_id", "unknown"),
    ],
)
def test_what_is_malformed_is_named(app: Flask, changes: dict[str, Any], member: str, reason: str) -> None:
    body = {"code": "34679-ACDEF-GHJK", "public_key": jwk(new_key())} | changes
    answer = app.test_client().post("/v1/enrolment", json=body)
    assert word(answer) == (422, "request-invalid")
    assert answer.get_json()["errors"] == [{"member": member, "reason": reason}]
