"""The demo authority's own names and object identifiers.

They differ from the real ones in `O=` and in every policy, so that a demo certificate can never pass for a
real one (jpki.md). The arc 1.3.6.1.4.1.99999 stands for no enterprise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

from cryptography import x509
from cryptography.x509.oid import NameOID

from town.errors import MunicipalityNotUsable

__all__ = [
    "GENERATIONS",
    "HOME_MUNICIPALITIES",
    "KINDS",
    "POLICY_OIDS",
    "Kind",
    "Municipality",
    "authority_name",
    "distribution_point",
]

Kind = Literal["user", "signing"]

KINDS: tuple[Kind, ...] = ("user", "signing")
GENERATIONS = (1, 2)

POLICY_OIDS: dict[Kind, str] = {
    "user": "1.3.6.1.4.1.99999.8.5.1.3.30",
    "signing": "1.3.6.1.4.1.99999.8.5.1.1.20",
}

_UNITS: dict[Kind, str] = {
    "user": "Demo CA for user authentication",
    "signing": "Demo CA for digital signature",
}

#: The demo town's wards, so that their lists are there before the first card is.
HOME_MUNICIPALITIES = tuple(
    f"Kanagawa-ken/Kawasaki-shi-{ward}-ku"
    for ward in ("Kawasaki", "Saiwai", "Nakahara", "Takatsu", "Miyamae", "Tama", "Asao")
)

_MUNICIPALITY = re.compile(r"([A-Z][A-Za-z]*-(?:to|do|fu|ken))/([A-Z][A-Za-z-]{0,59})")


@dataclass(frozen=True)
class Municipality:
    """A municipality as it stands on a distribution point: romaji, with 都道府県 and 市区町村 as suffixes."""

    prefecture: str
    city: str

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read "Prefecture/City". Anything else raises `MunicipalityNotUsable`."""
        match = _MUNICIPALITY.fullmatch(written)
        if match is None:
            raise MunicipalityNotUsable(
                'A municipality is written like "Kanagawa-ken/Kawasaki-shi-Nakahara-ku".'
            )
        return cls(prefecture=match[1], city=match[2])


def _authority_attributes(kind: Kind) -> list[x509.NameAttribute[str]]:
    return [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "MyKey Demo Authority"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _UNITS[kind]),
    ]


def authority_name(kind: Kind) -> x509.Name:
    """The CA's name, the same in every generation: never choose a CA by it (jpki.md)."""
    return x509.Name(_authority_attributes(kind))


def distribution_point(kind: Kind, municipality: str) -> x509.Name:
    """The directoryName of one municipality's list, as in certificate and list. There is no URL."""
    place = Municipality.parse(municipality)
    return x509.Name(
        [
            *_authority_attributes(kind),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "CRL Distribution Points"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, place.prefecture),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{place.city} CRLDP"),
        ]
    )
