"""Settings of the points side's jobs: environment variables MYKEY_POINTS_JOBS_…, nothing of the core's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings
from mykey.points.acts.put_into_reserve import TERM_DAYS

__all__ = ["PointsJobsSettings"]


@dataclass(frozen=True)
class PointsJobsSettings(Settings):
    """`…_seconds` are the pauses between two runs of a job; `rewriting_seconds`: once in each such period.

    `demo_keys` says "yes" where the key ring is the demo's; anywhere else such a ring is refused.
    """

    PREFIX: ClassVar[str] = "MYKEY_POINTS_JOBS_"

    database_url: str = field(repr=False)
    key_ring: Path
    smtp_host: str
    smtp_port: int
    mail_sender: str
    demo_keys: bool = False
    mail_seconds: timedelta = timedelta(seconds=10)
    purge_seconds: timedelta = timedelta(minutes=5)
    lots_seconds: timedelta = timedelta(minutes=15)
    ask_seconds: timedelta = timedelta(minutes=3)
    tell_seconds: timedelta = timedelta(hours=1)
    term_days: int = TERM_DAYS
    """How many days points from companies wait in the reserve for their holder's choice, 1 to 365."""
    rewriting_seconds: timedelta = timedelta(days=1)
