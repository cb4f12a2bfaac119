"""What every HTML face does by itself: error pages, the host, the forms' tokens, the logs."""

from __future__ import annotations

import re
from typing import NoReturn

import pytest
from flask import Flask, abort, render_template_string, session
from flask.testing import FlaskClient

from mykey.kernel.errors import Broken, CannotTell, Refused
from mykey.kernel.refusals_of_cards import RevocationUnknown
from mykey.kernel.settings import SettingMalformed
from mykey.web.html_face import create_html_face
from mykey.web.rate_limits import TooManyRequests
from tests.support.leak_guard import LeakGuard
from tests.support.watched_logs import logs_of

ORIGIN = "http://localhost:8610"
SECRET = "180000000011"


class SomethingRefused(Refused):
    code = "something-refused"
    status = 409


ERRORS: dict[str, Exception] = {
    "refused": SomethingRefused(service_id=SECRET),
    "unknown": RevocationUnknown(),
    "too-many": TooManyRequests(retry_after=77),
    "broken": Broken(reason=SECRET),
    "fault": LookupError(SECRET),
}


def a_face(origin: str = ORIGIN, path: str = "/portal") -> Flask:
    app = create_html_face(
        "portal", origin, path, "a key of these tests alone, and of nobody", max_form_bytes=2048
    )
    app.context_processor(lambda: {"face_name": "見本", "home_url": f"{path}/", "nav_items": []})

    @app.get(f"{path}/raise/<string:name>")
    def raise_it(name: str) -> NoReturn:
        raise ERRORS[name]

    @app.get(f"{path}/abort/<int:status>")
    def abort_it(status: int) -> NoReturn:
        abort(status)

    @app.get(f"{path}/form")
    def form() -> str:
        return render_template_string('<input name="csrf_token" value="{{ csrf_token() }}">{{ lang }}')

    @app.post(f"{path}/form")
    def take() -> str:
        return "taken"

    @app.get(f"{path}/misspelt")
    def misspelt() -> str:
        return render_template_string("{{ no_such_word }}")

    return app


@pytest.fixture
def app() -> Flask:
    return a_face()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def heading(text: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text)
    return "" if found is None else found[1]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("raise/refused", 409, "いまの状態では進められません"),
        ("raise/unknown", 503, "ただいま確認できません"),
        ("raise/too-many", 429, "しばらく待ってください"),
        ("raise/broken", 500, "うまくいきませんでした"),
        ("raise/fault", 500, "うまくいきませんでした"),
        ("abort/403", 403, "この操作はできません"),
        ("abort/404", 404, "ページが見つかりません"),
        ("abort/418", 418, "うまくいきませんでした"),
        ("misspelt", 500, "うまくいきませんでした"),
        ("nowhere", 404, "ページが見つかりません"),
    ],
)
def test_every_error_is_a_page_that_says_what_to_do(
    browser: FlaskClient, path: str, status: int, said: str
) -> None:
    answer = browser.get(f"/portal/{path}", base_url=ORIGIN)
    assert (answer.status_code, heading(answer.text)) == (status, said)
    assert "次にすること" in answer.text
    assert answer.headers["Content-Security-Policy"]
    english = browser.get(f"/portal/{path}?lang=en", base_url=ORIGIN)
    assert heading(english.text) != said
    assert "What to do next" in english.text


def test_no_error_page_tells_anything_from_inside(
    browser: FlaskClient, leak_guard: LeakGuard, capsys: pytest.CaptureFixture[str]
) -> None:
    leak_guard.watch(SECRET, "a number")
    with logs_of("portal"):
        for name in ERRORS:
            text = browser.get(f"/portal/raise/{name}", base_url=ORIGIN).text
            leak_guard.look_into(f"the page of {name}", text)
            assert "Traceback" not in text
            assert "Error" not in text
    logged = capsys.readouterr()
    leak_guard.look_into("the log", logged.out + logged.err)
    assert '"error": "LookupError"' in logged.out


