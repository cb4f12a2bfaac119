"""Where a citizen stands in creating a MyKey ID: kept in the session on the server, sealed.

Going back and forth in the browser is harmless: each page asks here what is missing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import session

from mykey.kernel.errors import Refused
from mykey.services.card_certificate import ProvedCard
from mykey.services.check_own_choice import MOST_REFUSALS
from mykey.services.draw_mykey_id import MOST_DRAWS

__all__ = ["TERMS_VERSION", "Creation", "CreationStep", "begin_creation", "creation", "forget_creation"]

TERMS_VERSION = "2026-04"

_KEY = "creation"


class CreationStep(Refused):
    """A page was asked for that comes later. Fact `missing`: `consent`, `card` or `mykey-id`."""

    code = "creation-step"
    status = 409


@dataclass
class Creation:
    """The state, in values that JSON knows. Call `keep` after a change."""

    agreed_at: str
    terms: str = TERMS_VERSION
    card: dict[str, Any] | None = None
    proved_at: str | None = None
    drawn: int = 0
    refused: int = 0
    candidate: str | None = None
    """Drawn last."""
    mykey_id: str | None = None
    """Decided on."""
    draft: dict[str, Any] = field(default_factory=dict)
    """What was typed on the last page, but for passwords."""

    def keep(self) -> None:
        """Write it into the session."""
        session[_KEY] = asdict(self)

    def prove(self, card: ProvedCard, moment: datetime) -> None:
        """A card was proved. Another card begins anew with its draws and refusals."""
        plain = card.to_plain()
        if self.card != plain:
            self.drawn, self.refused, self.candidate, self.mykey_id = 0, 0, None, None
        self.card, self.proved_at = plain, moment.isoformat()
        self.keep()

    def proved_card(self, moment: datetime, life: timedelta) -> ProvedCard:
        """The card, if it was proved not too long ago. Raises `CreationStep`."""
        if self.card is None or self.proved_at is None:
            raise CreationStep(missing="card")
        if moment - datetime.fromisoformat(self.proved_at) > life:
            raise CreationStep(missing="card")
        return ProvedCard.from_plain(self.card)

    def decided_id(self) -> str:
        """The MyKey ID to register. Raises `CreationStep`."""
        if self.mykey_id is None:
            raise CreationStep(missing="mykey-id")
        return self.mykey_id

    def somebody_was_faster(self) -> None:
        """The ID was taken between choosing and registering: choose again, with one draw more if need be."""
        self.candidate, self.mykey_id = None, None
        self.drawn = min(self.drawn, MOST_DRAWS - 1)
        self.keep()

    @property
    def draws_left(self) -> int:
        """Of three."""
        return MOST_DRAWS - self.drawn

    def own_choice_open(self) -> bool:
        """Closed after three refusals and after the third draw, which is registered as it is."""
        return self.refused < MOST_REFUSALS and self.drawn < MOST_DRAWS


def begin_creation(moment: datetime) -> None:
    """The citizen has agreed to the terms; what was proved or drawn before stays."""
    kept = session.get(_KEY)
    if kept is None:
        Creation(agreed_at=moment.isoformat()).keep()


def creation() -> Creation:
    """The state. Raises `CreationStep` before consent was given."""
    kept = session.get(_KEY)
    if kept is None:
        raise CreationStep(missing="consent")
    return Creation(**kept)


def forget_creation() -> None:
    """It is done, or given up."""
    session.pop(_KEY, None)
