"""Codes that people type or scan: characters of Crockford's Base32, 5 random bits each.

Pay codes, vouchers and coupons have this form, each of its own length and each refused by its own word.
"""

from __future__ import annotations

import unicodedata

from mykey.kernel.randomness import RandomBytes, random_choice

__all__ = ["ALPHABET", "grouped_code", "new_code", "read_code"]

#: No I, L, O, U, which are read as other characters or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = frozenset(ALPHABET)
_GROUP = 4
_AS_READ = str.maketrans({"I": "1", "L": "1", "O": "0"} | dict.fromkeys(" \t\r\n-‐‑‒–—―−ー", ""))


def new_code(random_bytes: RandomBytes, length: int) -> str:
    """A code as it is kept and drawn in a QR code."""
    return random_choice(random_bytes, ALPHABET, length)


def read_code(text: str, length: int, longest: int) -> str | None:
    """The code behind what was typed: small letters, full width, blanks, hyphens, O for 0, I and L for 1.

    None where it has another form, or the text is longer than `longest`, blanks and hyphens included.
    """
    if len(text) > longest:
        return None
    plain = unicodedata.normalize("NFKC", text).upper().translate(_AS_READ)
    return plain if len(plain) == length and _CHARACTERS.issuperset(plain) else None


def grouped_code(code: str) -> str:
    """As people read it aloud: 7K2M-0QXT-94RB."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
