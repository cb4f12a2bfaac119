"""What a process of the points side stands on, and what a use case works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from mykey.crypto.passwords import Passwords
from mykey.kernel.clock import Clock, japan_day
from mykey.kernel.randomness import RandomBytes
from mykey.points.keys import PointsKeys

__all__ = ["Apart", "PointsGround", "PointsWork"]

T = TypeVar("T")


class Apart(Protocol):
    """A transaction of its own, committed at once, before the request's is touched."""

    def __call__(self, act: Callable[[Session], T]) -> T:
        """Run `act` with a session of its own and commit; roll back and raise what it raises."""


@dataclass(frozen=True)
class PointsWork:
    """One transaction and the things every use case needs."""

    session: Session
    apart: Apart
    keys: PointsKeys
    clock: Clock
    random_bytes: RandomBytes
    held: Connection | None = None

    @cached_property
    def connection(self) -> Connection:
        """The transaction's connection, for the ledger's plain statements."""
        return self.session.connection() if self.held is None else self.held

    @property
    def today(self) -> date:
        """The day in Japan."""
        return japan_day(self.clock())


@dataclass(frozen=True)
class PointsGround:
    """Handed to a face's factory, a job or a command; tests make their own."""

    keys: PointsKeys
    clock: Clock
    random_bytes: RandomBytes
    passwords: Passwords

    def work(self, session: Session, apart: Apart, held: Connection | None = None) -> PointsWork:
        """One transaction's work; `held` is its connection where there is one before the session needs it."""
        return PointsWork(session, apart, self.keys, self.clock, self.random_bytes, held)
