"""What the platform asks of the world outside. `mykey.outside` answers over the network, tests as they like.

The authority's message formats are not public (jpki.md), so nothing but these shapes may be relied on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

__all__ = [
    "CertificateName",
    "Linkage",
    "Mail",
    "MailTransport",
    "RevocationListName",
    "RevocationListSource",
    "SigningCertificateName",
    "Ticket",
    "TicketWish",
    "TicketWriter",
]


@dataclass(frozen=True)
class CertificateName:
    """What tells one certificate from all others: the CA's key identifier and the serial under it."""

    ca_key_id: bytes
    serial: int

    def __repr__(self) -> str:
        """Never the serial: it is a person's."""
        return "CertificateName(…)"


@dataclass(frozen=True)
class SigningCertificateName:
    """A signing certificate, with the list on which its revocation would stand (RFC 4514 string)."""

    name: CertificateName
    distribution_point: str

    def __repr__(self) -> str:
        """Never the serial: it is a person's."""
        return "SigningCertificateName(…)"


class Linkage(Protocol):
    """The authority's linkage service. Every method raises `SuccessionUnknown` when there is no answer."""

    def predecessor(self, certificate: CertificateName) -> CertificateName | None:
        """The user certificate that this one replaced; None where the authority knows of none."""

    def signing_certificate(self, certificate: CertificateName) -> SigningCertificateName | None:
        """The current signing certificate of this user certificate's holder; None where none exists."""


@dataclass(frozen=True)
class RevocationListName:
    """One list: the CA key that signs it and the distribution point it covers (RFC 4514 string)."""

    ca_key_id: bytes
    distribution_point: str
    path: str


class RevocationListSource(Protocol):
    """Where the authority's lists are fetched. Raises `RevocationUnknown` when there is no answer."""

    def names(self) -> list[RevocationListName]:
        """Every list the authority offers."""

    def fetch(self, name: RevocationListName) -> bytes:
        """The list as DER."""


@dataclass(frozen=True)
class Mail:
    """One mail in plain text, for one recipient."""

    recipient: str
    subject: str
    text: str

    def __repr__(self) -> str:
        """Never the recipient."""
        return "Mail(…)"


class MailTransport(Protocol):
    """Where mail leaves the platform. Raises `OSError` when the relay does not take it."""

    def send(self, mail: Mail) -> None:
        """Hand one mail over."""


@dataclass(frozen=True)
class TicketWish:
    """For whom and for what a points ticket is wanted. `purpose` is a word of `handoff.ticket.TicketPurpose`.

    `till_thumbprint` is the till key's JWK thumbprint (RFC 7638, SHA-256); zeros where there is no till.
    """

    purpose: str
    municipality_code: str
    till_thumbprint: bytes = field(repr=False)
    citizen_id: UUID = field(repr=False)


@dataclass(frozen=True)
class Ticket:
    """A points ticket, opaque to whoever carries it. Good until `expires_at` (UTC), once."""

    text: str = field(repr=False)
    expires_at: datetime


class TicketWriter(Protocol):
    """The one process that can make a citizen's id into a points subject."""

    def write(self, wish: TicketWish) -> Ticket:
        """One ticket, sealed to the points side. Raises `PointsUnavailable` when there is no answer."""
