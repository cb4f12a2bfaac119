from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mykey.models.sessions import PortalSession
from mykey.portal import PortalSettings, create_portal
from mykey.services.ground import Ground
from mykey.web.database import engine
from tests.factories.citizens import PASSWORD, a_citizen
from tests.support.moving_clock import MovingClock
from tests.support.portal_browser import ORIGIN, PATH, PortalBrowser
from tests.support.ticket_sides import TicketSides

COOKIE = "mykey-portal"


@pytest.fixture(autouse=True)
def hanako(session: Session, ground: Ground) -> None:
    a_citizen(ground, session, mykey_id="HANAKO80")
    session.commit()


def cookie(browser: PortalBrowser) -> str:
    found = browser.client.get_cookie(COOKIE, path=PATH)
    assert found is not None
    return found.value


@pytest.mark.parametrize("typed", ["HANAKO80", "ｈａｎａｋｏ８０", "hana-ko 80"])
def test_id_and_password(browser: PortalBrowser, typed: str) -> None:
    browser.sign_in(typed, PASSWORD)
    assert browser.status == 200
    assert "あなたのマイキーID" in browser.text


def test_a_wrong_password_and_an_unknown_id_get_one_answer(
    browser: PortalBrowser, open_browser: Callable[[], PortalBrowser]
) -> None:
    browser.sign_in("HANAKO80", "wrong password")
    other = open_browser()
    other.sign_in("NOBODY00", PASSWORD)
    assert browser.status == other.status == 403
    sentence = "マイキーIDかパスワードが違います"
    assert sentence in browser.text
    assert sentence in other.text
    assert 'value="HANAKO80"' in browser.text
    assert "wrong password" not in browser.text


def test_the_tenth_wrong_password_is_the_last(
    browser: PortalBrowser, open_browser: Callable[[], PortalBrowser], clock: MovingClock
) -> None:
    for _ in range(10):
        browser.sign_in("hanako80", "wrong password")
        assert browser.status == 403
    fresh = open_browser()
    fresh.sign_in("HANAKO80", PASSWORD)
    assert fresh.status == 429
    assert "約15分後" in fresh.text
    fresh.sign_in("OTHER000", PASSWORD)
    assert fresh.status == 403
    clock.advance(minutes=15, seconds=1)
    fresh.sign_in("HANAKO80", PASSWORD)
    assert "あなたのマイキーID" in fresh.text


def test_a_right_password_begins_the_count_anew(browser: PortalBrowser) -> None:
    for _ in range(9):
        browser.sign_in("HANAKO80", "wrong password")
    browser.sign_in("HANAKO80", PASSWORD)
    assert browser.status == 200
    for _ in range(9):
        browser.sign_in("HANAKO80", "wrong password")
    browser.sign_in("HANAKO80", PASSWORD)
    assert browser.status == 200


def test_the_token_changes_at_sign_in_and_the_old_one_is_worth_nothing(
    browser: PortalBrowser, open_browser: Callable[[], PortalBrowser]
) -> None:
    attacker = open_browser()
    attacker.show("/sign-in")
    planted = cookie(attacker)
    browser.client.set_cookie(COOKIE, planted, path=PATH)
    browser.sign_in("HANAKO80", PASSWORD)
    assert cookie(browser) != planted
    attacker.show("/my-page")
    assert "マイページへログイン" in attacker.text


def test_a_token_that_the_visitor_chose_is_not_taken(browser: PortalBrowser, session: Session) -> None:
    browser.client.set_cookie(COOKIE, "chosen-by-somebody", path=PATH)
    browser.sign_in("HANAKO80", PASSWORD)
    assert cookie(browser) != "chosen-by-somebody"
    assert session.scalar(select(func.count()).select_from(PortalSession)) == 1


