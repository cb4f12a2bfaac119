"""The form of a voucher's code: sixteen characters, as a QR code and as text that a clerk can type.

Sixteen of Crockford's 32 characters are 80 random bits. A voucher is good for weeks, and paper is the whole
proof: guessing one of a million live codes at a thousand tries a second would take 38 million years.
"""

from __future__ import annotations

import unicodedata

from mykey.kernel.randomness import RandomBytes, random_choice
from mykey.points.refusals_of_vouchers import VoucherUnknown

__all__ = ["CODE_LENGTH", "new_voucher_code", "read_voucher_code"]

#: Crockford's Base32: no I, L, O, U, which are read as other characters or make words.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_LONGEST = 100
_AS_READ = str.maketrans({"I": "1", "L": "1", "O": "0"} | dict.fromkeys(" \t\r\n-‐‑‒–—―−ー", ""))


def new_voucher_code(random_bytes: RandomBytes) -> str:
    """A code as it is indexed and drawn in the QR code."""
    return random_choice(random_bytes, _ALPHABET, CODE_LENGTH)


def read_voucher_code(text: str) -> str:
    """The code behind what was scanned or typed: small letters, full width, blanks, hyphens, O for 0.

    Raises:
        VoucherUnknown: it has another form.
    """
    if len(text) > _LONGEST:
        raise VoucherUnknown
    plain = unicodedata.normalize("NFKC", text).upper().translate(_AS_READ)
    if len(plain) != CODE_LENGTH or not set(plain) <= set(_ALPHABET):
        raise VoucherUnknown
    return plain
