"""The OAuth client against a company's token endpoint, right and wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from mykey.points.acts.partners.close_partner import close_partner
from mykey.points.partner_calls.sign_in import SignInAtPartner, read_link
from mykey.points.refusals_of_partners import (
    PartnerClosed,
    PartnerNotFound,
    PartnerRefused,
    PartnerUnreachable,
)
from tests.support.partner_side import CLIENT_SECRET, Company
from tests.support.points_ground import PointsTown
from tests.support.scripted_server import http_answer, scripted_server

FACE = "https://points.example/points/"
CODE = "a code from the address bar"
GOOD = {"access_token": "abc.DEF-123", "token_type": "bearer", "refresh_token": "unwanted", "expires_in": 60}


def test_to_the_company_and_back(company: Company, town: PointsTown) -> None:
    sign_in = SignInAtPartner(FACE, os.urandom)
    with scripted_server(http_answer(json.dumps(GOOD).encode())) as server:
        company.move_to(f"{server.origin}/")
        link = town.do(lambda work: read_link(work, company.partner_id))
        address, state, verifier = sign_in.begin(link)
        asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        back = f"{FACE}partners/{company.partner_id}/back"
        assert address.startswith(f"{server.origin}/authorize?")
        assert asked == {
            "response_type": "code",
            "client_id": "mykey-at-partner",
            "redirect_uri": back,
            "scope": "points",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        assert sign_in.finish(link, CODE, verifier) == "abc.DEF-123"
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    basic = base64.b64encode(f"mykey-at-partner:{CLIENT_SECRET}".encode()).decode()
    assert f"Authorization: Basic {basic}" in head.decode()
    assert {name: value[0] for name, value in parse_qs(body.decode()).items()} == {
        "grant_type": "authorization_code",
        "code": CODE,
        "code_verifier": verifier,
        "redirect_uri": back,
    }
    assert sign_in.begin(link)[1:] != (state, verifier)


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_what_comes_instead_of_a_token(company: Company, town: PointsTown) -> None:
    sign_in = SignInAtPartner(FACE, os.urandom)

    def finish(told: bytes, status: str = "200 OK", *headers: str) -> str:
        with scripted_server(http_answer(told, status, *headers)) as server:
            company.move_to(f"{server.origin}/")
            return sign_in.finish(town.do(lambda work: read_link(work, company.partner_id)), CODE, "v" * 43)

    with pytest.raises(PartnerRefused):
        finish(b'{"error": "invalid_grant"}', "400 Bad Request")
    for strange in (
        b"<html>", b"[]", b"{}", b"x" * 20_000,
        json.dumps(GOOD | {"token_type": "mac"}).encode(),
        json.dumps(GOOD | {"access_token": "with\r\nanother: header"}).encode(),
        json.dumps(GOOD | {"access_token": "x" * 2000}).encode(),
        json.dumps(GOOD | {"access_token": 5}).encode(),
    ):  # fmt: skip
        with pytest.raises(PartnerUnreachable):
            finish(strange)
    with pytest.raises(PartnerUnreachable):
        finish(json.dumps(GOOD).encode(), "503 Busy")
    with pytest.raises(PartnerUnreachable):
        finish(b"", "302 Found", "Location: http://127.0.0.1:1/elsewhere")
    link = town.do(lambda work: read_link(work, company.partner_id))
    with pytest.raises(PartnerUnreachable):
        sign_in.finish(link, CODE, "v" * 43)  # nobody listens there any more
    with pytest.raises(PartnerRefused):
        sign_in.finish(link, "c" * 1001, "v" * 43)
    town.do(lambda work: close_partner(work, company.partner_id))
    with pytest.raises(PartnerClosed):
        town.do(lambda work: read_link(work, company.partner_id))
    with pytest.raises(PartnerNotFound):
        town.do(lambda work: read_link(work, uuid4()))
