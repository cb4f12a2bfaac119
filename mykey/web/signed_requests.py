"""Verify requests signed by RFC 9421 with an Ed25519 key (terminal-api.md, "Signed requests").

The library takes 430 µs a request and the signature itself 65 (performance.md), so the one shape in which
clients write these headers is read by one expression; any other lawful spelling goes through http-sf. Both
end in the same signature base; tests hold it against http-message-signatures as the oracle.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

import http_sf

from mykey.crypto.request_keys import DevicePublicKey
from mykey.crypto.tokens import sha256
from mykey.kernel.refusals_of_terminals import SignatureExpired, SignatureInvalid

__all__ = ["HeaderFields", "Signed", "SignedHeaders", "read_signature", "target_of", "verify_signature"]

LABEL = "mykey"
WITH_BODY = ("@method", "@target-uri", "content-digest", "mykey-device")
WITHOUT_BODY = ("@method", "@target-uri", "mykey-device")
WINDOW_SECONDS = 120
NONCE_CHARACTERS = (22, 128)  # 16 bytes in base64url are 22 characters
SIGNATURE_BYTES = 64

COMMON_INPUT = re.compile(
    r'mykey=(\(((?:"[a-z@-]+"(?: (?="))?)+)\)((?:;[a-z]+=(?:\d{1,15}|"[ -!#-\[\]-~]*"))+))'
)
COMMON_PARAMETER = re.compile(r';([a-z]+)=(?:(\d+)|"([^"]*)")')
COMMON_SIGNATURE = re.compile(r"mykey=:([A-Za-z0-9+/]+={0,2}):")
DIGEST = re.compile(r"(?:^|,)[ \t]*sha-256=:([A-Za-z0-9+/]{43}=):[ \t]*(?:,|$)")
FINGERPRINT = re.compile(r"[0-9a-fA-F]{64}")


class HeaderFields(Protocol):
    """A request's header fields; names match in any case."""

    def get(self, key: str, default: str, /) -> str:
        """The field's value, or the default."""

    def __getitem__(self, key: str, /) -> str:
        """The field's value."""


@dataclass(frozen=True)
class SignedHeaders:
    """What the headers claim; nothing of it is true before `verify_signature`."""

    components: tuple[str, ...]
    parameters: Mapping[str, Any]
    parameters_text: str
    signature: bytes


@dataclass(frozen=True)
class Signed:
    """A request whose signature is right: by whom, on which device, with which nonce, when (Unix seconds)."""

    key_id: str
    fingerprint: bytes
    nonce: str
    created: int


def read_signature(headers: HeaderFields) -> SignedHeaders:
    """Read `Signature-Input` and `Signature`.

    Raises:
        SignatureInvalid: they are missing, not structured fields, or have no member `mykey`.
    """
    input_text, signature_text = headers.get("Signature-Input", ""), headers.get("Signature", "")
    common, value = COMMON_INPUT.fullmatch(input_text), COMMON_SIGNATURE.fullmatch(signature_text)
    if common is None or value is None:
        return _read_any_spelling(input_text, signature_text)
    parameters: dict[str, Any] = {}
    for name, number, text in COMMON_PARAMETER.findall(common[3]):
        if name in parameters:
            raise SignatureInvalid
        parameters[name] = int(number) if number else text
    try:
        signature = base64.b64decode(value[1], validate=True)
    except binascii.Error:
        raise SignatureInvalid from None
    return SignedHeaders(tuple(common[2].replace('"', "").split(" ")), parameters, common[1], signature)


def verify_signature(
    claimed: SignedHeaders,
    headers: HeaderFields,
    body: bytes,
    method: str,
    target_uri: str,
    key_of: Callable[[str], DevicePublicKey | None],
    now: datetime,
) -> Signed:
    """Check the signature over the request: the target is our own origin's, never the Host header's.

    Raises:
        SignatureInvalid: other components or parameters, another algorithm, an unknown key, a digest that
            is not the body's, or a wrong signature.
        SignatureExpired: right, but created more than 120 s from now.
    """
    if set(claimed.components) != set(WITH_BODY if body else WITHOUT_BODY):
        raise SignatureInvalid
    if len(set(claimed.components)) != len(claimed.components):
        raise SignatureInvalid
    signed = _read_parameters(claimed.parameters, headers)
    key = key_of(signed.key_id)
    values = {"@method": method, "@target-uri": target_uri, "mykey-device": headers["MyKey-Device"]}
    if body:
        values["content-digest"] = headers.get("Content-Digest", "").strip()
        _check_digest(values["content-digest"], body)
    lines = [f'"{component}": {values[component]}' for component in claimed.components]
    base = "\n".join([*lines, f'"@signature-params": {claimed.parameters_text}'])
    if key is None or not base.isascii() or not key.verifies(claimed.signature, base.encode("ascii")):
        raise SignatureInvalid
    if abs(now.timestamp() - signed.created) > WINDOW_SECONDS:
        raise SignatureExpired
    return signed


def target_of(environ: Mapping[str, Any]) -> str:
    """Path and query as they were sent; the signature covers every character of them."""
    raw: str | None = environ.get("RAW_URI")
    if raw is not None:
        return raw
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _read_parameters(parameters: Mapping[str, Any], headers: HeaderFields) -> Signed:
    created, nonce = parameters.get("created"), parameters.get("nonce")
    key_id, device = parameters.get("keyid"), headers.get("MyKey-Device", "")
    if set(parameters) != {"created", "nonce", "keyid", "alg"}:
        raise SignatureInvalid
    if type(created) is not int or not isinstance(nonce, str) or not isinstance(key_id, str):
        raise SignatureInvalid
    if parameters.get("alg") != "ed25519" or not FINGERPRINT.fullmatch(device):
        raise SignatureInvalid
    if not NONCE_CHARACTERS[0] <= len(nonce) <= NONCE_CHARACTERS[1]:
        raise SignatureInvalid
    return Signed(key_id, bytes.fromhex(device), nonce, created)


def _check_digest(header: str, body: bytes) -> None:
    found = DIGEST.search(header)
    if found is None or base64.b64decode(found[1]) != sha256(body):
        raise SignatureInvalid


def _read_any_spelling(input_text: str, signature_text: str) -> SignedHeaders:
    """The slow road: whatever RFC 9651 allows, written anew in its one canonical form for the base."""
    try:
        asked = _members(input_text)[LABEL]
        given = _members(signature_text)[LABEL]
        members, parameters = asked
        components = tuple(name for name, inner in members if isinstance(name, str) and not inner)
        canonical = str(http_sf.ser({LABEL: asked})).removeprefix(f"{LABEL}=")
    except (http_sf.StructuredFieldError, UnicodeError, KeyError, TypeError, ValueError):
        raise SignatureInvalid from None
    signature = given[0]
    if len(components) != len(members) or not isinstance(signature, bytes):
        raise SignatureInvalid
    return SignedHeaders(components, dict(parameters), canonical, signature)


def _members(text: str) -> dict[str, Any]:
    return cast("dict[str, Any]", http_sf.parse(text.encode("ascii"), tltype="dictionary"))
