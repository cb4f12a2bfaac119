"""Settings of the points office: environment variables MYKEY_POINTS_OFFICE_…, nothing of the core's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings
from mykey.points.acts.put_into_reserve import TERM_DAYS

__all__ = ["OfficeSettings"]


@dataclass(frozen=True)
class OfficeSettings(Settings):
    """The face of municipalities' clerks and the operator on the points side.

    `origin` is where browsers reach it, `path` its first segment ("/points-office"; "/" at its own host).
    `form_token_key` signs the forms' tokens. The idle limit is short, for desks are shared.
    """

    PREFIX: ClassVar[str] = "MYKEY_POINTS_OFFICE_"

    origin: str
    path: str
    database_url: str = field(repr=False)
    key_ring: Path
    form_token_key: str = field(repr=False)
    idle: timedelta = timedelta(minutes=10)
    absolute: timedelta = timedelta(hours=8)
    sign_ins: str = "10 per 15 minute"
    """How often one login may be tried."""
    term_days: int = TERM_DAYS
    """How many days points that are put into a reserve wait for their holder's choice, 1 to 365."""
    paper_font: str = ""
    """The file of Noto Sans CJK for settlement papers, where it lies elsewhere (`papers.fonts`)."""
