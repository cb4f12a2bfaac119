"""The machine that tests' terminals are bound to."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["DEVICE_KEY", "FINGERPRINT", "PUBLIC_KEY"]

FINGERPRINT = bytes(range(32))
DEVICE_KEY = Ed25519PrivateKey.from_private_bytes(b"a machine's key of tests, 32 byt")
PUBLIC_KEY = DEVICE_KEY.public_key().public_bytes_raw()
