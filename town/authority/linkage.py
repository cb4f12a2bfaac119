"""The linkage service: which certificate came before, and which signing certificate belongs to a holder.

The real message formats are not public (jpki.md); these are the stand-in's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from town.authority.names import distribution_point
from town.ledger import Ledger

__all__ = ["LinkedCertificate", "LinkedSigningCertificate", "predecessor", "signing_certificate"]

#: SQLite's integers end here; ours are four bytes, so a larger serial is simply unknown.
LARGEST_SERIAL = 2**63 - 1


@dataclass(frozen=True)
class LinkedCertificate:
    """A certificate by its identity: CA key identifier and serial."""

    ca_key_id: bytes = field(repr=False)
    serial: int = field(repr=False)


@dataclass(frozen=True)
class LinkedSigningCertificate:
    """A signing certificate with the list on which its revocation would stand (RFC 4514 string)."""

    ca_key_id: bytes = field(repr=False)
    serial: int = field(repr=False)
    distribution_point: str


def predecessor(ledger: Ledger, ca_key_id: bytes, serial: int) -> LinkedCertificate | None:
    """The user certificate that this user certificate replaced; None for a first or an unknown one."""
    if serial > LARGEST_SERIAL:
        return None
    row = ledger.row(
        "SELECT predecessor_ca_key_id, predecessor_serial FROM certificates"
        " WHERE ca_key_id = ? AND serial = ? AND kind = 'user' AND predecessor_serial IS NOT NULL",
        ca_key_id,
        serial,
    )
    if row is None:
        return None
    return LinkedCertificate(ca_key_id=row["predecessor_ca_key_id"], serial=row["predecessor_serial"])


def signing_certificate(
    ledger: Ledger, ca_key_id: bytes, serial: int, moment: datetime
) -> LinkedSigningCertificate | None:
    """The signing certificate in force of the holder of this user certificate.

    None where there is none: under 15, revoked, expired, or the user certificate is unknown.
    """
    if serial > LARGEST_SERIAL:
        return None
    row = ledger.row(
        "SELECT signing.ca_key_id, signing.serial, signing.municipality FROM certificates AS user"
        " JOIN certificates AS signing ON signing.card = user.card AND signing.kind = 'signing'"
        " WHERE user.ca_key_id = ? AND user.serial = ? AND user.kind = 'user' AND signing.on_card"
        " AND signing.revoked_at IS NULL AND signing.not_after >= ?",
        ca_key_id,
        serial,
        int(moment.timestamp()),
    )
    if row is None:
        return None
    return LinkedSigningCertificate(
        ca_key_id=row["ca_key_id"],
        serial=row["serial"],
        distribution_point=distribution_point("signing", row["municipality"]).rfc4514_string(),
    )
