"""Draw a MyKey ID that nobody has or had: three draws, the third is the one to register (features.md, A)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.kernel.errors import Broken
from mykey.kernel.randomness import random_choice
from mykey.kernel.refusals_of_citizens import DrawsExhausted
from mykey.models.mykey_ids import MykeyId
from mykey.services.mykey_id_form import DRAWN_ALPHABET, MYKEY_ID_LENGTH
from mykey.services.work import Work

__all__ = ["MOST_DRAWS", "NoFreeId", "draw_mykey_id", "is_free"]

MOST_DRAWS = 3

#: 22⁸ is 55 thousand million: even with every person in Japan registered, 20 misses in a row do not happen.
TRIES = 20


class NoFreeId(Broken):
    """Draw after draw is taken: the randomness is broken."""

    code = "no-free-id"


def draw_mykey_id(work: Work, drawn_before: int) -> str:
    """A free candidate. It is not reserved: registration may still find it taken.

    Only ever after the card is proved, so that a draw costs a card. Reads in a transaction of its own.

    Raises:
        DrawsExhausted: three were drawn before.
    """
    if drawn_before >= MOST_DRAWS:
        raise DrawsExhausted
    for _ in range(TRIES):
        candidate = random_choice(work.random_bytes, DRAWN_ALPHABET, MYKEY_ID_LENGTH)
        if is_free(work, candidate):
            return candidate
    raise NoFreeId


def is_free(work: Work, mykey_id: str) -> bool:
    """Whether nobody has or had it. A retired ID stays as a tombstone."""
    places = work.keys.mykey_id_candidates(mykey_id)

    def look(session: Session) -> bool:
        return session.scalar(select(MykeyId.id_index).where(MykeyId.id_index.in_(places))) is None

    return work.apart(look)
