"""What a process of the core stands on: keys, time, randomness, card rules. Opened once at start-up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mykey.crypto.passwords import Passwords
from mykey.kernel.clock import Clock
from mykey.kernel.randomness import RandomBytes
from mykey.models.keys import CoreKeys
from mykey.services.work import Apart, CardRules, Work

__all__ = ["Ground"]


@dataclass(frozen=True)
class Ground:
    """Handed to a face's factory, a job or a command; tests make their own."""

    keys: CoreKeys
    clock: Clock
    random_bytes: RandomBytes
    passwords: Passwords
    cards: CardRules

    def work(self, session: Session, apart: Apart) -> Work:
        """One request's work."""
        return Work(session, apart, self.keys, self.clock, self.random_bytes)
