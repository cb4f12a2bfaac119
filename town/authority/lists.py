"""Revocation lists: one full list for each CA key and municipality (jpki.md, CRL per distribution point)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from town.authority.certificates import Authority
from town.authority.names import distribution_point
from town.errors import ListNotKnown
from town.ledger import Ledger

__all__ = ["ListName", "RevocationReason", "list_names", "revocation_list"]

LIFE_OF_A_LIST = timedelta(hours=24)


class RevocationReason(IntEnum):
    """CRLReason, RFC 5280 section 5.3.1, as far as jpki.md's "What revokes which" uses it."""

    UNSPECIFIED = 0
    KEY_COMPROMISE = 1
    AFFILIATION_CHANGED = 3
    SUPERSEDED = 4
    CESSATION_OF_OPERATION = 5
    CERTIFICATE_HOLD = 6


#: Unspecified is said by leaving the extension out (RFC 5280, 5.3.1), so it is not among these.
_FLAGS = {
    RevocationReason.KEY_COMPROMISE: x509.ReasonFlags.key_compromise,
    RevocationReason.AFFILIATION_CHANGED: x509.ReasonFlags.affiliation_changed,
    RevocationReason.SUPERSEDED: x509.ReasonFlags.superseded,
    RevocationReason.CESSATION_OF_OPERATION: x509.ReasonFlags.cessation_of_operation,
    RevocationReason.CERTIFICATE_HOLD: x509.ReasonFlags.certificate_hold,
}


@dataclass(frozen=True)
class ListName:
    """One list. `distribution_point` is an RFC 4514 string, `path` where the authority serves it."""

    ca_key_id: bytes
    distribution_point: str
    path: str
    municipality: str


def list_names(ledger: Ledger, authorities: Iterable[Authority]) -> tuple[ListName, ...]:
    """Every list: each municipality under each CA key, also where nothing was revoked yet."""
    municipalities = [row["name"] for row in ledger.rows("SELECT name FROM municipalities ORDER BY name")]
    return tuple(
        ListName(
            ca_key_id=authority.ca_key_id,
            distribution_point=distribution_point(authority.kind, municipality).rfc4514_string(),
            path=f"/crl/{authority.ca_key_id.hex()}/{municipality}.crl",
            municipality=municipality,
        )
        for authority in authorities
        for municipality in municipalities
    )


def revocation_list(ledger: Ledger, authority: Authority, municipality: str, moment: datetime) -> bytes:
    """The list as of `moment`, as DER: entries revoked up to then, good for 24 hours.

    A municipality without a list raises `ListNotKnown`. The CRL number is the moment in microseconds, so it
    grows without a counter.
    """
    if ledger.row("SELECT 1 FROM municipalities WHERE name = ?", municipality) is None:
        raise ListNotKnown("There is no list for this municipality.")
    whole_second = moment.replace(microsecond=0)
    point = x509.IssuingDistributionPoint(
        full_name=[x509.DirectoryName(distribution_point(authority.kind, municipality))],
        relative_name=None,
        only_contains_user_certs=False,
        only_contains_ca_certs=False,
        only_some_reasons=None,
        indirect_crl=False,
        only_contains_attribute_certs=False,
    )
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(whole_second)
        .next_update(whole_second + LIFE_OF_A_LIST)
        .add_extension(x509.AuthorityKeyIdentifier(authority.ca_key_id, None, None), critical=False)
        .add_extension(x509.CRLNumber(int(moment.timestamp() * 1_000_000)), critical=False)
        .add_extension(point, critical=True)
    )
    rows = ledger.rows(
        "SELECT serial, revoked_at, reason FROM certificates"
        " WHERE ca_key_id = ? AND municipality = ? AND revoked_at <= ? ORDER BY serial",
        authority.ca_key_id,
        municipality,
        int(moment.timestamp()),
    )
    for row in rows:
        builder = builder.add_revoked_certificate(_entry(row["serial"], row["revoked_at"], row["reason"]))
    return builder.sign(authority.private_key, SHA256()).public_bytes(Encoding.DER)


def _entry(serial: int, revoked_at: int, reason: int) -> x509.RevokedCertificate:
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(serial)
        .revocation_date(datetime.fromtimestamp(revoked_at, UTC))
    )
    flag = _FLAGS.get(RevocationReason(reason))
    if flag is not None:
        entry = entry.add_extension(x509.CRLReason(flag), critical=False)
    return entry.build()
