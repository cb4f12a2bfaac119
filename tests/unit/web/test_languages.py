from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_babel import gettext

from mykey.web.languages import language, language_switch_url, speak

SENTENCE = "ページが見つかりません"
ENGLISH = "Page not found"


@pytest.fixture
def app() -> Flask:
    made = Flask("mykey.portal")
    speak(made, "portal", cookie_path="/portal")

    @made.get("/portal/page")
    def page() -> str:
        return f"{language()} {gettext(SENTENCE)} {language_switch_url()}"

    return made


def said(app: Flask, query: str = "", cookie: str | None = None, **headers: str) -> list[str]:
    client = app.test_client()
    if cookie is not None:
        client.set_cookie("mykey_portal_lang", cookie, path="/portal")
    return client.get(f"/portal/page{query}", headers=headers).text.split(" ", 2)


def test_japanese_comes_first_whatever_the_browser_prefers(app: Flask) -> None:
    assert said(app, **{"Accept-Language": "en-US"})[:2] == ["ja", SENTENCE]


def test_english_comes_by_switch_and_stays(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/portal/page?lang=en").text.startswith(f"en {ENGLISH}")
    assert client.get("/portal/page").text.startswith("en ")
    assert client.get("/portal/page?lang=ja").text.startswith("ja ")
    assert client.get("/portal/page").text.startswith("ja ")


def test_the_cookie_is_of_this_face_alone(app: Flask) -> None:
    cookie = app.test_client().get("/portal/page?lang=en").headers["Set-Cookie"]
    assert cookie.startswith("mykey_portal_lang=en;")
    assert {"HttpOnly", "Path=/portal", "SameSite=Lax"} <= set(cookie.split("; "))


def test_over_tls_the_cookie_is_secure(app: Flask) -> None:
    app.config["PREFERRED_URL_SCHEME"] = "https"
    assert "Secure" in app.test_client().get("/portal/page?lang=en").headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize("strange", ["fr", "", "../../etc/passwd", "EN", "en_US", "%F0%9F%8E%8C"])
def test_a_language_we_do_not_speak_is_japanese(app: Flask, strange: str) -> None:
    answer = app.test_client().get(f"/portal/page?lang={strange}")
    assert answer.text.startswith("ja ")
    assert "Set-Cookie" not in answer.headers
    if strange:
        assert said(app, cookie=strange)[0] == "ja"


def test_the_switch_keeps_the_path_and_drops_the_query(app: Flask) -> None:
    """A query may hold a state, which must not travel on in links."""
    answer = app.test_client().get("/portal/page?state=abc&lang=en").text
    assert answer.endswith(" /portal/page?lang=ja")
    assert app.test_client().get("/portal/page?state=abc").text.endswith(" /portal/page?lang=en")


def test_outside_a_request_it_is_japanese() -> None:
    assert language() == "ja"


@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_the_switch_never_leads_to_another_site(app: Flask, path: str) -> None:
    """The page "not found" has the switch, too, and anybody may name the path."""
    with app.test_request_context(environ_overrides={"PATH_INFO": path}):
        switch = language_switch_url()
    assert re.fullmatch(r"/[A-Za-z0-9%._-][A-Za-z0-9%./_-]*\?lang=en", switch), switch
