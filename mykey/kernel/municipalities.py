"""Japan's municipalities by their six-digit code (全国地方公共団体コード).

The table has every municipality, the wards of the 20 designated cities beside the cities themselves, and the
prefectures; the last digit is a check digit, so one mistyped digit is never another municipality. Built by
bin/build-municipalities from Japan Post's public table.
"""

from __future__ import annotations

import csv
import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from mykey.kernel.errors import Refused

__all__ = [
    "Municipality",
    "UnknownMunicipality",
    "check_digit",
    "municipalities",
    "municipality",
    "normalise_code",
]

_WEIGHTS = (6, 5, 4, 3, 2)
_LENGTH = 6
_SEPARATORS = str.maketrans("", "", " \t-‐‑‒–—―−ー")


class UnknownMunicipality(Refused):
    """No municipality has this code."""

    code = "municipality-unknown"
    status = 422


@dataclass(frozen=True)
class Municipality:
    """One row: the code with its check digit, the prefecture's name, the name, its reading in katakana."""

    code: str
    prefecture: str
    name: str
    kana: str

    @property
    def full_name(self) -> str:
        """The name with the prefecture before it: 川崎市 alone leaves open which, 府中市 twice exists."""
        return self.name if self.is_prefecture else f"{self.prefecture}{self.name}"

    @property
    def is_prefecture(self) -> bool:
        """Whether the code is the prefecture's own."""
        return self.code[2:5] == "000"


def check_digit(first_five: str) -> str:
    """The sixth digit: weights 6 to 2, sum modulo 11, taken from 11, its last digit.

    Source: 総務省「全国地方公共団体コード」検査数字の算出法 (JIS X 0401 and JIS X 0402 with check digit).
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_five, strict=True))
    return str((11 - total % 11) % 10)


def normalise_code(text: str) -> str:
    """Six ASCII digits from what people type: full-width digits, blanks and hyphens are understood.

    Raises:
        UnknownMunicipality: what remains is not six digits with the right check digit.
    """
    code = unicodedata.normalize("NFKC", text).translate(_SEPARATORS)
    if len(code) != _LENGTH or not (code.isascii() and code.isdigit()) or check_digit(code[:-1]) != code[-1]:
        raise UnknownMunicipality
    return code


def municipality(code: str) -> Municipality:
    """The municipality of a code, written as people write it.

    Raises:
        UnknownMunicipality: it is no code, or nobody's.
    """
    try:
        return municipalities()[normalise_code(code)]
    except KeyError:
        raise UnknownMunicipality from None


@functools.cache
def municipalities() -> Mapping[str, Municipality]:
    """The whole table, by code, in the order of the codes."""
    source = resources.files("mykey.kernel").joinpath("municipalities.csv")
    with source.open(encoding="utf-8") as file:
        rows = [Municipality(**row) for row in csv.DictReader(file)]
    return MappingProxyType({row.code: row for row in rows})
