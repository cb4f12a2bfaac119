"""Which passwords are refused: what others guess first (features.md, A; privacy.md, P26).

Length is the rule (8 to 64 of anything); no mixture of kinds is demanded (NIST SP 800-63B, 3.1.1.2).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from mykey.kernel.refusals_of_citizens import PasswordRefused
from mykey.services.birth_dates import is_birth_date

__all__ = ["LONGEST", "SHORTEST", "check_password", "normalise_password"]

SHORTEST = 8
LONGEST = 64

_COMMON_FILE = Path(__file__).with_name("common_passwords.txt")
_KEYBOARD_ROWS = (
    "1234567890-^",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
_SHORTEST_RUN = 3
_SEPARATORS = re.compile(r"[\s\-_.,/・]+")
_ENDING = re.compile(r"[\d\W_]+\Z")


def normalise_password(typed: str) -> str:
    """One form for what two keyboards give for the same characters (NFKC, NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", typed)


def check_password(typed: str, mykey_id: str) -> str:
    """The password to hash.

    Raises:
        PasswordRefused: `reason` is `too-short`, `too-long`, `mykey-id`, `common`, `pattern` or `birth-date`.
    """
    password = normalise_password(typed)
    if len(password) < SHORTEST:
        raise PasswordRefused(reason="too-short")
    if len(password) > LONGEST:
        raise PasswordRefused(reason="too-long")
    plain = password.casefold()
    bare = _SEPARATORS.sub("", plain)
    own = mykey_id.casefold()
    if own in bare or own[::-1] in bare:
        raise PasswordRefused(reason="mykey-id")
    if is_birth_date(password):
        raise PasswordRefused(reason="birth-date")
    if _is_common(plain) or _is_common(bare):
        raise PasswordRefused(reason="common")
    if _is_pattern(plain) or _is_pattern(bare):
        raise PasswordRefused(reason="pattern")
    return password


@cache
def _common() -> frozenset[str]:
    lines = _COMMON_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))


def _is_common(plain: str) -> bool:
    """On the list, also with the digits and signs that people put behind (sakura2024!)."""
    return plain in _common() or _ENDING.sub("", plain) in _common()


def _is_pattern(plain: str) -> bool:
    """Repeated, counted up or down, or run along the keyboard."""
    for size in range(1, len(plain) // 2 + 1):
        if (plain[:size] * (len(plain) // size + 1))[: len(plain)] == plain:
            return True
    if any(plain in row or plain in row[::-1] for row in _KEYBOARD_ROWS):
        return True
    return all(length >= _SHORTEST_RUN for length in _runs(plain))


def _runs(plain: str) -> list[int]:
    """Lengths of the stretches in which characters stay the same, count up or count down."""
    lengths = [1]
    step: int | None = None
    for before, after in pairwise(plain):
        # 0 follows 9, as on a keyboard and a telephone.
        found = 1 if (before, after) == ("9", "0") else ord(after) - ord(before)
        if found in {-1, 0, 1} and step in {None, found}:
            lengths[-1] += 1
            step = found
        else:
            lengths.append(1)
            step = None
    return lengths
