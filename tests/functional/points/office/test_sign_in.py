from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select, update

from mykey.points.models.officers import OfficeClerk
from mykey.points.models.sessions import OfficeSession
from tests.factories.clerks import KnownClerk
from tests.support.clerk_browser import ClerkBrowser
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown


def test_login_password_and_code_lead_to_the_menu(
    app: Flask, town: PointsTown, kawasaki: KnownClerk, leak_guard: LeakGuard
) -> None:
    leak_guard.watch(kawasaki.password, "a clerk's password")
    leak_guard.watch(kawasaki.made.totp_secret, "a clerk's TOTP secret")
    browser = ClerkBrowser(app)
    browser.get("/sign-in")
    before = browser.cookie()
    answer = browser.sign_in(kawasaki, town.ground)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/points-office/")
    assert "Path=/points-office" in answer.headers["Set-Cookie"]
    assert browser.cookie() != before
    menu = browser.get("/").text
    assert "神奈川県川崎市（141305）の担当者として使っています" in menu
    assert "1人に付与する" in menu
    assert "留保にポイントを入れる" not in menu


def test_the_operators_menu(operator_browser: ClerkBrowser) -> None:
    menu = operator_browser.get("/").text
    assert "自治体の事業を開く" in menu
    assert "1人に付与する" not in menu
    english = operator_browser.get("/", lang="en").text
    assert "You work as the operator." in english
    assert "Open a municipality’s programme" in english


def test_a_refusal_does_not_say_what_was_wrong(app: Flask, town: PointsTown, kawasaki: KnownClerk) -> None:
    given = {"login": kawasaki.login, "password": kawasaki.password, "code": kawasaki.code(town.ground)}
    browser = ClerkBrowser(app)
    browser.get("/sign-in")
    for wrong in given:
        answer = browser.post("/sign-in", **(given | {wrong: "wrong"}))
        assert answer.status_code == 403
        assert "ログイン名、パスワード、確認コードのどれかが違います" in answer.text
        assert kawasaki.password not in answer.text
    assert browser.get("/").status_code == 303


def test_ten_tries_a_quarter_of_an_hour_and_login(
    app: Flask, town: PointsTown, kawasaki: KnownClerk, clock: MovingClock
) -> None:
    browser = ClerkBrowser(app)
    browser.get("/sign-in")
    for _ in range(10):
        assert browser.post("/sign-in", login="Kawasaki ", password="x", code="1").status_code == 403
    right = {"login": kawasaki.login, "password": kawasaki.password}
    held = browser.post("/sign-in", code=kawasaki.code(town.ground), **right)
    assert held.status_code == 429
    assert "受け付けを一時止めています" in held.text
    assert browser.post("/sign-in", login="somebody", password="x", code="1").status_code == 403
    clock.advance(minutes=16)
    browser.get("/sign-in")
    assert browser.post("/sign-in", code=kawasaki.code(town.ground), **right).status_code == 303


def test_the_session_ends_by_idleness(kawasaki_browser: ClerkBrowser, clock: MovingClock) -> None:
    clock.advance(minutes=11)
    assert kawasaki_browser.get("/").status_code == 303


def test_signing_out_ends_the_session_and_its_row(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    assert kawasaki_browser.post("/sign-out").status_code == 303
    assert kawasaki_browser.get("/").status_code == 303
    assert town.do(lambda work: work.session.scalar(select(func.count()).select_from(OfficeSession))) == 0


def test_signing_out_everywhere_ends_the_other_browsers_too(
    app: Flask, town: PointsTown, kawasaki: KnownClerk, kawasaki_browser: ClerkBrowser, clock: MovingClock
) -> None:
    clock.advance(seconds=30)
    other = ClerkBrowser(app)
    assert other.sign_in(kawasaki, town.ground).status_code == 303
    assert other.post("/sign-out-everywhere").status_code == 303
    assert kawasaki_browser.get("/").status_code == 303
    assert other.get("/").status_code == 303


def test_a_clerk_who_is_shut_out_loses_the_open_session(
    kawasaki_browser: ClerkBrowser, town: PointsTown
) -> None:
    town.do(lambda work: work.session.execute(update(OfficeClerk).values(clerk_enabled=False)))
    assert kawasaki_browser.get("/").status_code == 303


def test_the_sign_in_leads_where_the_clerk_wanted_to_go(
    app: Flask, town: PointsTown, kawasaki: KnownClerk, clock: MovingClock
) -> None:
    wanted = {
        "/points-office/shops": "/points-office/shops",
        "https://evil.example/points-office/": "/points-office/",
        "/points-office//evil.example": "/points-office/",
        "/points/": "/points-office/",
    }
    for asked, led in wanted.items():
        browser = ClerkBrowser(app)
        browser.get("/sign-in")
        fields = {"login": kawasaki.login, "password": kawasaki.password, "code": kawasaki.code(town.ground)}
        assert browser.post(f"/sign-in?next={asked}", **fields).headers["Location"] == led
        clock.advance(seconds=30)
