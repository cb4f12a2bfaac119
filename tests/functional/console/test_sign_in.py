from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from mykey.console import create_console
from mykey.models.officers import Officer
from mykey.models.sessions import ConsoleSession
from mykey.services.ground import Ground
from tests.factories.officers import KnownOfficer
from tests.functional.console.officer_browser import ORIGIN, OfficerBrowser
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock


def test_login_password_and_code_lead_to_the_menu(
    app: Flask, ground: Ground, kawasaki: KnownOfficer, leak_guard: LeakGuard
) -> None:
    leak_guard.watch(kawasaki.password, "an officer's password")
    leak_guard.watch(kawasaki.totp_secret, "an officer's TOTP secret")
    browser = OfficerBrowser(app)
    answer = browser.sign_in(kawasaki, ground)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/")
    menu = browser.get("/").text
    assert "神奈川県川崎市（141305）の担当者として使っています" in menu
    assert "連絡先情報を確認する" in menu
    assert "ID付与事業者を設定する" not in menu


def test_the_operators_menu(operator_browser: OfficerBrowser) -> None:
    menu = operator_browser.get("/").text
    assert "ID付与事業者を設定する" in menu
    assert "様式Ⅰを確認して発行する" in menu
    assert "連絡先情報を確認する" not in menu
    english = operator_browser.get("/", lang="en").text
    assert "You work as the operator." in english
    assert 'lang="en"' in english


@pytest.mark.parametrize("wrong", ["login", "password", "code"])
def test_a_refusal_does_not_say_what_was_wrong(
    app: Flask, ground: Ground, kawasaki: KnownOfficer, wrong: str
) -> None:
    given = {"login": kawasaki.login, "password": kawasaki.password, "code": kawasaki.code(ground)}
    browser = OfficerBrowser(app)
    browser.get("/sign-in")
    answer = browser.post("/sign-in", **(given | {wrong: "wrong"}))
    assert answer.status_code == 403
    assert "ログイン名、パスワード、確認コードのどれかが違います" in answer.text
    assert f'value="{given["login"] if wrong != "login" else "wrong"}"' in answer.text
    assert kawasaki.password not in answer.text
    assert browser.get("/").status_code == 303


def test_what_is_left_empty_is_told(app: Flask) -> None:
    browser = OfficerBrowser(app)
    browser.get("/sign-in")
    answer = browser.post("/sign-in", login="", password="", code="")
    assert answer.status_code == 422
    for told in ("ログイン名を入力", "パスワードを入力", "6桁の確認コードを入力"):
        assert told in answer.text


def test_a_code_seen_over_a_shoulder_is_worth_nothing(
    app: Flask, ground: Ground, kawasaki: KnownOfficer, clock: MovingClock
) -> None:
    assert OfficerBrowser(app).sign_in(kawasaki, ground).status_code == 303
    assert OfficerBrowser(app).sign_in(kawasaki, ground).status_code == 403
    clock.advance(seconds=30)
    assert OfficerBrowser(app).sign_in(kawasaki, ground).status_code == 303


def test_tries_are_limited_and_the_time_is_told(
    app: Flask, ground: Ground, kawasaki: KnownOfficer, clock: MovingClock
) -> None:
    browser = OfficerBrowser(app)
    browser.get("/sign-in")
    for _ in range(10):
        answer = browser.post("/sign-in", login="KAWASAKI ", password="wrong", code="000000")
        assert answer.status_code == 403
    stopped = browser.post("/sign-in", login="kawasaki", password="wrong", code="000000")
    assert stopped.status_code == 429
    assert "約15分後にやり直してください" in stopped.text
    assert browser.sign_in(kawasaki, ground).status_code == 429
    clock.advance(minutes=16)
    assert browser.sign_in(kawasaki, ground).status_code == 303


