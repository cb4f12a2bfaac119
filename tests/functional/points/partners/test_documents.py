from __future__ import annotations

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask

from mykey.crypto.message_keys import partner_signing_key
from mykey.crypto.tokens import from_base64url
from mykey.points.partners.operations import OPERATIONS
from mykey.points.partners.problem_texts import PROBLEM_TEXTS, REASONS
from tests.support.api_documents import check_document, check_page, check_texts
from tests.support.partner_side import PARTNERS_ORIGIN, PartnerClient
from tests.support.points_ground import PointsTown

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def test_document_and_page(app: Flask) -> None:
    check_document(app, OPERATIONS, "partnerSignature", PARTNERS_ORIGIN)
    check_page(
        app, OPERATIONS, PROBLEM_TEXTS, {"ja": "クーポンコードを送る", "en": "Send the codes of a batch"}
    )
    check_texts(OPERATIONS, PROBLEM_TEXTS, REASONS, {"members", "retry_after"})
    page = app.test_client().get("/v1/docs").text
    assert "mykey-device" not in page.lower()
    assert not re.search("[一-龠]", app.test_client().get("/v1/docs?lang=en").text.replace("日本語", ""))


def test_our_key_and_rates(client: PartnerClient, app: Flask, town: PointsTown) -> None:
    told = app.test_client().get("/v1/key").get_json()
    assert (told["kty"], told["crv"], told["kid"]) == ("OKP", "Ed25519", "mykey-points")
    signature = partner_signing_key(town.ground.keys.ring).sign(b"x")
    Ed25519PublicKey.from_public_bytes(from_base64url(told["x"])).verify(signature, b"x")
    rate = {"since": "2026-04-06", "units": 1000, "points": 500, "least": 1000, "step": 1000, "most": 100000}
    assert client.get("/v1/rates").get_json() == {"rates": [rate]}


def test_the_month_of_a_file(client: PartnerClient) -> None:
    assert client.get("/v1/reconciliation?month=2026-04").content_type == "text/csv; charset=utf-8"
    for query in (
        "",
        "?month=2026-4",
        "?month=2026-05",
        "?month=2026-04&month=2026-04",
        "?month=2026-04&x=1",
    ):
        assert client.get(f"/v1/reconciliation{query}").status_code == 422
