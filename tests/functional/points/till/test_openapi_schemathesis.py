"""Schemathesis on the tills' document: a real ticket, a real session, a real receipt (`explored_api`)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from mykey.points.till.operations import OPERATIONS
from tests.support.explored_api import explore_operation
from tests.support.till_counter import TillClient, TillCounter, jwk

BY_ENDPOINT = {operation.endpoint: operation for operation in OPERATIONS}


class Town:
    """Makes the case with which a call succeeds, and whatever must be so before."""

    def __init__(self, counter: TillCounter) -> None:
        self._counter = counter
        self._person = counter.person(municipal=5000)
        self._bodies: dict[str, Callable[[], Any]] = {
            "enrolment.enrol": self._enrolment,
            "sessions.open": lambda: counter.pay_code(self._person),
            "sessions.balance": lambda: {"session": self._session()},
            "receipts.spend": lambda: {"session": self._session(), "amount": 1, "purse": "municipal"},
            "receipts.cancel": lambda: {"receipt_number": self._receipt()},
            "receipts.grant": self._grant,
            "vouchers.issue": lambda: self._at_machine() | {"purse": "municipal", "faces": [100]},
            "vouchers.unused": self._at_machine,
            "vouchers.cancel": lambda: (
                self._at_machine() | {"receipt_number": self._voucher("receipt_number")}
            ),
            "vouchers.check": lambda: {"code": self._voucher("code")},
            "vouchers.take": lambda: {"code": self._voucher("code")},
        }

    def fill(self, case: Any, endpoint: str) -> None:
        """Put the body, the key and the receipt's number into a case."""
        if endpoint in self._bodies:
            case.body = self._bodies[endpoint]()
        if BY_ENDPOINT[endpoint].idempotent:
            case.headers["Idempotency-Key"] = uuid4().hex
        if BY_ENDPOINT[endpoint].path_parameters:
            case.path_parameters["number"] = self._receipt()

    def client(self, endpoint: str) -> TillClient:
        """A till of the right kind."""
        if endpoint == "receipts.grant":
            return self._counter.granter
        of_machines = endpoint.removeprefix("vouchers.") in {"faces", "issue", "unused", "cancel"}
        return self._counter.issuer if of_machines else self._counter.spender

    def _session(self) -> str:
        return self._counter.spender.session(self._counter.ticket(self._person))

    def _at_machine(self) -> dict[str, Any]:
        machine = self._counter.issuer
        return {"session": machine.session(self._counter.ticket(self._person, machine))}

    def _voucher(self, member: str) -> Any:
        return self._counter.vouchers(self._person, 100)[0][member]

    def _receipt(self) -> int:
        body = {"session": self._session(), "amount": 1, "purse": "municipal"}
        return int(self._counter.spender.act("/v1/spends", body).get_json()["receipt_number"])

    def _grant(self) -> dict[str, Any]:
        office = self._counter.granter
        return {"session": office.session(self._counter.ticket(self._person, office)), "amount": 1}

    def _enrolment(self) -> dict[str, Any]:
        key = Ed25519PrivateKey.from_private_bytes(os.urandom(32))
        return {"code": self._counter.code(self._counter.shop_id), "public_key": jwk(key)}


@pytest.mark.parametrize("endpoint", BY_ENDPOINT)
def test_every_call_keeps_the_documents_word(app: Flask, counter: TillCounter, endpoint: str) -> None:
    town, described = Town(counter), BY_ENDPOINT[endpoint]
    seen = explore_operation(app, town.client(endpoint), described, lambda case: town.fill(case, endpoint))
    assert described.status in seen
    assert all(status < 500 for status in seen)
