"""The company's sign-in for the points site: codes with PKCE, to one client at one address, once."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.functional.town_partner.conftest import BACK, ORIGIN, SECRET, Company
from tests.support.moving_clock import MovingClock

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": "mykey-points",
    "redirect_uri": BACK,
    "scope": "points",
    "state": "st&te",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
BASIC = base64.b64encode(f"mykey-points:{SECRET}".encode()).decode()


def page(**changed: str) -> str:
    return f"/authorize?{urlencode({name: value for name, value in (ASKED | changed).items() if value})}"


def sign_in(company: Company, target: str = "/") -> TestResponse:
    typed = {"login": "denki-hanako", "password": "minami-hanako", "target": target}
    return company.browser.post("/sign-in", data=typed)


def code_of(company: Company) -> str:
    sign_in(company)
    answer = company.browser.post(page(), data={"decision": "allow"})
    assert answer.status_code == 303
    back = urlsplit(answer.location)
    assert answer.location.startswith(f"{BACK}?")
    fields = parse_qs(back.query, strict_parsing=True)
    assert fields["state"] == ["st&te"]
    return fields["code"][0]


def token(company: Company, code: str, credentials: str = f"Basic {BASIC}", **changed: str) -> TestResponse:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    } | changed
    headers = {"Authorization": credentials}
    return company.app.test_client().post("/token", data=form, headers=headers, base_url=ORIGIN)


def test_a_member_signs_in_allows_and_goes_back_with_a_code_that_serves_once(company: Company) -> None:
    front = company.browser.get(page()).text
    assert "みなみ電力にログインする" in front
    assert "minami-hanako" in front
    assert sign_in(company, page()).location == page()
    answer = company.browser.get(page())
    assert "30,000ポイント" in answer.text
    assert "form-action 'self' http://localhost:8613;" in answer.headers["Content-Security-Policy"]

    code = code_of(company)
    given = token(company, code)
    assert (given.status_code, given.headers["Cache-Control"]) == (200, "no-store")
    told: dict[str, Any] = given.get_json()
    assert (told["token_type"], told["scope"]) == ("Bearer", "points")
    assert company.books.rows("SELECT 1 FROM tokens")
    again = token(company, code)
    assert (again.status_code, again.get_json()) == (400, {"error": "invalid_grant"})
    assert not company.books.rows("SELECT 1 FROM tokens")
    assert not company.books.row("SELECT 1 FROM codes WHERE digest = ?", code.encode())


def test_a_wrong_password_is_told_and_leads_nowhere(company: Company) -> None:
    typed = {"login": "denki-hanako", "password": "wrong", "target": page()}
    answer = company.browser.post("/sign-in", data=typed)
    assert answer.status_code == 422
    assert 'name="target" value="/authorize?' in answer.text
    assert sign_in(company, "//elsewhere.example").location == "/"
    assert "ログアウト" in company.browser.get("/").text
    company.browser.post("/sign-out")
    assert "ログインする" in company.browser.get("/").text


def test_who_does_not_allow_goes_back_without_a_code(company: Company) -> None:
    refused = f"{BACK}?error=access_denied&state=st%26te"
    assert company.browser.post(page(), data={"decision": "allow"}).location == refused
    sign_in(company)
    assert company.browser.post(page(), data={"decision": "deny"}).location == refused


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
    ],
)
def test_what_the_client_asks_wrongly_goes_back_to_it(
    company: Company, changed: dict[str, str], fault: str
) -> None:
    for answer in (company.browser.get(page(**changed)), company.browser.post(page(**changed))):
        assert parse_qs(urlsplit(answer.location).query)["error"] == [fault]


@pytest.mark.parametrize(
    "address",
    [
        page(client_id="somebody"),
        page(redirect_uri=f"{BACK}/"),
        page(redirect_uri="http://elsewhere.example/"),
        page(redirect_uri=""),
        f"{page()}&client_id=mykey-points",
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_in_the_contract(company: Company, address: str) -> None:
    sign_in(company)
    for answer in (company.browser.get(address), company.browser.post(address, data={"decision": "allow"})):
        assert answer.status_code == 400
        assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("credentials", "changed", "status", "word"),
    [
        ("", {}, 401, "invalid_client"),
        ("Basic bXlrZXktcG9pbnRzOndyb25n", {}, 401, "invalid_client"),
        (f"Basic {BASIC}", {"grant_type": "password"}, 400, "unsupported_grant_type"),
        (f"Basic {BASIC}", {"code_verifier": "w" * 64}, 400, "invalid_grant"),
        (f"Basic {BASIC}", {"code_verifier": "short"}, 400, "invalid_request"),
        (f"Basic {BASIC}", {"redirect_uri": f"{BACK}2"}, 400, "invalid_grant"),
        (f"Basic {BASIC}", {"code": "guessed"}, 400, "invalid_grant"),
        (f"Basic {BASIC}", {"client_id": "other"}, 400, "invalid_request"),
    ],
)
def test_without_secret_verifier_or_address_a_code_gives_no_token(
    company: Company, credentials: str, changed: dict[str, str], status: int, word: str
) -> None:
    code = code_of(company)
    refused = token(company, **({"code": code, "credentials": credentials} | changed))
    assert (refused.status_code, refused.get_json()) == (status, {"error": word})
    assert ("WWW-Authenticate" in refused.headers) == (status == 401)
    assert token(company, code).status_code == 200


def test_a_code_lives_a_minute(company: Company, clock: MovingClock) -> None:
    code = code_of(company)
    clock.advance(seconds=61)
    assert token(company, code).get_json() == {"error": "invalid_grant"}


def test_no_page_may_call_what_is_for_programs_and_no_program_a_page(company: Company) -> None:
    for path in ("/token", "/exchanges", "/exchanges/cancel", "/notices"):
        assert company.browser.post(path).status_code == 403
    assert company.app.test_client().post("/sign-in", base_url=ORIGIN).status_code == 403
