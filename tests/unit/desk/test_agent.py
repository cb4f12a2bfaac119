"""The citizen's card agent: whom it serves, what it shows, what it gives back."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from werkzeug.test import TestResponse

from tests.support.leak_guard import LeakGuard
from tests.unit.desk.card_double import CardDouble, certificate_of, key_of
from tests.unit.desk.desk_double import HERE, Desk, make_desk, token_of, words
from tests.unit.desk.test_card_request import KEY, NOW, PORTAL, claims, signed


@pytest.fixture
def agent(tmp_path: Path, leak_guard: LeakGuard) -> Desk:
    portals = tmp_path / "portals.json"
    entry = {"origin": PORTAL, "name": "見本ポータル", "name_en": "Sample portal"}
    portals.write_text(json.dumps([{**entry, "public_key": KEY.as_dict(private=False)}]))
    made = make_desk(tmp_path, faces="agent,terminal", portals=portals)
    leak_guard.watch_certificate(certificate_of("rsa"))
    leak_guard.watch_directory(tmp_path)
    return made


def ask(agent: Desk, token: str | None = None) -> TestResponse:
    return agent.get(f"/card?request={token or signed(claims())}")


def answer(agent: Desk, token: str | None = None, **fields: str) -> TestResponse:
    token = token or signed(claims())
    data = {"csrf_token": token_of(ask(agent).text), "request": token, **fields}
    return agent.client.post("/card", base_url=HERE, data=data, headers={"Origin": HERE})


def given_back(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_shows_who_asks_and_for_what(agent: Desk) -> None:
    page = words(ask(agent).text)
    assert "見本ポータル" in page
    assert PORTAL in page
    assert "マイページにログインする" in page
    assert "マイキーIDを作る" in words(ask(agent, signed(claims(purpose="create-mykey-id"))).text)
    assert "本人であることを確かめる" in words(ask(agent, signed(claims(purpose="prove"))).text)


def test_the_pin_field_is_numeric_and_never_filled_in(agent: Desk) -> None:
    field = re.search(r"<input[^>]*name=\"pin\"[^>]*>", ask(agent).text)
    assert field is not None
    assert 'type="password"' in field[0]
    assert 'inputmode="numeric"' in field[0]
    assert 'autocomplete="off"' in field[0]
    assert "value=" not in field[0]


def test_gives_certificate_and_signature_back_to_the_portal_alone(agent: Desk) -> None:
    agent.reader.put(CardDouble())
    back = answer(agent, pin="1234")
    fields = given_back(back.text)
    assert f'action="{PORTAL}/portal/card/return"' in back.text
    assert fields.keys() == {"state", "user_certificate", "signature"}
    assert fields["state"] == "c3RhdGUtMTIz"
    raw = {name: urlsafe_b64decode(value + "==") for name, value in fields.items()}
    assert raw["user_certificate"] == certificate_of("rsa")
    key = key_of("rsa").public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(raw["signature"], bytes(range(32)), padding.PKCS1v15(), hashes.SHA256())
    assert f"form-action {PORTAL}" in back.headers["Content-Security-Policy"]
    assert back.headers["Referrer-Policy"] == "strict-origin"
    assert back.headers["Cache-Control"] == "no-store"
    assert "続ける" in words(back.text)


def test_other_pages_may_not_post_to_the_portal(agent: Desk) -> None:
    assert "form-action 'self'" in ask(agent).headers["Content-Security-Policy"]


def test_a_wrong_pin_shows_the_tries_left(agent: Desk) -> None:
    card = agent.reader.put(CardDouble())
    for left in (2, 1):
        refused = answer(agent, pin="9999")
        assert refused.status_code == 422
        assert f"あと{left}回" in words(refused.text)
        assert "9999" not in refused.text
    assert "signature" in given_back(answer(agent, pin="1234").text)
    assert card.tries == 3


def test_a_locked_card_names_the_counter_and_goes_back_locked(agent: Desk) -> None:
    agent.reader.put(CardDouble(tries=1))
    page = answer(agent, pin="9999").text
    assert "市区町村の窓口" in words(page)
    assert 'name="pin"' not in page
    assert 'name="give_up" value="pin-locked"' in page
    assert given_back(answer(agent, give_up="pin-locked").text)["error"] == "pin-locked"


def test_a_missing_card_can_be_put_down_or_given_up(agent: Desk) -> None:
    page = answer(agent, pin="1234").text
    assert "カードがありません" in words(page)
    assert 'name="pin"' in page
    assert given_back(answer(agent, give_up="no-card").text)["error"] == "no-card"


def test_cancelling_goes_back_with_the_state_alone(agent: Desk) -> None:
    assert 'name="give_up" value="cancelled"' in ask(agent).text
    assert given_back(answer(agent, give_up="cancelled").text) == {
        "state": "c3RhdGUtMTIz",
        "error": "cancelled",
    }


def test_an_unknown_way_of_giving_up_is_none(agent: Desk) -> None:
    assert answer(agent, give_up="gladly").status_code == 422


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"iss": "http://localhost:9999"}, "登録されていないサイト"),
        ({"exp": int(NOW.timestamp()) - 1}, "有効時間が過ぎました"),
        ({"return_to": "http://localhost:9999/"}, "確認できないため"),
    ],
)
def test_refuses_a_request_and_asks_no_pin(agent: Desk, changes: dict[str, Any], sentence: str) -> None:
    token = signed(claims(**changes))
    for refused in (ask(agent, token), answer(agent, token, pin="1234")):
        assert refused.status_code == 400
        assert sentence in words(refused.text)
        assert 'name="pin"' not in refused.text
        assert "localhost:9999" not in refused.text


def test_opened_without_a_portal_it_says_how_to_come_in(agent: Desk) -> None:
    page = agent.get("/card")
    assert page.status_code == 400
    assert "ポータルサイトから呼び出して" in words(page.text)
    assert "確認できないため" in words(agent.get("/card?request=x").text)


def test_a_request_that_expires_while_the_pin_is_typed_is_refused(agent: Desk) -> None:
    card = agent.reader.put(CardDouble())
    token = signed(claims())
    data = {"csrf_token": token_of(ask(agent, token).text), "request": token, "pin": "1234"}
    agent.clock.now += timedelta(seconds=121)
    answered = agent.client.post("/card", base_url=HERE, data=data, headers={"Origin": HERE})
    assert answered.status_code == 400
    assert not card.commands


@pytest.mark.parametrize("headers", [{}, {"Origin": PORTAL}, {"Origin": "null"}])
def test_refuses_a_pin_that_another_site_sends(agent: Desk, headers: dict[str, str]) -> None:
    card = agent.reader.put(CardDouble())
    data = {"csrf_token": token_of(ask(agent).text), "request": signed(claims()), "pin": "1234"}
    assert agent.client.post("/card", base_url=HERE, data=data, headers=headers).status_code == 403
    assert not card.commands


def test_refuses_a_pin_without_the_pages_token(agent: Desk) -> None:
    card = agent.reader.put(CardDouble())
    data = {"csrf_token": token_of(agent.get("/lookup").text), "request": signed(claims()), "pin": "1234"}
    ask(agent)
    refused = agent.client.post("/card", base_url=HERE, data=data, headers={"Origin": HERE})
    assert refused.status_code == 403
    assert not card.commands


def test_the_agents_cookie_is_its_own(agent: Desk) -> None:
    cookie = ask(agent).headers["Set-Cookie"]
    assert cookie.startswith("desk_agent_8621=")
    assert "Path=/card" in cookie
    assert "SameSite=Strict" in cookie
