"""Settings of the jobs' process: environment variables MYKEY_JOBS_…, read once, closed by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["JobsSettings"]


@dataclass(frozen=True)
class JobsSettings(Settings):
    """`…_seconds` are the pauses between two runs of a job; `rewriting_seconds`: once in each such period."""

    PREFIX: ClassVar[str] = "MYKEY_JOBS_"

    database_url: str = field(repr=False)
    key_ring: Path
    trust: Path
    revocation_lists: Path
    authority_origin: str
    smtp_host: str
    smtp_port: int
    mail_sender: str
    mail_seconds: timedelta = timedelta(seconds=10)
    lists_seconds: timedelta = timedelta(minutes=15)
    purge_seconds: timedelta = timedelta(minutes=5)
    rewriting_seconds: timedelta = timedelta(days=1)
