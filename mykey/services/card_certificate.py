"""What a use case needs to know of a user certificate, without its bytes or key.

`mykey.certificates.UserCertificate` is one; so is the plain value that a session keeps between two pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from mykey.kernel.ports import CertificateName

__all__ = ["CardCertificate", "ProvedCard"]


class CardCertificate(Protocol):
    """A user certificate that was found good."""

    @property
    def name(self) -> CertificateName:
        """CA key identifier and serial."""

    @property
    def not_after(self) -> datetime:
        """Its last second (UTC)."""

    @property
    def distribution_point(self) -> str:
        """The list that covers it (RFC 4514 string)."""


@dataclass(frozen=True)
class ProvedCard:
    """The certificate of a card that has just signed our challenge, with its PIN."""

    name: CertificateName = field(repr=False)
    not_after: datetime = field(repr=False)
    distribution_point: str = field(repr=False)

    @classmethod
    def of(cls, certificate: CardCertificate) -> ProvedCard:
        """Keep of a certificate what later pages need."""
        return cls(certificate.name, certificate.not_after, certificate.distribution_point)

    def to_plain(self) -> dict[str, Any]:
        """For a sealed session."""
        return {
            "ca_key_id": self.name.ca_key_id.hex(),
            "serial": str(self.name.serial),
            "not_after": int(self.not_after.timestamp()),
            "distribution_point": self.distribution_point,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> ProvedCard:
        """Back from a sealed session."""
        return cls(
            CertificateName(bytes.fromhex(plain["ca_key_id"]), int(plain["serial"])),
            datetime.fromtimestamp(plain["not_after"], UTC),
            plain["distribution_point"],
        )
