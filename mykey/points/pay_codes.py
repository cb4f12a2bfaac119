"""The form of a pay code: twelve characters, as a QR code and as text that a clerk can type.

They carry 60 random bits, fewer than a token that nobody types. That is enough here: a code lives a minute
and serves once, only enrolled tills can try one, and the till API counts a till's wrong codes. A million
tries in that minute would find one of a thousand live codes once in a thousand million such minutes.
"""

from __future__ import annotations

from mykey.kernel.randomness import RandomBytes
from mykey.points.crockford import grouped_code, new_code, read_code
from mykey.points.refusals import PayCodeUnknown

__all__ = ["new_pay_code", "read_pay_code", "shown_pay_code"]

_LENGTH = 12
_LONGEST = 60


def new_pay_code(random_bytes: RandomBytes) -> str:
    """A code as it is kept and drawn in the QR code."""
    return new_code(random_bytes, _LENGTH)


def read_pay_code(text: str) -> str:
    """The code behind what was scanned or typed (`crockford.read_code`).

    Raises:
        PayCodeUnknown: it has another form.
    """
    code = read_code(text, _LENGTH, _LONGEST)
    if code is None:
        raise PayCodeUnknown
    return code


def shown_pay_code(code: str) -> str:
    """As people read it aloud: 7K2M-0QXT-94RB."""
    return grouped_code(code)
