"""Schemathesis on the partners' document: real batches, a real exchange, a real month (`explored_api`)."""

from __future__ import annotations

import itertools
import os
from functools import partial
from typing import Any

import pytest
from flask import Flask

from mykey.points.coupon_codes import new_coupon_code
from mykey.points.partners.operations import OPERATIONS
from tests.support.explored_api import explore_operation
from tests.support.partner_side import Company, PartnerClient
from tests.support.points_ground import PointsTown

EXAMPLES = 6
BY_ENDPOINT = {operation.endpoint: operation for operation in OPERATIONS}


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_every_call_keeps_the_documents_word(
    app: Flask, client: PartnerClient, company: Company, town: PointsTown
) -> None:
    names = itertools.count()

    def fill(case: Any, endpoint: str) -> None:
        """Put what only the town knows into a case."""
        if endpoint == "coupon_batches.announce":
            case.body = {"batch": f"batch {next(names)}", "points": 5, "ends_on": "2026-09-30"}
        if endpoint == "exchanges.say":
            exchange_id = str(company.exchange(town.person()))
            case.body = {"exchange_id": exchange_id, "result": "done", "units": 2000, "points": 1000}
        if endpoint == "files.reconciliation":
            case.query = {"month": "2026-04"}
        if BY_ENDPOINT[endpoint].path_parameters:
            case.path_parameters["batch_id"] = client.announce(f"batch {next(names)}")
        if endpoint == "coupon_codes.put":
            case.headers["Content-Type"] = "text/plain"
            case.body = new_coupon_code(os.urandom)

    for endpoint, described in BY_ENDPOINT.items():
        seen = explore_operation(app, client, described, partial(fill, endpoint=endpoint), EXAMPLES)
        assert described.status in seen, endpoint
        assert all(status < 500 for status in seen), endpoint
