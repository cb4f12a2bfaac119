"""Check digits as data: a modulus, weights from the right, and how products are summed.

The names are those of libraries' and card makers' tables. M10W21 is "modulus 10, weights 2 and 1, split",
the Luhn formula (ISO/IEC 7812-1, annex B). M10W31 is "modulus 10, weights 3 and 1", as in JAN codes (GS1
General Specifications, section 7.9). M11W27 is "modulus 11, weights 2 to 7", where the remainders 0 and 1
both give 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

__all__ = ["CHECK_DIGITS", "MY_NUMBER_DIGITS", "CheckDigit", "is_my_number"]

MY_NUMBER_DIGITS = 12


@dataclass(frozen=True)
class CheckDigit:
    """One scheme. `weights` begin at the digit left of the check digit and repeat to the left."""

    modulus: int
    weights: tuple[int, ...]
    split: bool = False
    """Whether a product of two digits counts as the sum of its digits (分割) and not as it is (一括)."""

    def of(self, digits: str) -> str:
        """The check digit for what stands before it. A result of 10 or more is written 0."""
        total = 0
        for digit, weight in zip(reversed(digits), cycle(self.weights), strict=False):
            product = int(digit) * weight
            total += sum(divmod(product, 10)) if self.split else product
        answer = (self.modulus - total % self.modulus) % self.modulus
        return "0" if answer >= 10 else str(answer)  # noqa: PLR2004 - one decimal place has ten values

    def holds(self, number: str) -> bool:
        """Whether the last digit of a number is the check digit of the others. Digits alone, two or more."""
        return (
            len(number) > 1 and number.isascii() and number.isdigit() and self.of(number[:-1]) == number[-1]
        )


#: The words of `providers.check_digit`; "none" has no scheme.
CHECK_DIGITS: dict[str, CheckDigit] = {
    "m10w21": CheckDigit(10, (2, 1), split=True),
    "m10w31": CheckDigit(10, (3, 1)),
    "m11w27": CheckDigit(11, (2, 3, 4, 5, 6, 7)),
}

#: Order of the Ministry of Internal Affairs and Communications No. 85 of 2014 (平成26年総務省令第85号),
#: article 5: 11 - (sum of Pn x Qn mod 11), Pn the nth of eleven digits from the right, Qn = n + 1 up to
#: n = 6 and n - 5 above; 0 where the remainder is 0 or 1. These are the weights 2 to 7, twice over.
_MY_NUMBER = CheckDigit(11, (2, 3, 4, 5, 6, 7))


def is_my_number(number: str) -> bool:
    """Whether twelve digits fit a My Number; about one in ten of all such numbers does."""
    return len(number) == MY_NUMBER_DIGITS and _MY_NUMBER.holds(number)
