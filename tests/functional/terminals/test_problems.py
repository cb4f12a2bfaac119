from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from mykey.terminals import providers
from tests.support.terminal_client import TerminalClient


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "not-found"),
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1/terminal/", 404, "not-found"),
        ("GET", "//v1/terminal", 404, "not-found"),
        ("DELETE", "/v1/links", 405, "method-not-allowed"),
        ("OPTIONS", "/v1/links", 405, "method-not-allowed"),
        ("GET", "/v1/activation", 405, "method-not-allowed"),
        ("POST", "/v1/activation", 415, "media-type"),
        ("GET", "/v1/terminal", 401, "signature-invalid"),
    ],
)
def test_whatever_is_refused_is_a_problem(app: Flask, method: str, path: str, status: int, code: str) -> None:
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert problem["type"] == f"urn:mykey:problem:{code}"
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["title"]
    assert problem["detail"]
    if status == 405:
        assert answer.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        (None, "ja"),
        ("", "ja"),
        ("*", "ja"),
        ("fr", "ja"),
        ("en", "en"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("ja,en;q=0.9", "ja"),
        ("en;q=0.1, ja;q=0.9", "ja"),
        ("fr;q=1, en;q=0.2", "en"),
        ("en;q=0, *;q=0.5", "ja"),
        ("nonsense;;q=x", "ja"),
    ],
)
def test_the_language_is_the_one_liked_best(app: Flask, accept: str | None, lang: str) -> None:
    headers = {} if accept is None else {"Accept-Language": accept}
    answer = app.test_client().get("/v1/nothing", headers=headers)
    title = "There is no such call" if lang == "en" else "この窓口はありません"
    assert answer.get_json()["title"] == title
    assert answer.headers["Content-Language"] == lang
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "json-malformed"),
        (b"{", 400, "json-malformed"),
        (b"\xef\xbb\xbf{}", 400, "json-malformed"),
        ("{}".encode("utf-16"), 400, "json-malformed"),
        (b'{"a": NaN}', 400, "json-malformed"),
        (b'{"a": 1, "a": 1}', 400, "json-malformed"),
        (b"[" * 60_000, 400, "json-malformed"),
        (b'{"a": ' + b"9" * 5000 + b"}", 400, "json-malformed"),
        (b'"\xff"', 400, "json-malformed"),
        (b"[]", 422, "request-invalid"),
        (b"null", 422, "request-invalid"),
        (b"{}", 422, "request-invalid"),
        (b" " * (64 * 1024 + 1), 413, "body-too-large"),
    ],
)
def test_bodies_are_read_strictly(app: Flask, body: bytes, status: int, code: str) -> None:
    answer = app.test_client().post("/v1/activation", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/json; charset=shift_jis", "application/problem+json", ""]
)
def test_another_media_type_is_refused(app: Flask, media_type: str) -> None:
    answer = app.test_client().post("/v1/activation", data=b"{}", content_type=media_type)
    assert (answer.status_code, answer.get_json()["code"]) == (415, "media-type")


def test_utf_8_may_be_said(app: Flask) -> None:
    media_type = 'application/json; charset="UTF-8"'
    answer = app.test_client().post("/v1/activation", data=b"{}", content_type=media_type)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("unknown", "named"),
    [("title", "title"), ("\ud800", "?"), ("見本 花子", "?"), ("x" * 41, "?"), ("a b", "?")],
)
def test_an_unknown_member_is_named_only_when_it_is_a_name(app: Flask, unknown: str, named: str) -> None:
    sent = {
        "terminal_id": "1",
        "password": "1",
        "device_fingerprint": "0" * 64,
        "public_key": {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        unknown: 1,
    }
    sent_as = json.dumps(sent).encode()  # half of a surrogate pair is JSON, but no UTF-8
    answer = app.test_client().post("/v1/activation", data=sent_as, content_type="application/json")
    assert answer.get_json()["errors"] == [{"member": named, "reason": "unknown"}]


def test_all_that_is_wrong_is_told_at_once_within_reason(app: Flask) -> None:
    few = app.test_client().post("/v1/activation", json={"terminal_id": 1})
    assert {(error["member"], error["reason"]) for error in few.get_json()["errors"]} == {
        ("terminal_id", "type"),
        ("password", "missing"),
        ("device_fingerprint", "missing"),
        ("public_key", "missing"),
    }
    many: dict[str, Any] = {f"m{number}": 1 for number in range(1000)}
    assert len(app.test_client().post("/v1/activation", json=many).get_json()["errors"]) == 20


def test_a_fault_of_ours_says_nothing_of_it(
    terminal: TerminalClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("the secret 180000000011")

    monkeypatch.setattr(providers, "list_terminal_providers", break_down)
    answer = terminal.get("/v1/providers")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "broken")
    assert "secret" not in answer.text
    assert "Runtime" not in json.dumps(dict(answer.headers))
    monkeypatch.undo()
    assert terminal.get("/v1/providers").status_code == 200
