"""A card at a counter: what a terminal sends of it, touched or proved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from mykey.crypto.tokens import from_base64url, to_base64url
from mykey.services.ground import Ground
from mykey.services.judge_card import CardObject
from mykey.services.make_challenge import make_challenge
from mykey.services.work import Work
from town.authority.issued import IssuedCard

__all__ = ["proved_card", "proved_object", "touched_card", "touched_object"]


def touched_object(card: IssuedCard) -> dict[str, Any]:
    """The JSON card object of a card that was only touched."""
    return {"user_certificate": to_base64url(card.user.der)}


def proved_object(card: IssuedCard, challenge: dict[str, str]) -> dict[str, Any]:
    """The JSON card object after the PIN; `challenge` is the answer of POST /v1/challenges."""
    signature = card.user.sign(from_base64url(challenge["challenge"]))
    return touched_object(card) | {
        "challenge_id": challenge["challenge_id"],
        "signature": to_base64url(signature),
    }


def touched_card(card: IssuedCard) -> CardObject:
    """A touched card for a service."""
    return CardObject(card.user.der, None, None)


def proved_card(work: Work, ground: Ground, terminal_id: str, card: IssuedCard) -> CardObject:
    """A proved card for a service; its fresh challenge is committed."""
    made = work.apart(lambda own: make_challenge(ground.work(own, work.apart), terminal_id))
    return CardObject(card.user.der, UUID(str(made.id)), card.user.sign(made.challenge))