def test_forms_without_their_token_are_refused(
    app: Flask, ground: Ground, kawasaki: KnownOfficer, kawasaki_browser: OfficerBrowser
) -> None:
    del kawasaki
    for token in ("", "wrong"):
        assert kawasaki_browser.post("/sign-out", token=token).status_code == 400
        assert kawasaki_browser.post("/forms/new", token=token).status_code == 400
    other = OfficerBrowser(app)
    other.get("/sign-in")
    assert kawasaki_browser.post("/sign-out", token=other.token).status_code == 400
    assert kawasaki_browser.get("/").status_code == 200
    assert ground.clock() is not None


def test_a_session_ends_after_ten_idle_minutes(kawasaki_browser: OfficerBrowser, clock: MovingClock) -> None:
    for _ in range(5):
        clock.advance(minutes=9)
        assert kawasaki_browser.get("/").status_code == 200
    clock.advance(minutes=10, seconds=1)
    answer = kawasaki_browser.get("/forms")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/console/sign-in?next=/console/forms"


def test_a_session_ends_after_eight_hours(kawasaki_browser: OfficerBrowser, clock: MovingClock) -> None:
    for _ in range(53):
        clock.advance(minutes=9)
        assert kawasaki_browser.get("/").status_code == 200
    clock.advance(minutes=4)
    assert kawasaki_browser.get("/").status_code == 303


def test_the_sign_in_leads_where_the_officer_wanted_to_go(
    app: Flask, ground: Ground, kawasaki: KnownOfficer, clock: MovingClock
) -> None:
    wanted = {
        "/console/forms": "/console/forms",
        "https://evil.example/console/": "/console/",
        "//evil.example": "/console/",
        "/console//evil.example": "/console/",
        "/portal/": "/console/",
    }
    for asked, led in wanted.items():
        browser = OfficerBrowser(app)
        browser.get("/sign-in")
        fields = {"login": kawasaki.login, "password": kawasaki.password, "code": kawasaki.code(ground)}
        answer = browser.post(f"/sign-in?next={asked}", **fields)
        assert answer.headers["Location"] == led
        clock.advance(seconds=30)


@pytest.mark.parametrize(
    "asked", ["/%09/evil.example", "/%0A/evil.example", "/%5Cevil.example", "//evil.example"]
)
def test_at_a_host_of_its_own_the_sign_in_leads_to_no_other_site(
    app: Flask, ground: Ground, kawasaki: KnownOfficer, asked: str
) -> None:
    own_host = create_console(replace(app.extensions["mykey-console"].settings, path="/"), ground)
    client = own_host.test_client()
    page = client.get("/sign-in", base_url=ORIGIN).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    fields = {"login": kawasaki.login, "password": kawasaki.password, "code": kawasaki.code(ground)}
    answer = client.post(f"/sign-in?next={asked}", base_url=ORIGIN, data={"csrf_token": token[1]} | fields)
    with own_host.app_context():
        own_host.extensions["sqlalchemy"].engine.dispose()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_signing_out_ends_the_session_and_its_row(
    kawasaki_browser: OfficerBrowser, core_engine: Engine
) -> None:
    assert kawasaki_browser.post("/sign-out").status_code == 303
    assert kawasaki_browser.get("/").status_code == 303
    with Session(core_engine) as session:
        assert session.execute(select(func.count()).select_from(ConsoleSession)).scalar_one() == 0


def test_an_officer_who_is_shut_out_loses_the_open_session(
    kawasaki_browser: OfficerBrowser, core_engine: Engine
) -> None:
    with Session(core_engine) as session, session.begin():
        session.execute(update(Officer).values(enabled=False))
    assert kawasaki_browser.get("/").status_code == 303


def test_the_session_gets_a_new_token_at_sign_in(app: Flask, ground: Ground, kawasaki: KnownOfficer) -> None:
    browser = OfficerBrowser(app)
    browser.get("/sign-in")
    before = browser.cookie()
    browser.sign_in(kawasaki, ground)
    assert browser.cookie() != before
