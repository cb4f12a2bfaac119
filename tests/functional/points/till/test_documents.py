from __future__ import annotations

from flask import Flask

from mykey.points.till.operations import OPERATIONS
from mykey.points.till.problem_texts import PROBLEM_TEXTS
from tests.support.api_documents import check_document, check_page
from tests.support.till_counter import TILL_ORIGIN


def test_the_document_describes_every_call(app: Flask) -> None:
    check_document(app, OPERATIONS, "tillSignature", TILL_ORIGIN)


def test_an_act_needs_an_idempotency_key_in_the_document_too(app: Flask) -> None:
    paths = app.test_client().get("/v1/openapi.json").get_json()["paths"]
    for path in ("/v1/spends", "/v1/cancellations", "/v1/grants", "/v1/vouchers", "/v1/voucher-takes"):
        assert [one["required"] for one in paths[path]["post"]["parameters"]] == [True]


def test_the_page_shows_calls_and_codes(app: Flask) -> None:
    check_page(app, OPERATIONS, PROBLEM_TEXTS, {"ja": "レジ端末を登録する", "en": "Enrol a till"})
