"""Whether a text is a date on which somebody living may have been born, in any way that people write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

__all__ = ["is_birth_date"]

#: The first year that somebody living may have been born in, and the last that is no date of birth yet.
FIRST_YEAR, LAST_YEAR = 1900, 2099

#: Era → the Gregorian year before its first (令和元年 = 2019).
ERAS = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    "m": 1867,
    "t": 1911,
    "s": 1925,
    "h": 1988,
    "r": 2018,
}

_SEPARATORS = re.compile(r"[\s\-_.,/・ー年月]+")
_TAIL = re.compile(r"(?:日)?(?:生まれ|うまれ|生)?\Z")
_ERA = re.compile(r"(明治|大正|昭和|平成|令和|[mtshr])(.+)")
_NUMBERS = re.compile(r"\d+(?: \d+)*")


def is_birth_date(text: str) -> bool:
    """YYYYMMDD, YYMMDD, the day or month first, 和暦, with or without separators, once or written twice."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    half = len(plain) // 2
    if half and plain[:half] == plain[half:]:
        plain = plain[:half]
    plain = _TAIL.sub("", plain).replace("元年", "1年")
    spaced = _SEPARATORS.sub(" ", plain).strip()
    if found := _ERA.fullmatch(spaced):
        return _is_era_date(ERAS[found[1]], found[2].strip())
    return _NUMBERS.fullmatch(spaced) is not None and _is_western_date(spaced)


def _is_era_date(year_before: int, rest: str) -> bool:
    if _NUMBERS.fullmatch(rest) is None:
        return False
    parts = rest.split()
    if len(parts) == 1:
        digits = parts[0]
        # S600402, or S60402 as some write it
        cuts = [(size, 2, 2) for size in (1, 2)]
        return any(_fits(digits, cut, year_before) for cut in cuts)
    return len(parts) == 3 and _exists(year_before + int(parts[0]), int(parts[1]), int(parts[2]))  # noqa: PLR2004 - year, month, day


def _fits(digits: str, cut: tuple[int, int, int], year_before: int) -> bool:
    if len(digits) != sum(cut):
        return False
    year, month, day = digits[: cut[0]], digits[cut[0] : cut[0] + 2], digits[cut[0] + 2 :]
    return _exists(year_before + int(year), int(month), int(day))


def _is_western_date(spaced: str) -> bool:
    parts = spaced.split()
    if len(parts) == 1:
        digits = parts[0]
        if len(digits) == 8:  # noqa: PLR2004 - YYYYMMDD
            orders = ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[:2], digits[2:4]))
        elif len(digits) == 6:  # noqa: PLR2004 - YYMMDD
            orders = ((digits[:2], digits[2:4], digits[4:]), (digits[4:], digits[:2], digits[2:4]))
        else:
            return False
    elif len(parts) == 3:  # noqa: PLR2004 - year, month, day
        orders = ((parts[0], parts[1], parts[2]), (parts[2], parts[0], parts[1]))
    else:
        return False
    # The month may stand before the day or behind it.
    return any(_is_one(year, one, other) or _is_one(year, other, one) for year, one, other in orders)


def _is_one(year: str, month: str, day: str) -> bool:
    if len(year) == 4:  # noqa: PLR2004 - with its century
        return _exists(int(year), int(month), int(day))
    if len(year) <= 2:  # noqa: PLR2004 - without
        return any(_exists(century + int(year), int(month), int(day)) for century in (1900, 2000))
    return False


def _exists(year: int, month: int, day: int) -> bool:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
