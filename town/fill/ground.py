"""What the fill's use cases work with: the core's keys and rules, and one transaction for everything.

All or nothing: either the database has the whole first day, with its secrets in files already, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from mykey.certificates import RevocationLists, load_trust
from mykey.crypto.passwords import Passwords
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.clock import Clock
from mykey.kernel.randomness import random_choice
from mykey.models.keys import CoreKeys
from mykey.outside.linkage import HttpLinkage
from mykey.services.ground import Ground
from mykey.services.work import CardRules, Work
from mykey.web.engines import make_engine
from town.fill.settings import PlatformSettings

__all__ = ["Filling", "one_transaction", "open_ground"]

T = TypeVar("T")

#: Nothing that is confused when it is copied from a screen by hand.
SECRET_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - the alphabet, not a password
SECRET_LENGTH = 16


@dataclass(frozen=True)
class Filling:
    """The ground and the one transaction."""

    ground: Ground
    work: Work

    def new_secret(self) -> str:
        """A password of 79 bits for this home alone."""
        return random_choice(self.ground.random_bytes, SECRET_ALPHABET, SECRET_LENGTH)


def open_ground(settings: PlatformSettings, clock: Clock) -> Ground:
    """The ground of a process of the core; the lists must have been imported before.

    Raises:
        KeyRingRefused, TrustUnusable: see there.
    """
    return Ground(
        keys=CoreKeys.open(settings.key_ring, system_random_bytes, demo_allowed=True),
        clock=clock,
        random_bytes=system_random_bytes,
        passwords=Passwords(),
        cards=CardRules(
            trust=load_trust(settings.trust.read_bytes()),
            lists=RevocationLists(settings.revocation_lists),
            linkage=HttpLinkage(settings.linkage_origin),
        ),
    )


@contextmanager
def one_transaction(ground: Ground, database_url: str) -> Iterator[Filling]:
    """Everything inside is committed together at the end.

    `Apart` gives the same session: nobody else is at work, and what it would keep must go with the rest.
    """
    engine = make_engine(database_url)
    try:
        with Session(engine) as session, session.begin():

            def same(act: Callable[[Session], T]) -> T:
                return act(session)

            yield Filling(ground, ground.work(session, same))
    finally:
        engine.dispose()
