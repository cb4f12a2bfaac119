"""Messages between organisations, signed by RFC 9421 with Ed25519: requests both ways, and their answers.

As terminals sign (`signed_requests`), but no device stands behind a company's key, and an answer is signed,
too: over its status and its body's digest. A body's digest (RFC 9530) is checked by whoever has the body, so
that a long one can be read as it comes.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mykey.crypto.message_keys import SigningKey
from mykey.crypto.request_keys import DevicePublicKey
from mykey.crypto.tokens import sha256
from mykey.kernel.refusals_of_terminals import SignatureExpired, SignatureInvalid
from mykey.web.signed_requests import (
    DIGEST,
    NONCE_CHARACTERS,
    WINDOW_SECONDS,
    HeaderFields,
    SignedHeaders,
    read_signature,
)

__all__ = ["SignedMessage", "sign_request", "verify_request", "verify_response"]

WITH_BODY = frozenset({"@method", "@target-uri", "content-digest"})
WITHOUT_BODY = frozenset({"@method", "@target-uri"})
ANSWER = frozenset({"@status", "content-digest"})
REQUEST_PARAMETERS = frozenset({"created", "nonce", "keyid", "alg"})
ANSWER_PARAMETERS = frozenset({"created", "keyid"})


@dataclass(frozen=True)
class SignedMessage:
    """A request whose signature is right. `digest`: SHA-256 that its body must have; None: it has no body."""

    key_id: str
    nonce: str
    digest: bytes | None


def sign_request(
    key: SigningKey, key_id: str, method: str, target_uri: str, body: bytes, now: datetime, nonce: str
) -> dict[str, str]:
    """The header fields that sign a request with a body."""
    digest = f"sha-256=:{base64.b64encode(sha256(body)).decode('ascii')}:"
    parameters = (
        '("@method" "@target-uri" "content-digest")'
        f';created={int(now.timestamp())};nonce="{nonce}";keyid="{key_id}";alg="ed25519"'
    )
    base = (
        f'"@method": {method}\n"@target-uri": {target_uri}\n"content-digest": {digest}\n'
        f'"@signature-params": {parameters}'
    )
    signature = base64.b64encode(key.sign(base.encode("ascii"))).decode("ascii")
    return {
        "Content-Digest": digest,
        "Signature-Input": f"mykey={parameters}",
        "Signature": f"mykey=:{signature}:",
    }


def verify_request(
    headers: HeaderFields,
    method: str,
    target_uri: str,
    key_of: Callable[[str], DevicePublicKey | None],
    now: datetime,
    *,
    has_body: bool,
) -> SignedMessage:
    """Check the signature; the target is our own origin's, never the Host header's.

    Raises:
        SignatureInvalid, SignatureExpired: as in `signed_requests.verify_signature`.
    """
    claimed = read_signature(headers)
    parameters = claimed.parameters
    nonce, key_id = parameters.get("nonce"), parameters.get("keyid")
    if set(parameters) != REQUEST_PARAMETERS or parameters["alg"] != "ed25519":
        raise SignatureInvalid
    if not isinstance(key_id, str) or not isinstance(nonce, str):
        raise SignatureInvalid
    if not NONCE_CHARACTERS[0] <= len(nonce) <= NONCE_CHARACTERS[1]:
        raise SignatureInvalid
    values = {"@method": method, "@target-uri": target_uri}
    digest = None
    if has_body:
        values["content-digest"], digest = _digest(headers)
    _verify(claimed, values, WITH_BODY if has_body else WITHOUT_BODY, key_of(key_id), now)
    return SignedMessage(key_id, nonce, digest)


def verify_response(
    headers: HeaderFields, status: int, body: bytes, key: DevicePublicKey, key_id: str, now: datetime
) -> None:
    """Check an answer's signature and that its body is the one that was signed.

    Raises:
        SignatureInvalid, SignatureExpired.
    """
    claimed = read_signature(headers)
    if not ANSWER_PARAMETERS <= set(claimed.parameters) <= REQUEST_PARAMETERS:
        raise SignatureInvalid
    if claimed.parameters["keyid"] != key_id or claimed.parameters.get("alg", "ed25519") != "ed25519":
        raise SignatureInvalid
    text, digest = _digest(headers)
    if digest != sha256(body):
        raise SignatureInvalid
    _verify(claimed, {"@status": str(status), "content-digest": text}, ANSWER, key, now)


def _verify(
    claimed: SignedHeaders,
    values: dict[str, str],
    wanted: frozenset[str],
    key: DevicePublicKey | None,
    now: datetime,
) -> None:
    created, components = claimed.parameters.get("created"), claimed.components
    if set(components) != wanted or len(components) != len(wanted) or type(created) is not int:
        raise SignatureInvalid
    lines = [f'"{component}": {values[component]}' for component in components]
    base = "\n".join([*lines, f'"@signature-params": {claimed.parameters_text}'])
    if key is None or not base.isascii() or not key.verifies(claimed.signature, base.encode("ascii")):
        raise SignatureInvalid
    if abs(now.timestamp() - created) > WINDOW_SECONDS:
        raise SignatureExpired


def _digest(headers: HeaderFields) -> tuple[str, bytes]:
    text = headers.get("Content-Digest", "").strip()
    found = DIGEST.search(text)
    if found is None:
        raise SignatureInvalid
    return text, base64.b64decode(found[1])
