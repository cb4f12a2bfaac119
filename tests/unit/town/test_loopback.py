"""No strange web page may use the town's services through the tester's browser."""

from __future__ import annotations

import pytest
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient

from town.loopback import json_members, loopback_app


@pytest.fixture
def client() -> FlaskClient:
    app: Flask = loopback_app("town.test")

    @app.post("/echo")
    def echo() -> Response:
        return jsonify(json_members("word"))

    return app.test_client()


@pytest.mark.parametrize("host", ["127.0.0.1:8630", "localhost:8630", "localhost"])
def test_loopback_names_are_served(client: FlaskClient, host: str) -> None:
    answer = client.post("/echo", json={"word": "a"}, headers={"Host": host})

    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("host", ["attacker.example", "127.0.0.1.attacker.example:8630"])
def test_any_other_host_is_refused(client: FlaskClient, host: str) -> None:
    assert client.post("/echo", json={"word": "a"}, headers={"Host": host}).status_code == 400


def test_only_json_is_read(client: FlaskClient) -> None:
    answer = client.post("/echo", data='{"word": "a"}', content_type="text/plain")

    assert answer.status_code == 415
    assert answer.json == {"error": "unsupported-media-type"}


@pytest.mark.parametrize("body", [[], "a", {}, {"word": 1}, {"word": "a", "more": "b"}])
def test_other_members_are_refused(client: FlaskClient, body: object) -> None:
    assert client.post("/echo", json=body).status_code == 400


def test_a_long_body_is_refused(client: FlaskClient) -> None:
    assert client.post("/echo", json={"word": "a" * 70_000}).status_code == 413
