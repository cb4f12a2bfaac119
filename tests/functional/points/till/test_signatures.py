"""Who calls must have signed, with the till's own key, this very request, now, and not before."""

from __future__ import annotations

import os
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from mykey.points.models.requests import PointsLimit
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.ticket_office import TicketOffice
from tests.support.till_counter import TillClient, TillCounter, open_points_till


def word(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_a_request_that_is_not_signed_by_this_till_is_refused(till: TillClient) -> None:
    body = b'{"ticket": "x"}'
    headers = till.signed_headers("POST", "/v1/sessions", body)
    assert word(till.send_as_is("POST", "/v1/sessions", b'{"ticket": "y"}', headers)) == (
        401,
        "signature-invalid",
    )
    assert word(till.send_as_is("POST", "/v1/balance", body, headers))[1] == "signature-invalid"
    bare = {"Content-Type": "application/json"}
    answer = till.send_as_is("POST", "/v1/sessions", body, bare)
    assert word(answer) == (401, "signature-invalid")
    assert answer.get_json()["type"] == "urn:mykey:points:problem:signature-invalid"
    assert answer.headers["WWW-Authenticate"] == "Signature"
    # Not even a spent nonce is left of these: the right request still goes through.
    assert word(till.send_as_is("POST", "/v1/sessions", body, headers)) == (401, "ticket-invalid")


@pytest.mark.parametrize("wrong", ["key", "till", "thumbprint"])
def test_key_till_and_thumbprint_belong_together(counter: TillCounter, till: TillClient, wrong: str) -> None:
    other = counter.till(counter.shop_id)
    if wrong == "key":
        till.key = other.key
    elif wrong == "till":
        till.terminal_id = "00000000"
    else:
        till.fingerprint = other.fingerprint
    assert word(till.get("/v1/till")) == (401, "signature-invalid")


def test_a_signature_is_believed_for_two_minutes(till: TillClient, clock: MovingClock) -> None:
    for seconds in (-120, 120):
        headers = till.signed_headers("GET", "/v1/till", None, created=clock() + timedelta(seconds=seconds))
        assert till.send_as_is("GET", "/v1/till", None, headers).status_code == 200
    for seconds in (-121, 121):
        headers = till.signed_headers("GET", "/v1/till", None, created=clock() + timedelta(seconds=seconds))
        answer = till.send_as_is("GET", "/v1/till", None, headers)
        assert word(answer) == (401, "signature-expired")
        assert parsedate_to_datetime(answer.headers["Date"]) == clock()


def test_a_request_is_taken_once_as_long_as_its_signature_is_believed(
    counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    headers = till.signed_headers("GET", "/v1/till", None, created=clock() + timedelta(seconds=120))
    assert till.send_as_is("GET", "/v1/till", None, headers).status_code == 200
    clock.advance(seconds=240)
    assert word(till.send_as_is("GET", "/v1/till", None, headers)) == (401, "signature-replayed")
    clock.advance(seconds=1)
    assert word(till.send_as_is("GET", "/v1/till", None, headers)) == (401, "signature-expired")
    nonce = "a nonce that two tills draw"
    for each in (till, counter.till(counter.shop_id)):
        drawn = each.signed_headers("GET", "/v1/till", None, nonce=nonce)
        assert each.send_as_is("GET", "/v1/till", None, drawn).status_code == 200


def test_a_till_has_its_pace(
    points_database_url: str, town: PointsTown, tickets: TicketOffice, tmp_path: Path, clock: MovingClock
) -> None:
    with open_points_till(points_database_url, town, tickets, tmp_path, requests_a_minute=3) as app:
        counter = TillCounter(app, town, tickets)
        for _ in range(3):
            assert counter.spender.get("/v1/till").status_code == 200
        slow = counter.spender.get("/v1/till")
        assert word(slow) == (429, "too-many-requests")
        assert slow.headers["Retry-After"] == "60"
        assert counter.granter.get("/v1/till").status_code == 200
        clock.advance(minutes=1)
        assert counter.spender.get("/v1/till").status_code == 200


def test_no_row_tells_the_minute_in_which_a_till_called(
    points_database_url: str, town: PointsTown, tickets: TicketOffice, tmp_path: Path, clock: MovingClock
) -> None:
    clock.advance(minutes=17, seconds=5)
    with open_points_till(points_database_url, town, tickets, tmp_path) as app:
        assert TillCounter(app, town, tickets).spender.get("/v1/till").status_code == 200
    ends = town.do(lambda work: list(work.session.scalars(select(PointsLimit.expires_at))))
    assert [(end.minute, end.second, end.microsecond) for end in ends] == [(0, 0, 0)]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "not-found"),
        ("GET", "/v1/till/", 404, "not-found"),
        ("GET", "/v1/spends", 405, "method-not-allowed"),
        ("POST", "/v1/enrolment", 415, "media-type"),
        ("GET", "/v1/till", 401, "signature-invalid"),
    ],
)
def test_whatever_is_refused_is_a_problem(
    till: TillClient, method: str, path: str, status: int, code: str
) -> None:
    answer = till.send_as_is(method, path, None, {"Accept-Language": "en"})
    assert word(answer) == (status, code)
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert problem["type"] == f"urn:mykey:points:problem:{code}"
    assert problem["detail"].isascii()


def test_a_body_has_64_kib_at_the_most(till: TillClient) -> None:
    answer = till.post("/v1/sessions", b" " * (64 * 1024 + 1))
    assert word(answer) == (413, "body-too-large")


def test_another_key_of_the_same_machine_is_another_machine(till: TillClient) -> None:
    till.key = Ed25519PrivateKey.from_private_bytes(os.urandom(32))
    assert word(till.get("/v1/till")) == (401, "signature-invalid")
