"""Settings of the console: environment variables MYKEY_CONSOLE_…, read once, closed by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["ConsoleSettings"]


@dataclass(frozen=True)
class ConsoleSettings(Settings):
    """The face that officers use.

    `origin` is where browsers reach it, `path` its first segment ("/console"; "/" at a host of its own).
    `form_token_key` signs the forms' tokens. The idle limit is short, for desks are shared.
    """

    PREFIX: ClassVar[str] = "MYKEY_CONSOLE_"

    origin: str
    path: str
    database_url: str = field(repr=False)
    key_ring: Path
    trust: Path
    revocation_lists: Path
    linkage_origin: str
    form_token_key: str = field(repr=False)
    session_idle: timedelta = timedelta(minutes=10)
    session_absolute: timedelta = timedelta(hours=8)
    sign_ins: str = "10 per 15 minute"
    """How often one login may be tried."""
