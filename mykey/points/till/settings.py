"""Settings of the till API: environment variables MYKEY_POINTS_TILL_…, read once, closed by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["TillSettings"]


@dataclass(frozen=True)
class TillSettings(Settings):
    """The face that shops' and facilities' tills call.

    `origin` is where they reach it; signatures are checked against it, whatever the Host header says.
    `ticket_keys` is the ticket writer's file of public verifying keys.
    Limits count in the form of the `limits` library.
    """

    PREFIX: ClassVar[str] = "MYKEY_POINTS_TILL_"

    origin: str
    database_url: str = field(repr=False)
    key_ring: Path
    ticket_keys: Path
    requests_a_minute: int = 1200
    """How many signed requests one till may make in a minute; then 429."""
    tries_of_one_enrolment_code: str = "5 per 15 minute"
    unknown_pay_codes_of_one_till: str = "30 per hour"
    unknown_vouchers_of_one_till: str = "30 per hour"
    """By the hour or longer: a shorter window would keep a finer time of what people do at the till."""
