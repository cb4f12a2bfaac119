"""The portals that may ask this agent. Nobody else is served, and the name shown is the one written here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from desk.settings import is_trustworthy_origin

__all__ = ["Portal", "PortalListUnusable", "read_portals"]


class PortalListUnusable(Exception):
    """The allow-list is missing or damaged: the agent does not start."""


@dataclass(frozen=True)
class Portal:
    """One allowed asker: origin, names, and the Ed25519 key that its requests must carry a signature of."""

    origin: str
    name: str
    name_en: str
    key: OKPKey = field(repr=False)

    def name_in(self, language: str) -> str:
        """Its name for the citizen."""
        return self.name_en if language == "en" else self.name


def read_portals(path: Path) -> dict[str, Portal]:
    """By origin, from a JSON list of `{origin, name, name_en, public_key}` (`public_key`: JWK, OKP, Ed25519).

    Raises:
        PortalListUnusable: no such file, other members, an origin that is neither https nor on this machine,
            a private or foreign key, or one origin twice.
    """
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        portals = [_portal(entry) for entry in listed]
    except (OSError, ValueError, TypeError, KeyError, JoseError):
        raise PortalListUnusable from None
    by_origin = {portal.origin: portal for portal in portals}
    if not portals or len(by_origin) != len(portals):
        raise PortalListUnusable
    return by_origin


def _portal(entry: dict[str, Any]) -> Portal:
    key = OKPKey.import_key(entry["public_key"])
    names = (entry["origin"], entry["name"], entry["name_en"])
    if (
        key.is_private
        or key.curve_name != "Ed25519"
        or not all(isinstance(name, str) and name for name in names)
    ):
        raise PortalListUnusable
    if not is_trustworthy_origin(entry["origin"]):
        raise PortalListUnusable
    return Portal(*names, key)
