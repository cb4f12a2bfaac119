from __future__ import annotations

import pytest
from flask import Flask

from mykey.web.headers import allow_form_target, protect_with_headers


def a_face(*, https: bool = True) -> Flask:
    app = Flask(__name__)
    protect_with_headers(app, https=https)

    @app.get("/")
    def page() -> str:
        return "<p>"

    @app.get("/broken")
    def broken() -> str:
        raise LookupError

    @app.get("/card")
    def card() -> str:
        allow_form_target("http://127.0.0.1:8620")
        return "<p>"

    @app.get("/kept")
    def kept() -> tuple[str, dict[str, str]]:
        return "", {"Cache-Control": "max-age=60"}

    return app


@pytest.mark.parametrize("path", ["/", "/nowhere", "/broken", "/static/none.css"])
def test_every_answer_carries_them(path: str) -> None:
    headers = a_face().test_client().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")


def policy(path: str) -> dict[str, list[str]]:
    (header,) = a_face().test_client().get(path).headers.getlist("Content-Security-Policy")
    return {(words := part.split())[0]: words[1:] for part in header.split(";")}


def test_pages_run_nothing_inline_and_nothing_foreign() -> None:
    found = policy("/")
    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]
    assert {name for name, sources in found.items() if sources == ["'self'"]} == {
        "img-src",
        "style-src",
        "script-src",
        "connect-src",
        "form-action",
    }
    assert not any("unsafe" in source or "*" in source for sources in found.values() for source in sources)


def test_one_page_may_let_its_forms_go_to_one_more_origin() -> None:
    assert policy("/card") == policy("/") | {"form-action": ["'self'", "http://127.0.0.1:8620"]}


def test_without_tls_there_is_no_hsts() -> None:
    assert "Strict-Transport-Security" not in a_face(https=False).test_client().get("/").headers


def test_what_a_view_says_of_its_caching_stays() -> None:
    assert a_face().test_client().get("/kept").headers.getlist("Cache-Control") == ["max-age=60"]


def test_a_fault_of_the_server_is_not_swallowed() -> None:
    app = a_face()
    app.testing = True
    with pytest.raises(LookupError):
        app.test_client().get("/broken")
