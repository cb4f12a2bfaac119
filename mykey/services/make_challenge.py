"""Give a terminal 32 random bytes for a card to sign (terminal-api.md, "Cards")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mykey.kernel.randomness import random_id
from mykey.models.terminal_requests import TerminalChallenge
from mykey.services.work import Work

__all__ = ["CHALLENGE_LIFE", "Challenge", "make_challenge"]

CHALLENGE_BYTES = 32
CHALLENGE_LIFE = timedelta(seconds=120)


@dataclass(frozen=True)
class Challenge:
    """One use, 120 seconds, one terminal."""

    id: UUID
    challenge: bytes
    expires_at: datetime


def make_challenge(work: Work, terminal_id: str) -> Challenge:
    """Make and keep a challenge for this terminal only."""
    made = Challenge(
        random_id(work.random_bytes),
        work.random_bytes(CHALLENGE_BYTES),
        (work.clock() + CHALLENGE_LIFE).replace(microsecond=0),
    )
    work.session.add(
        TerminalChallenge(
            id=made.id,
            terminal_id=terminal_id,
            challenge=made.challenge,
            expires_at=made.expires_at,
            used=False,
        )
    )
    return made
