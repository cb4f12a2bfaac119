"""The form of a voucher's code: sixteen characters, as a QR code and as text that a clerk can type.

Sixteen of Crockford's 32 characters are 80 random bits. A voucher is good for weeks, and paper is the whole
proof: guessing one of a million live codes at a thousand tries a second would take 38 million years.
"""

from __future__ import annotations

from mykey.kernel.randomness import RandomBytes
from mykey.points.crockford import new_code, read_code
from mykey.points.refusals_of_vouchers import VoucherUnknown

__all__ = ["CODE_LENGTH", "new_voucher_code", "read_voucher_code"]

CODE_LENGTH = 16
_LONGEST = 100


def new_voucher_code(random_bytes: RandomBytes) -> str:
    """A code as it is indexed and drawn in the QR code."""
    return new_code(random_bytes, CODE_LENGTH)


def read_voucher_code(text: str) -> str:
    """The code behind what was scanned or typed (`crockford.read_code`).

    Raises:
        VoucherUnknown: it has another form.
    """
    code = read_code(text, CODE_LENGTH, _LONGEST)
    if code is None:
        raise VoucherUnknown
    return code
