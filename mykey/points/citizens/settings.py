"""Settings of the citizens' points pages. Nothing of the core stands here: no core key, no core database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["PointsSettings"]


@dataclass(frozen=True)
class PointsSettings(Settings):
    """The face that citizens use on the points side.

    `origin` is where browsers reach it, `path` its first segment ("/" at a host of its own).
    `portal_origin` is the one site whose pages may post a ticket here; `portal_url` is a plain link to it.
    `ticket_keys` is the ticket writer's file of public verifying keys.
    Limits count in the form of the `limits` library, by the hour or longer: a shorter window would keep a
    finer time of a citizen's acts (privacy.md, "Deliberately non-joinable", 4).
    """

    PREFIX: ClassVar[str] = "MYKEY_POINTS_"

    origin: str
    database_url: str = field(repr=False)
    key_ring: Path
    form_token_key: str = field(repr=False)
    portal_origin: str
    portal_url: str
    ticket_keys: Path
    path: str = "/"
    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=8)
    mail_codes_of_one_holder: str = "5 per hour"
    pay_codes_of_one_holder: str = "60 per hour"
