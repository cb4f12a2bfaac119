"""Amounts as people type them: whole, positive, full-width digits and grouping commas understood."""

from __future__ import annotations

import re
import unicodedata

from mykey.points.refusals import AmountRefused

__all__ = ["MOST_AT_ONCE", "judge_amount", "read_amount"]

#: Points that one act may have.
MOST_AT_ONCE = 1_000_000

_LONGEST = 100
_DIGITS = re.compile(r"[0-9]{1,30}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,9}")
_WHOLE_BELOW_ZERO = re.compile(r"-[0-9,]+")


def read_amount(text: str, most: int = MOST_AT_ONCE) -> int:
    """Points from a form or a file. "１，０００" is 1,000; "1e3", "10.5", "10円" are no amounts.

    Raises:
        AmountRefused: `empty`, `not-a-number`, `not-positive`, `too-large`.
    """
    if len(text) > _LONGEST:
        raise AmountRefused(reason="not-a-number", most=most)
    plain = unicodedata.normalize("NFKC", text).strip().replace("、", ",").replace("−", "-")
    if not plain:
        raise AmountRefused(reason="empty", most=most)
    if _WHOLE_BELOW_ZERO.fullmatch(plain):
        raise AmountRefused(reason="not-positive", most=most)
    if not (_DIGITS.fullmatch(plain) or _GROUPED.fullmatch(plain)) or not plain.isascii():
        raise AmountRefused(reason="not-a-number", most=most)
    return judge_amount(int(plain.replace(",", "")), most)


def judge_amount(amount: int, most: int = MOST_AT_ONCE) -> int:
    """The amount, if it is above zero and not above `most`. Raises `AmountRefused`."""
    if amount <= 0:
        raise AmountRefused(reason="not-positive", most=most)
    if amount > most:
        raise AmountRefused(reason="too-large", most=most)
    return amount
