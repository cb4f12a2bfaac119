"""Could a typed number be somebody's My Number? Then the clerk is asked to look once more (privacy.md, P3).

One in eleven of all 12-digit numbers passes its check digit, so this is a caution, not a refusal: the
platform refuses where the provider's own rule does not say otherwise.
"""

from __future__ import annotations

__all__ = ["could_be_my_number"]

LENGTH = 12
#: Weights of the eleven digits from the right, without the check digit (平成26年総務省令第85号, 第5条).
WEIGHTS = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)


def could_be_my_number(number: str) -> bool:
    """Whether it has twelve digits and their last is the check digit of the others."""
    if len(number) != LENGTH or not number.isascii() or not number.isdigit():
        return False
    digits = [int(digit) for digit in reversed(number)]
    rest = sum(weight * digit for weight, digit in zip(WEIGHTS, digits[1:], strict=True)) % 11
    return digits[0] == (0 if rest <= 1 else 11 - rest)
