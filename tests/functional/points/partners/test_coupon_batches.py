"""Batches as a company sends them: all codes or none, each fault by its line, once, and withdrawn."""

from __future__ import annotations

import os
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import PointsPurpose
from mykey.points.acts.partners.admit_partner_request import AdmittedPartner
from mykey.points.acts.partners.close_partner import close_partner
from mykey.points.acts.partners.find_coupon import find_coupon
from mykey.points.acts.partners.keep_codes import keep_codes
from mykey.points.acts.partners.read_codes import read_codes
from mykey.points.coupon_codes import new_coupon_code, shown_coupon_code
from mykey.points.ground import PointsWork
from mykey.points.keys import PointsKeys
from mykey.points.models.partners import Coupon
from mykey.points.refusals_of_partners import CodesRefused
from tests.support.partner_side import Company, PartnerClient
from tests.support.points_ground import PointsTown

NOBODYS = "00000000-0000-4000-8000-000000000000"


def codes(count: int) -> list[str]:
    return [new_coupon_code(os.urandom) for _ in range(count)]


def kept(town: PointsTown) -> int:
    return town.do(lambda work: work.session.scalar(select(func.count()).select_from(Coupon)) or 0)


def numbered(town: PointsTown, code: str) -> int:
    def read(work: PointsWork) -> int:
        return work.session.get_one(Coupon, find_coupon(work, code).index).coupon_number

    return town.do(read)


def test_a_batch_is_announced_filled_listed_and_withdrawn(client: PartnerClient, town: PointsTown) -> None:
    batch_id, sent = client.announce(), codes(3)
    assert client.announce() == batch_id
    typed = f"\ufeff{sent[0]}\r\n{shown_coupon_code(sent[1]).lower()}\r\n{sent[2]}".encode()
    assert client.put_codes(batch_id, typed).get_json() == {"codes": 3}
    listed = client.get("/v1/coupon-batches").get_json()["batches"]
    assert [(one["batch"], one["state"], one["codes"]) for one in listed] == [("spring", "open", 3)]
    found = town.do(lambda work: find_coupon(work, shown_coupon_code(sent[1])))
    assert (found.partner_name, found.points, found.ends_on.isoformat()) == (
        "見本ポイント",
        500,
        "2026-09-30",
    )
    for code, number in zip(sent, (1, 2, 3), strict=True):
        assert numbered(town, code) == number
    again = client.put_codes(batch_id, codes(1))
    assert (again.status_code, again.get_json()["code"], again.get_json()["state"]) == (
        409, "batch-state-refused", "open",
    )  # fmt: skip
    for _ in range(2):
        closed = client.post(f"/v1/coupon-batches/{batch_id}/closing", {})
        assert (closed.status_code, closed.get_json()["state"]) == (200, "closed")


def test_a_list_with_faults_leaves_nothing(client: PartnerClient, town: PointsTown) -> None:
    known = client.coupons(2)
    batch_id, fresh = client.announce("summer"), codes(2)
    lines = [fresh[0], "U" * 16, known[1], fresh[1], fresh[0].lower(), ""]
    refused = client.put_codes(batch_id, lines)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "codes-refused")
    assert refused.get_json()["lines"] == [
        {"line": "2", "reason": "form"},
        {"line": "5", "reason": "twice"},
        {"line": "6", "reason": "form"},
    ]
    refused = client.put_codes(batch_id, [fresh[0], *reversed(known), fresh[1]])
    assert refused.get_json()["lines"] == [
        {"line": "2", "reason": "known"}, {"line": "3", "reason": "known"},
    ]  # fmt: skip
    many = client.put_codes(batch_id, b"x\n" * 3000)
    assert len(many.get_json()["lines"]) == 100
    assert kept(town) == 2
    assert client.put_codes(batch_id, fresh).status_code == 200


def test_what_is_no_list_of_codes_is_refused(
    client: PartnerClient, town: PointsTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mykey.points.acts.partners.read_codes.MOST_CODES", 5)
    batch_id = client.announce()
    path = f"/v1/coupon-batches/{batch_id}/codes"
    assert client.put(path, None, {"Content-Type": "text/plain"}).get_json()["reason"] == "empty"
    assert client.put(path, b"x", {"Content-Type": "text/csv"}).status_code == 415
    assert client.put_codes(batch_id, codes(6)).get_json()["reason"] == "too-many"
    assert client.put_codes(batch_id, b"0" * 40_000_001).status_code == 413
    signed = client.signed_headers("PUT", path, b"one\n", {"Content-Type": "text/plain"})
    other = client.send_as_is("PUT", path, codes(1)[0].encode(), signed)
    assert (other.status_code, other.get_json()["code"]) == (401, "signature-invalid")
    assert client.put_codes(NOBODYS, codes(1)).status_code == 404
    assert kept(town) == 0


def test_who_may_announce_what(client: PartnerClient, company: Company, town: PointsTown, app: Flask) -> None:
    batch_id = client.announce()
    body = {"batch": "spring", "points": 300, "ends_on": "2026-09-30"}
    assert client.post("/v1/coupon-batches", body).get_json()["code"] == "batch-name-taken"
    over = body | {"batch": "winter", "ends_on": "2026-04-05"}
    assert client.post("/v1/coupon-batches", over).get_json()["code"] == "batch-day-over"
    for wrong in ({"points": 0}, {"ends_on": "2026-02-30"}, {"batch": "=1+1"}, {"more": 1}):
        assert client.post("/v1/coupon-batches", body | wrong).status_code == 422
    other = Company.of(town, "別のポイント").client(app)
    assert other.put_codes(batch_id, codes(1)).get_json()["code"] == "batch-not-found"
    assert other.get("/v1/coupon-batches").get_json() == {"batches": []}
    town.do(lambda work: close_partner(work, company.partner_id))
    assert client.post("/v1/coupon-batches", body).get_json()["code"] == "partner-closed"
    assert client.put_codes(batch_id, codes(1)).get_json()["code"] == "partner-closed"
    assert client.get("/v1/coupon-batches").status_code == 200


def test_a_code_kept_under_the_key_before_is_known(
    client: PartnerClient, company: Company, town: PointsTown
) -> None:
    known = client.coupons(1)
    batch_id = client.announce("summer")
    before = town.ground.keys
    ring = KeyRing({one: (Key(2, os.urandom(32)), before.ring.current(one)) for one in PointsPurpose})
    found = read_codes([f"{codes(1)[0]}\n{known[0]}\n".encode()], PointsKeys(ring, os.urandom))
    assert (before.index(PointsPurpose.COUPON_INDEX, known[0].encode()), 2) in found.older
    partner = AdmittedPartner(company.partner_id, "", is_open=True, takes_coupons=True)
    with pytest.raises(CodesRefused) as refused:
        town.do(lambda work: keep_codes(work, partner, UUID(batch_id), found))
    assert refused.value.facts == {"lines": [{"line": "2", "reason": "known"}]}