def test_who_has_to_wait_is_told_how_long(browser: FlaskClient) -> None:
    waits = {name: browser.get(f"/portal/raise/{name}", base_url=ORIGIN).headers for name in ERRORS}
    assert waits["too-many"]["Retry-After"] == "77"
    assert waits["unknown"]["Retry-After"] == str(CannotTell.retry_after)
    assert "Retry-After" not in waits["refused"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1", "[::1]", ""])
def test_another_host_is_refused(browser: FlaskClient, host: str) -> None:
    answer = browser.get("/portal/form", headers={"Host": host})
    assert answer.status_code == 400
    assert host == "" or host not in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"


def token(browser: FlaskClient) -> str:
    found = re.search(r'value="([^"]+)"', browser.get("/portal/form", base_url=ORIGIN).text)
    assert found is not None
    return found[1]


def test_a_form_needs_its_token(app: Flask, browser: FlaskClient) -> None:
    right = token(browser)
    assert browser.post("/portal/form", data={"csrf_token": right}, base_url=ORIGIN).text == "taken"
    for wrong in ({}, {"csrf_token": ""}, {"csrf_token": right[:-1]}, {"csrf_token": "x" * 90}):
        answer = browser.post("/portal/form", data=wrong, base_url=ORIGIN)
        assert (answer.status_code, heading(answer.text)) == (400, "送られた内容を読み取れませんでした")
    stranger = app.test_client()
    token(stranger)
    assert stranger.post("/portal/form", data={"csrf_token": right}, base_url=ORIGIN).status_code == 400


def test_a_token_of_another_face_is_worth_nothing(browser: FlaskClient) -> None:
    other = create_html_face("console", ORIGIN, "/portal", "the key of another face, long enough")
    other.add_url_rule("/portal/form", view_func=lambda: "taken", methods=["POST"])
    client = other.test_client()
    assert (
        client.post("/portal/form", data={"csrf_token": token(browser)}, base_url=ORIGIN).status_code == 400
    )


def test_a_form_that_is_too_large_is_refused(browser: FlaskClient) -> None:
    answer = browser.post("/portal/form", data={"csrf_token": "x" * 4096}, base_url=ORIGIN)
    assert (answer.status_code, heading(answer.text)) == (413, "ファイルが大きすぎます")


def test_a_request_is_logged_by_its_endpoint_alone(
    browser: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with logs_of("portal"):
        browser.get("/portal/form?state=abcdef", base_url=ORIGIN, headers={"User-Agent": "Sample/1.0"})
    logged = capsys.readouterr().out
    assert '"endpoint": "form"' in logged
    assert '"status": 200' in logged
    assert not any(word in logged for word in ("abcdef", "Sample", "127.0.0.1", "/portal"))


def test_without_a_session_store_there_is_still_an_answer(app: Flask, browser: FlaskClient) -> None:
    """The database is down: no session, so no page with a form in it; but words, and no stack trace."""

    class Down(type(app.session_interface)):  # type: ignore[misc] # whatever Flask has
        def open_session(self, *_arguments: object) -> NoReturn:
            raise ConnectionError(SECRET)

    app.session_interface = Down()
    answer = browser.get("/portal/form", base_url=ORIGIN)
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert "ただいま使えません" in answer.text
    assert SECRET not in answer.text


def test_a_face_at_a_host_of_its_own_has_no_path() -> None:
    app = a_face("https://portal.example.jp", "")
    answer = app.test_client().get("/abort/404", base_url="https://portal.example.jp")
    assert answer.headers["Strict-Transport-Security"]
    assert 'href="/static/' in answer.text
    assert app.config["PREFERRED_URL_SCHEME"] == "https"


def test_a_misspelt_word_in_a_template_is_a_fault_and_not_a_blank(app: Flask) -> None:
    with app.test_request_context("/portal/form", base_url=ORIGIN), pytest.raises(Exception, match="no_such"):
        render_template_string("{{ no_such_word }}")


def test_the_session_of_flask_is_signed_by_the_forms_key(app: Flask) -> None:
    assert app.config["SECRET_KEY"] == "a key of these tests alone, and of nobody"
    with app.test_request_context(base_url=ORIGIN):
        assert session is not None


def test_a_form_token_key_that_is_too_short_is_refused_by_its_name() -> None:
    with pytest.raises(SettingMalformed) as refused:
        create_html_face("portal", "https://portal.example.jp", "/", "short")
    assert str(refused.value).startswith("setting-malformed: MYKEY_PORTAL_FORM_TOKEN_KEY")
