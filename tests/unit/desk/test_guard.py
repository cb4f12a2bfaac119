"""Who may talk to the desk, and what every answer says to the browser."""

from __future__ import annotations

import pytest

from tests.unit.desk.desk_double import HERE, Desk, token_of


@pytest.mark.parametrize(
    "host", ["localhost:8621", "127.0.0.1", "127.0.0.1:8622", "desk.example.jp:8621", "evil.example"]
)
def test_refuses_another_host(desk: Desk, host: str) -> None:
    answer = desk.client.get("/", base_url=f"http://{host}")
    assert answer.status_code == 421
    assert not desk.platform.calls


@pytest.mark.parametrize(
    "origin", [None, "null", "http://localhost:8621", "http://127.0.0.1:8622", "https://evil.example"]
)
def test_refuses_a_form_from_elsewhere(desk: Desk, origin: str | None) -> None:
    token = token_of(desk.get("/lookup").text)
    headers = {"Origin": origin} if origin else {}
    answer = desk.client.post("/lookup", base_url=HERE, data={"csrf_token": token}, headers=headers)
    assert answer.status_code == 403
    assert not desk.platform.made("POST /v1/lookups")


def test_refuses_a_form_without_this_browsers_token(desk: Desk) -> None:
    desk.get("/lookup")
    foreign = desk.client.application.test_client().get("/lookup", base_url=HERE).text
    for token in ("", "x", "あ", token_of(foreign)):
        answer = desk.client.post(
            "/lookup", base_url=HERE, data={"csrf_token": token}, headers={"Origin": HERE}
        )
        assert answer.status_code == 403
        assert "メニューへ戻り" in answer.text


def test_refuses_a_planted_cookie(desk: Desk) -> None:
    desk.client.set_cookie("desk_terminal_8621", "planted.0123", domain="127.0.0.1")
    answer = desk.get("/lookup")
    assert "planted" not in answer.headers["Set-Cookie"]


def test_refuses_a_large_body(desk: Desk) -> None:
    token = token_of(desk.get("/lookup").text)
    data = {"csrf_token": token, "number": "1" * 70_000}
    assert desk.client.post("/link", base_url=HERE, data=data, headers={"Origin": HERE}).status_code == 413


def test_every_answer_forbids_storing_framing_and_foreign_code(desk: Desk) -> None:
    for path in ("/", "/lookup", "/reader", "/nowhere", "/lookup/result"):
        headers = desk.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert "form-action 'self'" in policy
        assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_carries_inline_code_or_style(desk: Desk) -> None:
    for path in ("/", "/register", "/contact", "/link", "/lookup", "/removal", "/renumber"):
        page = desk.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert page.count("<script") == page.count('<script src="/static/desk/')


def test_cookies_are_strict_and_of_this_port_alone(desk: Desk) -> None:
    cookie = desk.get("/").headers["Set-Cookie"]
    assert cookie.startswith("desk_terminal_8621=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_fault_is_logged_by_kind_and_place_alone(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> tuple[int, None]:
        raise RuntimeError("180000000011")

    desk.platform.say("GET /v1/terminal", broken)
    answer = desk.get("/")
    assert answer.status_code == 500
    assert "180000000011" not in answer.text + caplog.text
    assert "kind=RuntimeError" in caplog.text
