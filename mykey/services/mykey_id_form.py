"""What a MyKey ID looks like, as people type it and as it is kept."""

from __future__ import annotations

import re

from mykey.kernel.refusals_of_citizens import MykeyIdMalformed
from mykey.services.number_rules import normalise_number

__all__ = ["DRAWN_ALPHABET", "MYKEY_ID_LENGTH", "read_mykey_id"]

MYKEY_ID_LENGTH = 8
#: Without 0 O Q, 1 I L, 2 Z, 5 S, 8 B and U V, which people confuse (features.md, A).
DRAWN_ALPHABET = "34679ACDEFGHJKMNPRTWXY"

_MYKEY_ID = re.compile(r"[A-Z0-9]{8}")
_TYPED_LIMIT = 100


def read_mykey_id(typed: str) -> str:
    """The MyKey ID behind what was typed: full-width characters, small letters, hyphens and spaces are fine.

    Raises:
        MykeyIdMalformed: not eight of A to Z and 0 to 9.
    """
    mykey_id = normalise_number(typed[:_TYPED_LIMIT])
    if _MYKEY_ID.fullmatch(mykey_id) is None:
        raise MykeyIdMalformed
    return mykey_id
