"""Settings of the partners' API: environment variables MYKEY_POINTS_PARTNERS_…, closed by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings
from mykey.points.acts.put_into_reserve import TERM_DAYS

__all__ = ["PartnersSettings"]


@dataclass(frozen=True)
class PartnersSettings(Settings):
    """The face that partner companies call.

    `origin` is where they reach it; signatures are checked against it, whatever the Host header says.
    """

    PREFIX: ClassVar[str] = "MYKEY_POINTS_PARTNERS_"

    origin: str
    database_url: str = field(repr=False)
    key_ring: Path
    requests_a_minute: int = 600
    """How many signed requests one company may make in a minute; then 429."""
    term_days: int = TERM_DAYS
    """How many days points from companies wait in the reserve for their holder's choice, 1 to 365."""
