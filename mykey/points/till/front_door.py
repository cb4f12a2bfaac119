"""Who calls? Every signed call of the till API passes here: signature, pace, replay.

What is judged after that, idempotency, the till's state and kind, body and act, is `answering`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from flask import current_app, g, request

from mykey.crypto.request_keys import DevicePublicKey
from mykey.kernel.refusals_of_terminals import SignatureInvalid
from mykey.points.acts.admit_till_request import AdmittedTill, admit_till_request
from mykey.points.ground import PointsWork
from mykey.points.settling import settle
from mykey.points.till.gate import TillGate, TillKey
from mykey.web.signed_requests import read_signature, target_of, verify_signature

__all__ = ["authenticate_till", "gate", "settled", "signed_till"]

T = TypeVar("T")


def gate() -> TillGate:
    """The worker's gate."""
    return cast("TillGate", current_app.extensions["mykey_gate"])


def signed_till() -> AdmittedTill:
    """The till that signed this request."""
    return cast("AdmittedTill", g.till)


def settled(act: Callable[[PointsWork], T], *, apart_first: bool = False) -> T:
    """Run an act in a transaction of its own (`points.settling`)."""
    return settle(gate().engine, gate().ground, act, apart_first=apart_first)


def authenticate_till() -> None:
    """The check of every blueprint with signed calls.

    Raises:
        SignatureInvalid, SignatureExpired, SignatureReplayed, TooManyRequests.
    """
    here = gate()
    found: TillKey | None = None

    def key_of(till_id: str) -> DevicePublicKey | None:
        nonlocal found
        found = here.key_of(till_id)
        return None if found is None else found.key

    signed = verify_signature(
        read_signature(request.headers),
        request.headers,
        request.get_data(),
        request.environ["REQUEST_METHOD"],
        here.settings.origin + target_of(request.environ),
        key_of,
        here.ground.clock(),
    )
    if found is None or signed.fingerprint != found.thumbprint:
        raise SignatureInvalid
    here.pace.hit(signed.key_id)
    raw = found.raw
    try:
        g.till = settled(lambda work: admit_till_request(work, signed.key_id, raw, signed.nonce))
    except SignatureInvalid:
        here.forget_key(signed.key_id)
        raise
