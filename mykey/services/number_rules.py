"""What a provider's own numbers look like, and what is refused in their place (privacy.md, P3 and P21).

A number is normalised first: full-width characters, hyphens and spaces, small letters. What comes out is
what is indexed, shown and handed over.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Protocol

from mykey.kernel.refusals_of_links import MyNumberRefused, ServiceIdFormat
from mykey.services.check_digits import CHECK_DIGITS, is_my_number

__all__ = [
    "NumberRule",
    "check_number",
    "describe_number_rule",
    "normalise_number",
]

TYPED_LIMIT = 100
#: hyphens, dashes, the minus sign and the long vowel mark that a Japanese keyboard gives in their place
_DASHES = "-‐‑‒–—―−﹣ー"
_DROPPED = str.maketrans("", "", _DASHES)


class Rule(Protocol):
    """What both a provider and a `NumberRule` have."""

    @property
    def min_length(self) -> int:
        """Characters, check digit included."""

    @property
    def max_length(self) -> int:
        """Characters, check digit included."""

    @property
    def letters(self) -> bool:
        """Whether A to Z may stand in a number."""

    @property
    def prefix(self) -> str:
        """With which every number begins; may be empty."""

    @property
    def check_digit(self) -> str:
        """A key of `CHECK_DIGITS`, or none."""


@dataclass(frozen=True)
class NumberRule:
    """A provider's rule without the provider."""

    min_length: int
    max_length: int
    letters: bool
    prefix: str
    check_digit: str

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> NumberRule:
        """The rule that a `ServiceIdFormat` carries."""
        return cls(**{name: facts[name] for name in cls.__dataclass_fields__})


def normalise_number(typed: str) -> str:
    """The number as a machine would write it: half-width capitals and digits, without spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).translate(_DROPPED).upper()


def check_number(provider: Rule, typed: str) -> str:
    """Give the number back as it is kept.

    A number that meets the provider's declared prefix or check digit is its own, even where its last digit
    fits a My Number by chance. So is one of a provider that declares neither and has twelve free digits:
    nobody of its range may be shut out, so there the clerk confirms on the desk's screen (privacy.md, P3).

    Raises:
        MyNumberRefused: see above.
        ServiceIdFormat: length, characters, prefix or check digit are not the provider's.
    """
    number = normalise_number(typed) if len(typed) <= TYPED_LIMIT else ""
    fits = _fits(provider, number)
    if not fits and is_my_number(number):
        raise MyNumberRefused
    if not fits:
        raise ServiceIdFormat(
            min_length=provider.min_length,
            max_length=provider.max_length,
            letters=provider.letters,
            prefix=provider.prefix,
            check_digit=provider.check_digit,
        )
    return number


def _fits(rule: Rule, number: str) -> bool:
    known = number.isascii() and (number.isalnum() if rule.letters else number.isdigit())
    scheme = CHECK_DIGITS.get(rule.check_digit)
    return (
        known
        and rule.min_length <= len(number) <= rule.max_length
        and number.startswith(rule.prefix)
        and (scheme is None or scheme.holds(number))
    )


_SCHEMES = {
    "ja": {
        "m10w21": "モジュラス10・ウェイト2-1（分割）",
        "m10w31": "モジュラス10・ウェイト3-1",
        "m11w27": "モジュラス11・ウェイト2～7",
    },
    "en": {
        "m10w21": "modulus 10, weights 2 and 1, split",
        "m10w31": "modulus 10, weights 3 and 1",
        "m11w27": "modulus 11, weights 2 to 7",
    },
}


def describe_number_rule(rule: Rule, lang: str) -> str:
    """The rule in one or two sentences for a clerk, in Japanese ("ja") or English ("en")."""
    return _in_english(rule) if lang == "en" else _in_japanese(rule)


def _in_japanese(rule: Rule) -> str:
    low, high = rule.min_length, rule.max_length
    length = f"{low}桁" if low == high else f"{low}～{high}桁"
    begin = f"{rule.prefix}で始まる" if rule.prefix else ""
    words = f"{begin}{length}の{'英数字' if rule.letters else '数字'}です。"
    if rule.check_digit in CHECK_DIGITS:
        words += f"最後の1桁は検査数字（{_SCHEMES['ja'][rule.check_digit]}）です。"
    return words


def _in_english(rule: Rule) -> str:
    low, high = rule.min_length, rule.max_length
    length = f"{low}" if low == high else f"{low} to {high}"
    what = "letters or digits" if rule.letters else "digits"
    begin = f", beginning with {rule.prefix}" if rule.prefix else ""
    words = f"The number has {length} {what}{begin}."
    if rule.check_digit in CHECK_DIGITS:
        words += f" The last one is a check digit ({_SCHEMES['en'][rule.check_digit]})."
    return words
