"""The two public keys that the sides tell each other, as JSON files (RFC 8037).

The points side's sealing key: `{"version": n, "kty": "OKP", "crv": "X25519", "x": "…"}`. The ticket writer's
verifying keys: `{"keys": [{"version": n, "kty": "OKP", "crv": "Ed25519", "x": "…"}]}`, the current one first.
Neither file is secret, but whoever can change one can read or forge tickets.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from mykey.crypto.keyring import KeyRing
from mykey.crypto.request_keys import DevicePublicKey, PublicKeyMalformed
from mykey.crypto.ticket_seals import PublicSealingKey, public_sealing_key, public_verifying_keys
from mykey.crypto.tokens import from_base64url, to_base64url
from mykey.kernel.errors import Broken

__all__ = [
    "PublicKeyFileRefused",
    "read_sealing_key",
    "read_verifying_keys",
    "write_sealing_key",
    "write_verifying_keys",
]

KEY_BYTES = 32
MAX_VERSION = 255
READABLE_BY_ALL = 0o644


class PublicKeyFileRefused(Broken):
    """A file with public keys is not there or not of its form. Fact: `file`, its name without the path."""

    code = "public-key-file-refused"

    def __str__(self) -> str:
        """The file's name; never what is in it."""
        return f"public-key-file-refused: {self.facts['file']}"


def write_sealing_key(path: Path, ring: KeyRing) -> None:
    """Write the points side's current sealing key, on the points side; replaces an older file."""
    key = public_sealing_key(ring)
    _write(path, _jwk("X25519", key.version, key.raw))


def read_sealing_key(path: Path) -> PublicSealingKey:
    """Read the points side's sealing key, in the ticket writer's process.

    Raises:
        PublicKeyFileRefused.
    """
    try:
        return PublicSealingKey(*_of_jwk("X25519", json.loads(path.read_bytes())))
    except (OSError, ValueError):
        raise PublicKeyFileRefused(file=path.name) from None


def write_verifying_keys(path: Path, ring: KeyRing) -> None:
    """Write the ticket writer's live verifying keys; replaces an older file."""
    keys = public_verifying_keys(ring)
    _write(path, {"keys": [_jwk("Ed25519", version, raw) for version, raw in keys.items()]})


def read_verifying_keys(path: Path) -> dict[int, bytes]:
    """Read the ticket writer's verifying keys by version, on the points side.

    Raises:
        PublicKeyFileRefused: also for a key of small order, which verifies everything.
    """
    try:
        document = json.loads(path.read_bytes())
        if not isinstance(document, dict) or set(document) != {"keys"} or not document["keys"]:
            raise ValueError
        keys = [_of_jwk("Ed25519", jwk) for jwk in document["keys"]]
        for _, raw in keys:
            DevicePublicKey.raw_from_jwk({"kty": "OKP", "crv": "Ed25519", "x": to_base64url(raw)})
        if len(dict(keys)) != len(keys):
            raise ValueError
    except (OSError, ValueError, TypeError, PublicKeyMalformed):
        raise PublicKeyFileRefused(file=path.name) from None
    return dict(keys)


def _jwk(curve: str, version: int, raw: bytes) -> dict[str, Any]:
    return {"version": version, "kty": "OKP", "crv": curve, "x": to_base64url(raw)}


def _of_jwk(curve: str, jwk: Any) -> tuple[int, bytes]:
    if not isinstance(jwk, dict) or set(jwk) != {"version", "kty", "crv", "x"}:
        raise ValueError
    version, raw = jwk["version"], from_base64url(str(jwk["x"]))
    whole = type(version) is int and 1 <= version <= MAX_VERSION
    if not whole or (jwk["kty"], jwk["crv"]) != ("OKP", curve) or len(raw) != KEY_BYTES:
        raise ValueError
    return version, raw


def _write(path: Path, document: dict[str, Any]) -> None:
    """In one step, so that nobody reads half a file."""
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, READABLE_BY_ALL)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())  # else a power cut may leave the new name with nothing in it
    beside.replace(path)
