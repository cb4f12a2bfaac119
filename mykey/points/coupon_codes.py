"""The form of a coupon code: sixteen characters of Crockford's Base32, made by the partner company.

The arithmetic. 16 characters of 32 are 80 bits, 1.2 · 10²⁴ codes. With N live coupons a guess is right with
the chance N / 2⁸⁰: for a thousand million live coupons 8.3 · 10⁻¹⁶. The limits let a holder try 20 codes an
hour and everybody together 20,000; all of them guessing without pause for a year are 1.8 · 10⁸ tries, which
find one coupon with the chance 1.5 · 10⁻⁷. Without any limit, a million tries a second for a year would be
3.2 · 10¹³ tries: 2.6 %. So the limits are what keeps the service from being kept busy; the codes alone are
nearly enough. All of that holds for random codes: a company that counts its codes up gives them away itself.
"""

from __future__ import annotations

from mykey.kernel.randomness import RandomBytes
from mykey.points.crockford import ALPHABET, grouped_code, new_code, read_code
from mykey.points.refusals_of_partners import CouponUnknown

__all__ = ["CODE_FORM", "CODE_LENGTH", "new_coupon_code", "read_coupon_code", "shown_coupon_code"]

CODE_LENGTH = 16
#: A code as it is kept, as a regular expression.
CODE_FORM = f"[{ALPHABET}]{{{CODE_LENGTH}}}"
_LONGEST = 80


def new_coupon_code(random_bytes: RandomBytes) -> str:
    """A code as it is kept."""
    return new_code(random_bytes, CODE_LENGTH)


def read_coupon_code(text: str) -> str:
    """The code behind what was typed (`crockford.read_code`).

    Raises:
        CouponUnknown: it has another form.
    """
    code = read_code(text, CODE_LENGTH, _LONGEST)
    if code is None:
        raise CouponUnknown
    return code


def shown_coupon_code(code: str) -> str:
    """As people read it aloud: 7K2M-0QXT-94RB-1C5D."""
    return grouped_code(code)
