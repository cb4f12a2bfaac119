"""The present one-time code of each login (TOTP, RFC 6238), as an authenticator program would show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pyotp

from town.guide.demo_set import Login

__all__ = ["STEP_SECONDS", "Code", "code_of", "seconds_left"]

STEP_SECONDS = 30


@dataclass(frozen=True)
class Code:
    """Six digits and for how long they are the present ones."""

    digits: str = field(repr=False)
    seconds_left: int


def seconds_left(moment: datetime) -> int:
    """Seconds until the next code, 1 to 30."""
    return STEP_SECONDS - int(moment.timestamp()) % STEP_SECONDS


def code_of(login: Login, moment: datetime) -> Code | None:
    """The code of a login now; None where it has no second factor."""
    if login.totp_secret is None:
        return None
    return Code(pyotp.TOTP(login.totp_secret).at(moment), seconds_left(moment))
