"""The points side's settings. Nothing of the core stands here: no core key, no core database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["PointsSettings"]


@dataclass(frozen=True)
class PointsSettings(Settings):
    """`origin` is where browsers reach the face, `path` its first segment ("/" at a host of its own)."""

    PREFIX: ClassVar[str] = "MYKEY_POINTS_"

    origin: str
    database_url: str = field(repr=False)
    key_ring: Path
    form_token_key: str = field(repr=False)
    path: str = "/"
    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=8)
