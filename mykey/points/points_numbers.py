"""The points number, by which a municipality grants: eleven digits, ten random and the last a check digit.

It is of this side alone, names nobody, and is not of a My Number's length.
"""

from __future__ import annotations

import unicodedata

from mykey.kernel.randomness import RandomBytes, random_choice
from mykey.points.refusals import PointsNumberUnknown

__all__ = ["new_points_number", "read_points_number", "shown_points_number"]

_RANDOM_DIGITS = 10
_LENGTH = 11
_LONGEST = 60
_SEPARATORS = str.maketrans("", "", " \t-‐‑‒–—―−ー")


def new_points_number(random_bytes: RandomBytes) -> str:
    """A number that does not begin with 0: spreadsheet programs would drop it."""
    digits = random_choice(random_bytes, "123456789", 1)
    digits += random_choice(random_bytes, "0123456789", _RANDOM_DIGITS - 1)
    return digits + _check_digit(digits)


def read_points_number(text: str) -> str:
    """Eleven digits from what people type: full-width digits, blanks and hyphens are understood.

    Raises:
        PointsNumberUnknown: what remains is not eleven digits with the right check digit.
    """
    if len(text) > _LONGEST:
        raise PointsNumberUnknown
    plain = unicodedata.normalize("NFKC", text).translate(_SEPARATORS)
    if (
        len(plain) != _LENGTH
        or not (plain.isascii() and plain.isdigit())
        or _check_digit(plain[:-1]) != plain[-1]
    ):
        raise PointsNumberUnknown
    return plain


def shown_points_number(number: str) -> str:
    """As people read it aloud: 1234-5678-901."""
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


def _check_digit(digits: str) -> str:
    """ISO/IEC 7812-1, annex B (Luhn): one wrong digit and nearly every swap of neighbours is seen."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)
