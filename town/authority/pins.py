"""The two secrets of a card (jpki.md, Card protocol): a 4-digit PIN and a signing password."""

from __future__ import annotations

import re

from town.errors import PinNotUsable

__all__ = ["PASSWORD_TRIES", "PIN_TRIES", "check_secrets"]

PIN_TRIES = 3
PASSWORD_TRIES = 5

_PIN = re.compile(r"[0-9]{4}")
_PASSWORD = re.compile(r"[A-Z0-9]{6,16}")


def check_secrets(pin: str, signing_password: str) -> None:
    """Refuse a PIN or a password that no card would take, with `PinNotUsable`."""
    if _PIN.fullmatch(pin) is None or _PASSWORD.fullmatch(signing_password) is None:
        raise PinNotUsable("The PIN is 4 digits, the signing password 6 to 16 of A-Z and 0-9.")