def test_the_cookie_is_out_of_reach(browser: PortalBrowser) -> None:
    header = browser.get("/sign-in").headers["Set-Cookie"]
    assert header.startswith(COOKIE + "=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/portal" in header


@pytest.mark.parametrize(("minutes", "inside"), [(14, True), (16, False)])
def test_an_idle_session_ends(
    browser: PortalBrowser, clock: MovingClock, minutes: int, *, inside: bool
) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    clock.advance(minutes=minutes)
    browser.show("/my-page")
    assert ("あなたのマイキーID" in browser.text) is inside


def test_a_busy_session_ends_after_eight_hours(browser: PortalBrowser, clock: MovingClock) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    for _ in range(47):
        clock.advance(minutes=10)
        browser.show("/my-page")
    assert "あなたのマイキーID" in browser.text
    clock.advance(minutes=11)
    browser.show("/my-page")
    assert "マイページへログイン" in browser.text


def test_sign_out_ends_this_session_alone(
    browser: PortalBrowser, open_browser: Callable[[], PortalBrowser]
) -> None:
    other = open_browser()
    other.sign_in("HANAKO80", PASSWORD)
    browser.sign_in("HANAKO80", PASSWORD)
    browser.follow(browser.post("/my-page/sign-out"))
    assert "ログアウトしました" in browser.text
    browser.show("/my-page")
    assert "マイページへログイン" in browser.text
    other.show("/my-page")
    assert "あなたのマイキーID" in other.text


def test_sign_out_everywhere_ends_every_session(
    browser: PortalBrowser, open_browser: Callable[[], PortalBrowser]
) -> None:
    other = open_browser()
    other.sign_in("HANAKO80", PASSWORD)
    browser.sign_in("HANAKO80", PASSWORD)
    browser.show("/my-page/sign-out-everywhere")
    other.show("/my-page")
    assert "あなたのマイキーID" in other.text
    browser.follow(browser.post("/my-page/sign-out-everywhere"))
    assert "すべての端末からログアウトしました" in browser.text
    for one in (browser, other):
        one.show("/my-page")
        assert "マイページへログイン" in one.text
    assert "すべての端末からログアウトされました" in other.text
    other.sign_in("HANAKO80", PASSWORD)
    assert "あなたのマイキーID" in other.text


@pytest.mark.parametrize("path", ["/my-page", "/my-page/sign-out-everywhere", "/create/done"])
def test_who_is_not_signed_in_is_led_to_the_sign_in(browser: PortalBrowser, path: str) -> None:
    response = browser.get(path)
    assert response.status_code == 303
    assert response.location == PATH + "/sign-in"


def test_a_form_without_its_token_is_refused(app: Flask, browser: PortalBrowser) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    response = browser.client.post(PATH + "/my-page/sign-out-everywhere", data={}, base_url=ORIGIN)
    assert response.status_code == 400
    other = app.test_client()
    page = other.get(PATH + "/sign-in", base_url=ORIGIN).get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    data = {"csrf_token": token}
    response = browser.client.post(PATH + "/my-page/sign-out-everywhere", data=data, base_url=ORIGIN)
    assert response.status_code == 400
    browser.show("/my-page")
    assert "あなたのマイキーID" in browser.text


def test_empty_and_long_fields_are_said(browser: PortalBrowser) -> None:
    browser.sign_in("", "")
    assert browser.status == 422
    assert "マイキーIDを入力してください" in browser.text
    browser.sign_in("H" * 101, "x" * 501)
    assert browser.status == 422


def test_another_host_is_refused(app: Flask) -> None:
    response = app.test_client().get(PATH + "/", base_url="http://evil.example:8610")
    assert response.status_code == 400


def test_in_service_the_cookie_is_bound_to_its_host_and_to_tls(
    settings: PortalSettings, ground: Ground, tickets: TicketSides
) -> None:
    own_host = dataclasses.replace(settings, origin="https://portal.example", path="/")
    app = create_portal(own_host, ground, tickets)
    response = app.test_client().get("/sign-in", base_url="https://portal.example")
    with app.app_context():
        engine().dispose()
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-mykey-portal=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"]
