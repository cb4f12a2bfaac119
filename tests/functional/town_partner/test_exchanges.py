"""What the company does when the platform asks for points: once, signed, or wrongly where that is wanted."""

from __future__ import annotations

import time
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from mykey.crypto.request_keys import DevicePublicKey
from mykey.kernel.refusals_of_terminals import SignatureInvalid
from mykey.web.signed_messages import verify_response
from tests.functional.town_partner.conftest import PARTNER_ID, Company
from tests.support.moving_clock import MovingClock
from town.partner_company import callbacks, called

LOGIN = "denki-hanako"
ID = str(uuid4())
ASKED: dict[str, Any] = {"exchange_id": ID, "units": 2000, "points": 1800}
DONE = ASKED | {"result": "done"}


def give_token(company: Company, token: str, login: str = LOGIN) -> str:
    with company.books.transaction() as at:
        digest = sha256(token.encode()).digest()
        at.execute("INSERT INTO tokens (digest, login, expires) VALUES (?, ?, ?)", (digest, login, 1 << 40))
    return token


@pytest.fixture
def token(company: Company) -> str:
    return give_token(company, "a-token")


def behave(company: Company, behaviour: str) -> None:
    answer = company.browser.post("/staff/behaviour", data={"behaviour": behaviour})
    assert answer.location == "/staff?done=behaves"


def believed(company: Company, answer: TestResponse) -> Any:
    key = company.platform.company
    assert isinstance(key, DevicePublicKey)
    verify_response(
        answer.headers, answer.status_code, answer.data, key, PARTNER_ID, company.platform.clock()
    )
    return answer.get_json()


def test_points_are_taken_once_however_often_it_is_asked(company: Company, token: str) -> None:
    for _ in range(3):
        assert believed(company, company.called("/exchanges", ASKED, token)) == DONE
    assert company.balance(LOGIN) == 28_000
    assert company.called("/exchanges", ASKED | {"units": 5000}, token).status_code == 401
    assert company.called("/exchanges", ASKED | {"exchange_id": str(uuid4())}, token).status_code == 401
    assert company.called("/exchanges", ASKED, "another-token").status_code == 401
    assert company.called("/exchanges", ASKED).status_code == 401
    assert company.called("/exchanges", ASKED | {"units": True}, token).status_code == 422
    assert company.called("/exchanges", [1], token).status_code == 422
    assert company.balance(LOGIN) == 28_000


def test_who_has_too_few_is_refused(company: Company) -> None:
    token = give_token(company, "poor", "denki-kenta")
    assert believed(company, company.called("/exchanges", ASKED, token))["result"] == "refused"
    assert company.balance("denki-kenta") == 500


def test_only_what_the_platform_signed_now_and_once_is_believed(
    company: Company, token: str, clock: MovingClock
) -> None:
    body, headers = company.platform.sign("/exchanges", ASKED)
    assert company.called("/exchanges", None, token, signed=(body + b" ", dict(headers))).status_code == 401
    assert company.called("/exchanges/cancel", None, signed=(body, dict(headers))).status_code == 401
    stranger = type(company.platform)(clock)
    assert company.called("/exchanges", None, token, stranger.sign("/exchanges", ASKED)).status_code == 401
    assert company.called("/exchanges", None, token, signed=(body, {})).status_code == 401
    assert company.balance(LOGIN) == 30_000
    assert company.called("/exchanges", None, token, signed=(body, dict(headers))).status_code == 200
    assert company.called("/exchanges", None, token, signed=(body, dict(headers))).status_code == 401
    late = company.platform.sign("/exchanges", ASKED)
    clock.advance(seconds=121)
    assert company.called("/exchanges", None, token, signed=late).status_code == 401


def test_what_is_cancelled_is_given_back_even_before_it_comes(company: Company, token: str) -> None:
    company.called("/exchanges", ASKED, token)
    for _ in range(2):
        assert company.called("/exchanges/cancel", {"exchange_id": ID}).status_code == 204
    assert company.balance(LOGIN) == 30_000
    assert believed(company, company.called("/exchanges", ASKED, token))["result"] == "refused"
    early = ASKED | {"exchange_id": str(uuid4())}
    assert company.called("/exchanges/cancel", {"exchange_id": early["exchange_id"]}).status_code == 204
    other = give_token(company, "another")
    assert believed(company, company.called("/exchanges", early, other))["result"] == "refused"
    assert company.called("/exchanges/cancel", {"exchange_id": "x"}).status_code == 422
    assert company.balance(LOGIN) == 30_000


def test_it_can_be_late_and_answer_by_callback(company: Company, token: str, clock: MovingClock) -> None:
    behave(company, "late")
    assert company.called("/exchanges", ASKED, token).status_code == 202
    assert company.balance(LOGIN) == 30_000
    clock.advance(seconds=30)
    assert believed(company, company.called("/exchanges", ASKED, token)) == DONE
    waiting = ASKED | {"exchange_id": str(uuid4())}
    company.called("/exchanges", waiting, give_token(company, "second"))
    company.browser.post(f"/staff/exchanges/{waiting['exchange_id']}/answer")
    assert company.platform.heard == [("POST", "exchange-answers", waiting | {"result": "done"})]
    assert company.balance(LOGIN) == 26_000
    assert "answer → accepted" in company.browser.get("/staff?done=said").text


def test_it_can_take_points_and_say_nothing(
    company: Company, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(called, "NEVER_SECONDS", 0)
    behave(company, "never")
    assert company.called("/exchanges", ASKED, token).status_code == 503
    assert company.balance(LOGIN) == 28_000
    behave(company, "well")
    assert believed(company, company.called("/exchanges", ASKED, token)) == DONE


def test_it_can_lie_refuse_and_say_everything_twice(
    company: Company, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    behave(company, "other-amount")
    assert believed(company, company.called("/exchanges", ASKED, token)) == DONE | {"points": 3600}
    behave(company, "wrong-signature")
    with pytest.raises(SignatureInvalid):
        believed(company, company.called("/exchanges", ASKED, token))
    monkeypatch.setattr(callbacks, "SOON_SECONDS", 0.0)
    behave(company, "twice")
    assert believed(company, company.called("/exchanges", ASKED, token)) == DONE
    last = time.monotonic() + 10
    while not company.platform.heard and time.monotonic() < last:
        time.sleep(0.01)
    assert company.platform.heard == [("POST", "exchange-answers", DONE)]
    behave(company, "refuse")
    other = ASKED | {"exchange_id": str(uuid4())}
    refused = company.called("/exchanges", other, give_token(company, "other"))
    assert believed(company, refused)["result"] == "refused"
    assert company.balance(LOGIN) == 28_000


def test_staff_may_have_anything_said_about_an_exchange(company: Company, token: str) -> None:
    company.called("/exchanges", ASKED, token)
    for word in ("done", "refused", "other-amount"):
        company.browser.post(f"/staff/exchanges/{ID}/{word}")
    said = [members for _, _, members in company.platform.heard]
    assert [(one["result"], one["points"]) for one in said] == [
        ("done", 1800), ("refused", 1800), ("done", 3600),
    ]  # fmt: skip
    company.browser.post(f"/staff/exchanges/{ID}/wrong-signature")
    assert len(company.platform.heard) == 3
    assert "wrong-signature → silent" in company.browser.get("/staff").text
    assert company.browser.post(f"/staff/exchanges/{ID}/sing").status_code == 404
    assert company.browser.post(f"/staff/exchanges/{uuid4()}/done").status_code == 303
    assert company.browser.post("/staff/behaviour", data={"behaviour": "worse"}).status_code == 400
