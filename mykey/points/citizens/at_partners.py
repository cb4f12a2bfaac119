"""How this face speaks with companies while a citizen waits. What they do not hear, the jobs say again."""

from __future__ import annotations

import contextlib
from uuid import UUID

from mykey.points.citizens.settings import PointsSettings
from mykey.points.ground import PointsGround
from mykey.points.partner_calls.ask import ask_partner, give_up
from mykey.points.partner_calls.calls import NoAnswer, PartnerCalls
from mykey.points.partner_calls.sign_in import SignInAtPartner
from mykey.web.database import engine

__all__ = ["AtPartners"]


class AtPartners:
    """The citizens' sign-in at companies, and their exchanges."""

    def __init__(self, settings: PointsSettings, ground: PointsGround) -> None:
        self._ground = ground
        self._term_days = settings.term_days
        self._calls = PartnerCalls(ground)
        face = settings.origin.rstrip("/") + settings.path.rstrip("/")
        self.sign_in = SignInAtPartner(face, ground.random_bytes)

    def ask(self, exchange_id: UUID) -> None:
        """Ask for an exchange that was committed; it stays asked where nothing is heard."""
        ask_partner(engine(), self._ground, exchange_id, self._calls, self._term_days)

    def give_up(self, exchange_id: UUID) -> None:
        """Say that nothing came of one; the word stays owed where it is not taken."""
        with contextlib.suppress(NoAnswer):
            give_up(engine(), self._ground, exchange_id, self._calls)
