"""Which company calls? Every signed call of the partners' API passes here: signature, pace, replay, digest.

A body's digest is signed, so who calls is known before a long body is read; whoever reads it in pieces holds
it against the digest at its end (`streamed_body`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from flask import current_app, g, request

from mykey.crypto.request_keys import DevicePublicKey
from mykey.crypto.tokens import RunningSha256, sha256
from mykey.kernel.refusals_of_terminals import SignatureInvalid
from mykey.points.acts.partners.admit_partner_request import AdmittedPartner, admit_partner_request
from mykey.points.ground import PointsWork
from mykey.points.partners.gate import PartnerKey, PartnersGate
from mykey.points.settling import settle
from mykey.web.signed_messages import SignedMessage, verify_request
from mykey.web.signed_requests import target_of

__all__ = [
    "authenticate_partner",
    "authenticate_streaming_partner",
    "gate",
    "settled",
    "signed_partner",
    "streamed_body",
]

T = TypeVar("T")

PIECE_BYTES = 256 * 1024


def gate() -> PartnersGate:
    """The worker's gate."""
    return cast("PartnersGate", current_app.extensions["mykey_gate"])


def signed_partner() -> AdmittedPartner:
    """The company that signed this request."""
    return cast("AdmittedPartner", g.partner)


def settled(act: Callable[[PointsWork], T]) -> T:
    """Run an act in a transaction of its own (`points.settling`)."""
    return settle(gate().engine, gate().ground, act)


def authenticate_partner() -> None:
    """The check of every blueprint with signed calls whose bodies are short.

    Raises:
        SignatureInvalid, SignatureExpired, SignatureReplayed, TooManyRequests.
    """
    body = request.get_data()
    signed, found = _verified(has_body=bool(body))
    if signed.digest is not None and signed.digest != sha256(body):
        raise SignatureInvalid
    _admit(signed, found)


def authenticate_streaming_partner() -> None:
    """The same where the body is long; it is still to be read. Raises as `authenticate_partner`."""
    has_body = bool(request.content_length) or "Transfer-Encoding" in request.headers
    signed, found = _verified(has_body=has_body)
    _admit(signed, found)
    g.digest = signed.digest


def streamed_body(most_bytes: int) -> Iterator[bytes]:
    """The body in pieces. Who does not read to the end has read nothing that may be believed.

    Raises:
        SignatureInvalid: at the end, when it is not the body that was signed.
        RequestEntityTooLarge: werkzeug's, beyond so many bytes.
    """
    request.max_content_length = most_bytes
    counted = RunningSha256()
    while piece := request.stream.read(PIECE_BYTES):
        counted.add(piece)
        yield piece
    wanted: bytes | None = g.digest
    if counted.digest() != (sha256(b"") if wanted is None else wanted):
        raise SignatureInvalid


def _verified(*, has_body: bool) -> tuple[SignedMessage, PartnerKey]:
    here = gate()
    tried: list[tuple[str, PartnerKey]] = []

    def key_of(partner_id: str) -> DevicePublicKey | None:
        found = here.key_of(partner_id)
        if found is None:
            return None
        tried.append((partner_id, found))
        return found.key

    def verify() -> SignedMessage:
        return verify_request(
            request.headers,
            request.environ["REQUEST_METHOD"],
            here.settings.origin + target_of(request.environ),
            key_of,
            here.ground.clock(),
            has_body=has_body,
        )

    try:
        signed = verify()
    except SignatureInvalid:
        # The operator may have entered another key since this worker kept the one that was tried.
        if not tried or not here.has_another_key(*tried[-1]):
            raise
        signed = verify()
    return signed, tried[-1][1]


def _admit(signed: SignedMessage, found: PartnerKey) -> None:
    here = gate()
    here.pace.hit(signed.key_id)
    try:
        g.partner = settled(lambda work: admit_partner_request(work, signed.key_id, found.raw, signed.nonce))
    except SignatureInvalid:
        here.forget_key(signed.key_id)
        raise
