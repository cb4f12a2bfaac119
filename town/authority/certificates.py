"""Certificates in the profile of jpki.md, "Two authorities, one level each", with our own names and OIDs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from asn1crypto.core import UTF8String
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from town.authority.keys import PrivateKey
from town.authority.names import POLICY_OIDS, Kind, Municipality, authority_name, distribution_point

__all__ = ["SEXES", "Authority", "Draft", "Holder", "Sex", "authority_certificate", "end_entity_certificate"]

Sex = Literal["male", "female", "unknown"]

SEXES: dict[Sex, str] = {"male": "1", "female": "2", "unknown": "3"}

#: The demo authority answers no OCSP; the address is there because real certificates carry one (RFC 2606).
OCSP_ADDRESS = "http://ocsp.demo-authority.invalid"

SAN_ARC = "1.3.6.1.4.1.99999.8.5.5"

#: First Gregorian day of each era, newest first; the digit is jpki.md's E of `EYYYYMMDD`.
ERAS = (
    (date(2019, 5, 1), "5"),
    (date(1989, 1, 8), "4"),
    (date(1926, 12, 25), "3"),
    (date(1912, 7, 30), "2"),
    (date(1868, 1, 25), "1"),
)


@dataclass(frozen=True)
class Authority:
    """One CA key of one generation. Both generations share one name, never a key identifier."""

    kind: Kind
    generation: int
    ca_key_id: bytes
    certificate: x509.Certificate
    private_key: RSAPrivateKey


@dataclass(frozen=True)
class Holder:
    """The four basic items of an invented person. Family and given name are split by U+3000."""

    name: str
    born: date
    sex: Sex
    address: str


@dataclass(frozen=True)
class Draft:
    """What an end-entity certificate is to say, before an authority signs it."""

    key: PrivateKey
    serial: int
    common_name: str
    municipality: str
    holder: Holder
    not_before: datetime
    not_after: datetime


def authority_certificate(
    kind: Kind, key: RSAPrivateKey, not_before: datetime, not_after: datetime
) -> x509.Certificate:
    """A self-signed CA certificate: SKI and no AKI, basicConstraints without a path length."""
    name = authority_name(kind)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )


def end_entity_certificate(authority: Authority, draft: Draft) -> x509.Certificate:
    """A user certificate or a signing certificate, by the kind of the authority."""
    kind = authority.kind
    point = x509.DistributionPoint(
        full_name=[x509.DirectoryName(distribution_point(kind, draft.municipality))],
        relative_name=None,
        reasons=None,
        crl_issuer=None,
    )
    policy = x509.PolicyInformation(x509.ObjectIdentifier(POLICY_OIDS[kind]), None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_subject(kind, draft))
        .issuer_name(authority.certificate.subject)
        .public_key(draft.key.public_key())
        .serial_number(draft.serial)
        .not_valid_before(draft.not_before)
        .not_valid_after(draft.not_after)
        .add_extension(_key_usage(non_repudiation=kind == "signing"), critical=True)
    )
    if kind == "user":
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(OCSP_ADDRESS)
        )
        builder = builder.add_extension(purpose, critical=False).add_extension(
            x509.AuthorityInformationAccess([access]), critical=False
        )
    else:
        builder = builder.add_extension(_basic_items(draft.holder), critical=False)
    return (
        builder.add_extension(x509.CertificatePolicies([policy]), critical=True)
        .add_extension(x509.CRLDistributionPoints([point]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier(authority.ca_key_id, None, None), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(draft.key.public_key()), critical=False)
        .sign(authority.private_key, SHA256())
    )


def _subject(kind: Kind, draft: Draft) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "JP")
    common_name = x509.NameAttribute(NameOID.COMMON_NAME, draft.common_name)
    if kind == "user":
        return x509.Name([country, common_name])
    place = Municipality.parse(draft.municipality)
    return x509.Name(
        [
            country,
            x509.NameAttribute(NameOID.LOCALITY_NAME, place.prefecture),
            x509.NameAttribute(NameOID.LOCALITY_NAME, place.city),
            common_name,
        ]
    )


def _key_usage(*, signs_certificates: bool = False, non_repudiation: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=non_repudiation,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _basic_items(holder: Holder) -> x509.SubjectAlternativeName:
    """The otherNames of a signing certificate. The demo's people need no substitute characters: all zeros."""
    era = next((digit for first_day, digit in ERAS if holder.born >= first_day), "0")
    items = {
        1: holder.name,
        2: "0" * len(holder.name),
        3: SEXES[holder.sex],
        4: f"{era}{holder.born:%Y%m%d}",
        5: holder.address,
        6: "0" * len(holder.address),
    }
    return x509.SubjectAlternativeName(
        [
            x509.OtherName(x509.ObjectIdentifier(f"{SAN_ARC}.{number}"), UTF8String(text).dump())
            for number, text in items.items()
        ]
    )
