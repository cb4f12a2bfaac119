"""Fifty at once on one ticket, one pay code, one session, one key, one code: once only, on both engines."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from werkzeug.test import TestResponse

from tests.support.till_counter import TillClient, TillCounter

AT_ONCE = 50


def at_once(calls: Sequence[Callable[[], TestResponse]]) -> Counter[str]:
    """How often each answer was given: its status, and the code where it was refused."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], TestResponse]) -> str:
        barrier.wait()
        answer = call()
        told = answer.get_json()
        return f"{answer.status_code} {told.get('code', '')}".strip()

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(run, calls))


def sending(
    till: TillClient, path: str, body: Any, keys: Sequence[str] = ()
) -> list[Callable[[], TestResponse]]:
    """The same call, signed anew each time; with these idempotency keys in turn."""
    data = json.dumps(body).encode()
    calls: list[Callable[[], TestResponse]] = []
    for number in range(AT_ONCE):
        more = {"Idempotency-Key": keys[number % len(keys)]} if keys else {}
        headers = till.signed_headers("POST", path, data, more)
        calls.append(lambda headers=headers: till.send_as_is("POST", path, data, headers))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    return calls


def test_one_ticket_opens_one_session(counter: TillCounter, till: TillClient) -> None:
    opening = counter.ticket(counter.person())
    assert at_once(sending(till, "/v1/sessions", opening)) == {"201": 1, "409 ticket-used": AT_ONCE - 1}


def test_one_pay_code_opens_one_session(counter: TillCounter, till: TillClient) -> None:
    answers = at_once(sending(till, "/v1/sessions", counter.pay_code(counter.person())))
    assert answers["201"] == 1
    assert set(answers) <= {"201", "404 pay-code-unknown", "429 too-many-requests"}


def test_one_session_has_one_act(counter: TillCounter, till: TillClient) -> None:
    person = counter.person(municipal=1000)
    body = {"session": till.session(counter.ticket(person)), "amount": 10, "purse": "municipal"}
    keys = [f"key {number}" for number in range(AT_ONCE)]
    answers = at_once(sending(till, "/v1/spends", body, keys))
    assert answers == {"201": 1, "410 till-session-over": AT_ONCE - 1}
    assert counter.points(person) == 990


def test_one_key_is_one_payment_and_one_answer(counter: TillCounter, till: TillClient) -> None:
    person = counter.person(municipal=1000)
    body = {"session": till.session(counter.ticket(person)), "amount": 10, "purse": "municipal"}
    assert at_once(sending(till, "/v1/spends", body, ["one"])) == {"201": AT_ONCE}
    assert counter.points(person) == 990
    assert till.get("/v1/receipts/2").status_code == 404


def test_one_payment_is_taken_back_once(counter: TillCounter, till: TillClient) -> None:
    person = counter.person(municipal=1000)
    body = {"session": till.session(counter.ticket(person)), "amount": 10, "purse": "municipal"}
    number = till.act("/v1/spends", body).get_json()["receipt_number"]
    keys = [f"key {number}" for number in range(AT_ONCE)]
    answers = at_once(sending(till, "/v1/cancellations", {"receipt_number": number}, keys))
    assert answers == {"201": 1, "409 already-cancelled": AT_ONCE - 1}
    assert counter.points(person) == 1000


def test_one_request_is_taken_once(till: TillClient) -> None:
    headers = till.signed_headers("GET", "/v1/till", None)
    calls = [lambda: till.send_as_is("GET", "/v1/till", None, headers) for _ in range(AT_ONCE)]
    assert at_once(calls) == {"200": 1, "401 signature-replayed": AT_ONCE - 1}


def test_one_code_binds_one_key(counter: TillCounter) -> None:
    code = counter.code(counter.shop_id)
    keys = [Ed25519PrivateKey.from_private_bytes(os.urandom(32)) for _ in range(4)]
    calls = [lambda key=key: counter.enrol(code, key) for key in keys]
    assert at_once(calls) == {"201": 1, "409 enrolment-code-used": 3}


def test_one_key_is_bound_once(counter: TillCounter) -> None:
    key = Ed25519PrivateKey.from_private_bytes(os.urandom(32))
    codes = [counter.code(counter.shop_id) for _ in range(4)]
    calls = [lambda code=code: counter.enrol(code, key) for code in codes]
    assert at_once(calls) == {"201": 1, "409 till-key-in-use": 3}
