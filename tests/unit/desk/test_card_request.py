from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from desk.agent.card_request import (
    CardRequestExpired,
    CardRequestRefused,
    PortalUnknown,
    Purpose,
    open_request,
)
from desk.agent.portals import Portal

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = OKPKey.generate_key("Ed25519")
PORTAL = "http://localhost:8610"
PORTALS = {PORTAL: Portal(PORTAL, "ポータル", "Portal", OKPKey.import_key(KEY.as_dict(private=False)))}


def b64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def claims(**changes: Any) -> dict[str, Any]:
    return {
        "iss": PORTAL,
        "purpose": "sign-in",
        "challenge": b64(bytes(range(32))),
        "return_to": f"{PORTAL}/portal/card/return",
        "state": "c3RhdGUtMTIz",
        "exp": int(NOW.timestamp()) + 120,
        "lang": "ja",
        **changes,
    }


def signed(content: dict[str, Any], key: Any = KEY, **header: str) -> str:
    header = {"alg": "Ed25519", "typ": "mykey-card-request+jwt", **header}
    return jws.serialize_compact(header, json.dumps(content), key, algorithms=[header["alg"]])


def test_opens_a_request_of_an_allowed_portal() -> None:
    opened = open_request(signed(claims()), PORTALS, NOW)
    assert opened.purpose is Purpose.SIGN_IN
    assert opened.challenge == bytes(range(32))
    assert opened.return_to == f"{PORTAL}/portal/card/return"
    assert opened.portal.name_in("ja") == "ポータル"
    assert opened.portal.name_in("en") == "Portal"
    assert "c3RhdGUtMTIz" not in repr(opened)


def test_refuses_a_portal_that_is_not_on_the_list() -> None:
    with pytest.raises(PortalUnknown):
        open_request(signed(claims(iss="http://localhost:9999")), PORTALS, NOW)


@pytest.mark.parametrize("seconds", [-1, 0, 361, 10**12, 10**20])
def test_refuses_a_request_out_of_its_time(seconds: int) -> None:
    with pytest.raises(CardRequestRefused):
        open_request(signed(claims(exp=int(NOW.timestamp()) + seconds)), PORTALS, NOW)


def test_says_that_it_expired() -> None:
    with pytest.raises(CardRequestExpired):
        open_request(signed(claims(exp=int(NOW.timestamp()))), PORTALS, NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"return_to": "http://localhost:8611/portal"},
        {"return_to": "http://localhost:8610.example.jp/"},
        {"return_to": "http://localhost:8610"},
        {"return_to": "http://localhost:8610@example.jp/"},
        {"return_to": f"{PORTAL}/x\r\ny"},
        {"return_to": f"{PORTAL}/あ"},
        {"return_to": 1},
        {"state": "short"},
        {"state": "a b c d e f g"},
        {"state": None},
        {"lang": "fr"},
        {"purpose": "pay"},
        {"purpose": None},
        {"challenge": b64(bytes(31))},
        {"challenge": b64(bytes(32)) + "=" * 4},
        {"challenge": "!" * 43},
        {"challenge": 7},
        {"exp": "soon"},
        {"exp": True},
        {"exp": None},
        {"iss": None},
    ],
)
def test_refuses_claims_of_another_form(changes: dict[str, Any]) -> None:
    with pytest.raises(CardRequestRefused):
        open_request(signed(claims(**changes)), PORTALS, NOW)


def test_refuses_a_missing_claim() -> None:
    for name in claims():
        content = claims()
        del content[name]
        with pytest.raises(CardRequestRefused):
            open_request(signed(content), PORTALS, NOW)


def test_refuses_another_key_another_type_and_another_algorithm() -> None:
    shared = OctKey.import_key(str(KEY.as_dict(private=False)["x"]))
    for token in (
        signed(claims(), OKPKey.generate_key("Ed25519")),
        signed(claims(), typ="JWT"),
        signed(claims(), shared, alg="HS256"),
    ):
        with pytest.raises(CardRequestRefused):
            open_request(token, PORTALS, NOW)


def test_refuses_an_altered_request() -> None:
    header, _payload, signature = signed(claims()).split(".")
    altered = b64(json.dumps(claims(purpose="prove")).encode())
    with pytest.raises(CardRequestRefused):
        open_request(f"{header}.{altered}.{signature}", PORTALS, NOW)


@pytest.mark.parametrize(
    "token", ["", "a", "a.b", "a.b.c", "a.e30.c", "." * 3, "e30.bnVsbA.x", "x" * 5000, "あ.あ.あ"]
)
def test_refuses_what_is_no_request(token: str) -> None:
    with pytest.raises(CardRequestRefused):
        open_request(token, PORTALS, NOW)
