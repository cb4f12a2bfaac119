"""Settings of `mykey-points`: environment variables MYKEY_POINTS_…, of this side alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["CommandSettings", "DatabaseSettings", "KeySettings"]


@dataclass(frozen=True)
class DatabaseSettings(Settings):
    """What commands need that open no sealed value."""

    PREFIX: ClassVar[str] = "MYKEY_POINTS_"

    database_url: str = field(repr=False)


@dataclass(frozen=True)
class KeySettings(Settings):
    """What commands need that only look at the key ring."""

    PREFIX: ClassVar[str] = "MYKEY_POINTS_"

    key_ring: Path


@dataclass(frozen=True)
class CommandSettings(Settings):
    """What commands need that touch rows. `demo_keys`: "yes" where the ring is the demo's."""

    PREFIX: ClassVar[str] = "MYKEY_POINTS_"

    database_url: str = field(repr=False)
    key_ring: Path
    demo_keys: bool = False
