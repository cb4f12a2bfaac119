"""What a worker of the partners' API keeps between requests: companies' keys and paces.

A key is cached because it changes only when the operator enters another: the request is then judged by the
company's present key.
"""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.crypto.request_keys import DevicePublicKey
from mykey.points.acts.partners.admit_partner_request import find_partner_key
from mykey.points.ground import PointsGround
from mykey.points.partners.settings import PartnersSettings
from mykey.web.paces import Pace
from mykey.web.rate_limits import RateLimits

__all__ = ["PartnerKey", "PartnersGate"]

#: A callback comes when somebody has just exchanged points: a row with the minute would be a fine time of it.
KEPT_SECONDS = 3600


class PartnerKey:
    """A company's public key, ready to verify, and its 32 bytes."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.key = DevicePublicKey(raw)


class PartnersGate:
    """One for each worker, made by the face's factory."""

    def __init__(
        self, settings: PartnersSettings, ground: PointsGround, engine: Engine, limits: RateLimits
    ) -> None:
        self.settings = settings
        self.ground = ground
        self.engine = engine
        self.pace = Pace(settings.requests_a_minute, limits, ground.clock, KEPT_SECONDS)
        self._keys: dict[str, PartnerKey] = {}

    def key_of(self, partner_id: str) -> PartnerKey | None:
        """The key of a company, from the cache or the database; unknown ones are not cached."""
        cached = self._keys.get(partner_id)
        if cached is None:
            cached = self._read(partner_id)
        return cached

    def has_another_key(self, partner_id: str, tried: PartnerKey) -> bool:
        """Whether the company has another key than the one that was tried; it is kept from now on."""
        present = self._read(partner_id)
        return present is not None and present.raw != tried.raw

    def forget_key(self, partner_id: str) -> None:
        """Read the key again at the next request."""
        self._keys.pop(partner_id, None)

    def _read(self, partner_id: str) -> PartnerKey | None:
        with Session(self.engine) as own:
            raw = find_partner_key(own, partner_id)
        if raw is None:
            self.forget_key(partner_id)
            return None
        found = self._keys[partner_id] = PartnerKey(raw)
        return found

    def close(self) -> None:
        """Write what was gathered and end the thread; whoever made the face for a while calls it."""
        self.pace.close()
