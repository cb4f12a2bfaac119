"""The form of a pay code: twelve characters, as a QR code and as text that a clerk can type.

They carry 60 random bits, fewer than a token that nobody types. That is enough here: a code lives a minute
and serves once, only enrolled tills can try one, and the till API counts a till's wrong codes. A million
tries in that minute would find one of a thousand live codes once in a thousand million such minutes.
"""

from __future__ import annotations

import unicodedata

from mykey.kernel.randomness import RandomBytes, random_choice
from mykey.points.refusals import PayCodeUnknown

__all__ = ["new_pay_code", "read_pay_code", "shown_pay_code"]

#: Crockford's Base32: no I, L, O, U, which are read as other characters or make words.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
_LONGEST = 60
_GROUP = 4
_AS_READ = str.maketrans({"I": "1", "L": "1", "O": "0"} | dict.fromkeys(" \t-‐‑‒–—―−ー", ""))


def new_pay_code(random_bytes: RandomBytes) -> str:
    """A code as it is kept and drawn in the QR code."""
    return random_choice(random_bytes, _ALPHABET, _LENGTH)


def read_pay_code(text: str) -> str:
    """The code behind what was scanned or typed: small letters, full width, blanks, hyphens, O for 0.

    Raises:
        PayCodeUnknown: it has another form.
    """
    if len(text) > _LONGEST:
        raise PayCodeUnknown
    plain = unicodedata.normalize("NFKC", text).upper().translate(_AS_READ)
    if len(plain) != _LENGTH or not set(plain) <= set(_ALPHABET):
        raise PayCodeUnknown
    return plain


def shown_pay_code(code: str) -> str:
    """As people read it aloud: 7K2M-0QXT-94RB."""
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
