"""The one-time code that binds a till to its key: fourteen characters that nobody mistakes for each other."""

from __future__ import annotations

import unicodedata

from mykey.kernel.randomness import RandomBytes, random_choice

__all__ = ["CODE_DAYS", "CODE_LENGTH", "new_enrolment_code", "read_enrolment_code", "shown_enrolment_code"]

#: Without 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V. 14 of 23 are 63 bits.
_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 14
#: It is good from the day of the invitation to the end of the 14th day after it.
CODE_DAYS = 14
_SEPARATORS = str.maketrans("", "", " \t\r\n-‐‑‒–—―−ー")


def new_enrolment_code(random_bytes: RandomBytes) -> str:
    """A code as it is indexed: capital letters and digits, no hyphens."""
    return random_choice(random_bytes, _ALPHABET, CODE_LENGTH)


def read_enrolment_code(text: str) -> str:
    """The code as it is indexed, from what people type; whatever it is, it is somebody's or nobody's."""
    return unicodedata.normalize("NFKC", text[:60]).translate(_SEPARATORS).upper()


def shown_enrolment_code(code: str) -> str:
    """As people read it aloud: XXXXX-XXXXX-XXXX."""
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"
