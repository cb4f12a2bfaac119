"""Whether a MyKey ID of the citizen's own choice can be had. After three refusals only draws are left.

The answer tells whether an ID exists, so it is given only after the card is proved, and the edge counts the
refusals of a card as well as those of a session: a new session is no new oracle (features.md, A).
"""

from __future__ import annotations

from mykey.kernel.refusals_of_citizens import MykeyIdTaken, OwnChoicesExhausted
from mykey.services.draw_mykey_id import is_free
from mykey.services.mykey_id_form import read_mykey_id
from mykey.services.work import Work

__all__ = ["MOST_REFUSALS", "check_own_choice"]

MOST_REFUSALS = 3


def check_own_choice(work: Work, typed: str, refused_before: int) -> str:
    """The MyKey ID as it will be registered. Reads in a transaction of its own.

    Raises:
        OwnChoicesExhausted: three were refused before; nothing is said about this one.
        MykeyIdMalformed: not eight of A to Z and 0 to 9; no refusal in the sense of the three.
        MykeyIdTaken: it is or was somebody's.
    """
    if refused_before >= MOST_REFUSALS:
        raise OwnChoicesExhausted
    mykey_id = read_mykey_id(typed)
    if not is_free(work, mykey_id):
        raise MykeyIdTaken
    return mykey_id
