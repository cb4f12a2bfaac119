"""Settings of the public pages: environment variables MYKEY_POINTS_NAVI_…; no key is among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["NaviSettings"]


@dataclass(frozen=True)
class NaviSettings(Settings):
    """The face for everybody on the points side.

    `origin` is where browsers reach it, `path` its first segment ("/points-navi"; "/" at its own host).
    `database_url` may name a role that can read programmes, shops and partners and nothing else.
    `licence` and `licence_url` stand with the open data, as the municipalities have agreed.
    """

    PREFIX: ClassVar[str] = "MYKEY_POINTS_NAVI_"

    origin: str
    path: str
    database_url: str = field(repr=False)
    licence: str = "CC BY 4.0"
    licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
