"""What a worker of the till API keeps between requests: tills' keys and paces.

A till's key is cached because it changes only with a new enrolment: the request is then judged by the till's
present key. Nothing about a person is kept.
"""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.crypto.request_keys import DevicePublicKey
from mykey.crypto.ticket_seals import TicketOpener
from mykey.points.acts.admit_till_request import find_till_key
from mykey.points.ground import PointsGround
from mykey.points.till.settings import TillSettings
from mykey.web.paces import Pace
from mykey.web.rate_limits import RateLimits

__all__ = ["TillGate", "TillKey"]

#: Whenever a till calls, somebody stands at it: a row with the minute would be a fine time of what people do.
KEPT_SECONDS = 3600


class TillKey:
    """A till's public key, ready to verify, and its 32 bytes."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.key = DevicePublicKey(raw)
        self.thumbprint = DevicePublicKey.thumbprint(raw)


class TillGate:
    """One for each worker, made by the face's factory."""

    def __init__(
        self,
        settings: TillSettings,
        ground: PointsGround,
        opener: TicketOpener,
        engine: Engine,
        limits: RateLimits,
    ) -> None:
        self.settings = settings
        self.ground = ground
        self.opener = opener
        self.engine = engine
        self.limits = limits
        self.pace = Pace(settings.requests_a_minute, limits, ground.clock, KEPT_SECONDS)
        self._keys: dict[str, TillKey] = {}

    def key_of(self, till_id: str) -> TillKey | None:
        """The key of a till, from the cache or the database; unknown ones are not cached."""
        cached = self._keys.get(till_id)
        if cached is None:
            with Session(self.engine) as own:
                raw = find_till_key(own, till_id)
            if raw is not None:
                cached = self._keys[till_id] = TillKey(raw)
        return cached

    def forget_key(self, till_id: str) -> None:
        """Read the key again at the next request."""
        self._keys.pop(till_id, None)

    def close(self) -> None:
        """Write what was gathered and end the thread; whoever made the face for a while calls it."""
        self.pace.close()
