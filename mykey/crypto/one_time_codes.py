"""The second factor of officers: TOTP (RFC 6238), six digits, 30 seconds, each step accepted once."""

from __future__ import annotations

import base64
from datetime import datetime

import pyotp

from mykey.kernel.randomness import RandomBytes

__all__ = ["code_at", "new_totp_secret", "provisioning_uri", "verify_totp"]

SECRET_BYTES = 20
STEP_SECONDS = 30


def new_totp_secret(random_bytes: RandomBytes) -> str:
    """A secret of 160 bits in base32, as authenticator programs want it."""
    return base64.b32encode(random_bytes(SECRET_BYTES)).decode("ascii")


def provisioning_uri(secret: str, login: str, issuer: str) -> str:
    """The text of the QR code that an authenticator program reads. It holds the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def code_at(secret: str, moment: datetime) -> str:
    """The code of a moment, for the demo's guide and for tests."""
    return pyotp.TOTP(secret).at(moment)


def verify_totp(secret: str, code: str, moment: datetime, last_step: int) -> int | None:
    """The step that the code belongs to, or None.

    One step before and after are accepted for clocks that differ; a step up to `last_step` never again,
    so that a code seen over a shoulder is worth nothing (RFC 6238, section 5.2).
    """
    present = int(moment.timestamp()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if step > last_step and pyotp.utils.strings_equal(pyotp.TOTP(secret).generate_otp(step), code):
            return step
    return None
