"""What a use case works with. Handed in by a face, a job or a test; nothing is looked up from the side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from mykey.certificates import RevocationLists, Trust
from mykey.kernel.clock import Clock
from mykey.kernel.ports import Linkage
from mykey.kernel.randomness import RandomBytes
from mykey.models.keys import CoreKeys

__all__ = ["Apart", "CardRules", "Work"]

T = TypeVar("T")


class Apart(Protocol):
    """A transaction of its own, committed at once: for what must stay when the rest is refused.

    A burnt challenge and a counted failure are such. It must be used before the request's own transaction
    is touched: on SQLite the second writer would wait for the first, which waits for it.
    """

    def __call__(self, act: Callable[[Session], T]) -> T:
        """Run `act` with a session of its own and commit; roll back and raise what it raises."""


@dataclass(frozen=True)
class Work:
    """The request's transaction and the things every use case needs."""

    session: Session
    apart: Apart
    keys: CoreKeys
    clock: Clock
    random_bytes: RandomBytes


@dataclass(frozen=True)
class CardRules:
    """What a card is judged by: the authorities, their lists, their linkage service."""

    trust: Trust
    lists: RevocationLists
    linkage: Linkage
