"""What a provider's details must be, so that its numbers can be checked, printed and read back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mykey.kernel.refusals_of_officers import ProviderRuleInvalid
from mykey.services.check_digits import CHECK_DIGITS
from mykey.services.form_one_counts import clean_text, text_fault
from mykey.services.number_rules import normalise_number

__all__ = [
    "ASSURANCES",
    "CHECK_DIGIT_WORDS",
    "HAND_OVERS",
    "PROVIDER_KINDS",
    "SYMBOLOGIES",
    "ProviderDetails",
    "check_provider_details",
]

PROVIDER_KINDS = ("library", "shopping-street", "museum", "sports", "hospital", "other")
CHECK_DIGIT_WORDS = ("none", *CHECK_DIGITS)
HAND_OVERS = ("number", "barcode", "keyboard", "label")
SYMBOLOGIES = ("nw7", "code39", "code128")
ASSURANCES = ("touched", "proved")

LONGEST_NUMBER = 20
#: a look-up may use a list this long after its end at the most: a week of holidays
LONGEST_GRACE = 168


@dataclass(frozen=True)
class ProviderDetails:
    """What the operator decides about a provider, with the defaults of a library with plain numbers."""

    name: str
    kind: str = "library"
    min_length: int = 8
    max_length: int = 8
    letters: bool = False
    prefix: str = ""
    check_digit: str = "none"
    hand_over: str = "number"
    symbology: str = "nw7"
    start_stop: str = "AA"
    minimum_assurance: str = "touched"
    grace_hours: int = 24


def check_provider_details(details: ProviderDetails) -> ProviderDetails:
    """Give the details back as they are kept.

    `start_stop` are the NW-7 start and stop characters, A to D; other symbologies have their own, so there it
    is kept empty. A check digit is for digits alone, and NW-7 prints no letters.

    Raises:
        ProviderRuleInvalid: with every member that is wrong.
    """
    errors: list[tuple[str, str]] = []
    name, prefix = clean_text(details.name), normalise_number(details.prefix)
    start_stop = details.start_stop.strip().upper() if details.symbology == "nw7" else ""
    if text_fault(name):
        errors.append(("name", text_fault(name)))
    errors.extend(_unknown_words(details))
    errors.extend(_wrong_numbers(details, prefix))
    errors.extend(_wrong_print(details, start_stop))
    if errors:
        raise ProviderRuleInvalid(errors=[{"member": member, "reason": reason} for member, reason in errors])
    return ProviderDetails(
        name=name,
        kind=details.kind,
        min_length=details.min_length,
        max_length=details.max_length,
        letters=details.letters,
        prefix=prefix,
        check_digit=details.check_digit,
        hand_over=details.hand_over,
        symbology=details.symbology,
        start_stop=start_stop,
        minimum_assurance=details.minimum_assurance,
        grace_hours=details.grace_hours,
    )


def _unknown_words(details: ProviderDetails) -> list[tuple[str, str]]:
    words = {
        "kind": PROVIDER_KINDS,
        "check_digit": CHECK_DIGIT_WORDS,
        "hand_over": HAND_OVERS,
        "symbology": SYMBOLOGIES,
        "minimum_assurance": ASSURANCES,
    }
    return [(member, "unknown") for member, known in words.items() if getattr(details, member) not in known]


def _wrong_numbers(details: ProviderDetails, prefix: str) -> list[tuple[str, str]]:
    errors: list[tuple[str, str]] = []
    if not 1 <= details.min_length <= details.max_length <= LONGEST_NUMBER:
        errors.append(("max_length", "length"))
    elif len(prefix) >= details.min_length:
        errors.append(("prefix", "prefix-too-long"))
    if not re.fullmatch(r"[0-9A-Z]*" if details.letters else r"[0-9]*", prefix):
        errors.append(("prefix", "prefix-characters"))
    if details.letters and details.check_digit != "none":
        errors.append(("check_digit", "check-digit-with-letters"))
    if details.check_digit != "none" and details.min_length < 2:  # noqa: PLR2004 - a digit and its check digit
        errors.append(("check_digit", "check-digit-alone"))
    return errors


def _wrong_print(details: ProviderDetails, start_stop: str) -> list[tuple[str, str]]:
    errors: list[tuple[str, str]] = []
    if details.letters and details.symbology == "nw7" and details.hand_over in {"barcode", "label"}:
        errors.append(("symbology", "nw7-with-letters"))
    if details.symbology == "nw7" and not re.fullmatch(r"[A-D]{2}", start_stop):
        errors.append(("start_stop", "start-stop"))
    if not 0 <= details.grace_hours <= LONGEST_GRACE:
        errors.append(("grace_hours", "grace"))
    return errors
