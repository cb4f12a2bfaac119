"""Who calls is known by the signature alone: each way to be wrong is refused, on short and long bodies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from werkzeug.test import TestResponse

from mykey.points.acts.partners.edit_partner import edit_partner, read_partner
from mykey.points.ground import PointsWork
from tests.support.moving_clock import MovingClock
from tests.support.partner_side import Company, PartnerClient, open_points_partners
from tests.support.points_ground import PointsTown
from tests.support.till_counter import jwk

PATH = "/v1/coupon-batches"


def test_each_way_to_be_wrong(
    client: PartnerClient, company: Company, town: PointsTown, clock: MovingClock
) -> None:
    def code(answer: TestResponse) -> str:
        return str(answer.get_json()["code"])

    signed = client.signed_headers("GET", PATH, None)
    assert client.send_as_is("GET", PATH, None, signed).status_code == 200
    assert code(client.send_as_is("GET", PATH, None, signed)) == "signature-replayed"
    assert code(client.send_as_is("GET", PATH, None, {})) == "signature-invalid"
    late = client.signed_headers("GET", PATH, None, created=clock() - timedelta(seconds=121))
    assert code(client.send_as_is("GET", PATH, None, late)) == "signature-expired"
    short = client.signed_headers("GET", PATH, None, nonce="x" * 21)
    assert code(client.send_as_is("GET", PATH, None, short)) == "signature-invalid"
    body = client.signed_headers("POST", PATH, b"{}")
    assert code(client.send_as_is("POST", PATH, b"{ }", body)) == "signature-invalid"
    client.with_body = ("@method", "@target-uri")
    assert code(client.post(PATH, {})) == "signature-invalid"
    for name in ("nobody", "00000000-0000-4000-8000-000000000000", str(company.partner_id).upper()):
        client.terminal_id = name
        assert code(client.get(PATH)) == "signature-invalid"
    client.terminal_id = str(company.partner_id)
    fresh = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

    def enter_key(work: PointsWork) -> None:
        typed = read_partner(work, company.partner_id).typed
        edit_partner(work, company.partner_id, replace(typed, key=jwk(fresh)["x"]))

    town.do(enter_key)
    assert code(client.get(PATH)) == "signature-invalid"  # the old key, which the worker had kept
    client.key = fresh
    assert client.get(PATH).status_code == 200


def test_the_pace(points_database_url: str, town: PointsTown, company: Company) -> None:
    with open_points_partners(points_database_url, town, requests_a_minute=2) as app:
        client = company.client(app)
        assert [client.get(PATH).status_code for _ in range(3)] == [200, 200, 429]
