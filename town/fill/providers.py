"""The two providers of the demo, whose numbers look different and are handed over differently."""

from __future__ import annotations

from dataclasses import dataclass

from mykey.models.providers import Provider
from mykey.services.check_digits import CHECK_DIGITS
from mykey.services.create_provider import create_provider
from mykey.services.number_rules import describe_number_rule
from mykey.services.provider_rules import ProviderDetails
from mykey.services.work import Work

__all__ = [
    "LIBRARY",
    "MUNICIPALITY_CODE",
    "STREET",
    "ProviderGiven",
    "create_providers",
    "library_number",
    "street_number",
]

MUNICIPALITY_CODE = "141305"

LIBRARY = ProviderDetails(
    name="川崎市立図書館",
    kind="library",
    min_length=12,
    max_length=12,
    prefix="18",
    hand_over="barcode",
    symbology="nw7",
    start_stop="AA",
)
STREET = ProviderDetails(
    name="みなみ町商店街",
    kind="shopping-street",
    min_length=10,
    max_length=10,
    prefix="70",
    check_digit="m10w31",
    hand_over="label",
    symbology="code128",
)

FREE_NUMBERS = 20


@dataclass(frozen=True)
class ProviderGiven:
    """A provider as testers are told of it. `free_numbers` are valid and linked to nobody."""

    provider_id: str
    name: str
    number_rule: str
    hand_over: str
    symbology: str
    free_numbers: list[str]


def create_providers(work: Work) -> list[ProviderGiven]:
    """Set both up: 000001 is the library, 000002 the shopping street."""
    made = [create_provider(work, MUNICIPALITY_CODE, details) for details in (LIBRARY, STREET)]
    numbers = (library_number, street_number)
    return [
        _given(provider, [number_of(place) for place in range(1, FREE_NUMBERS + 1)])
        for provider, number_of in zip(made, numbers, strict=True)
    ]


def library_number(place: int) -> str:
    """A number of the library: 12 digits that begin with 18, without a check digit. 1 to 99 stay free."""
    return f"18{place:09}1"


def street_number(place: int) -> str:
    """A number of the shopping street: 70, seven digits, and the check digit."""
    stem = f"70{place:07}"
    return stem + CHECK_DIGITS["m10w31"].of(stem)


def _given(provider: Provider, free_numbers: list[str]) -> ProviderGiven:
    return ProviderGiven(
        provider_id=provider.provider_id,
        name=provider.name,
        number_rule=describe_number_rule(provider, "en"),
        hand_over=provider.hand_over,
        symbology=provider.symbology,
        free_numbers=free_numbers,
    )
