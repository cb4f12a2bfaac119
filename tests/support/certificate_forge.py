"""A card authority that also makes wrong certificates, for the tests of the certificate rules.

Keys are made once a run, and every field can be bent. Certificates come from `cryptography`'s builder; what
that builder refuses to write is done by taking the DER apart and signing it again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from mykey.certificates import (
    AuthorityKind,
    CertificatePolicy,
    KeyType,
    SignatureAlgorithm,
    Trust,
    TrustedAuthority,
)

__all__ = [
    "MOMENT",
    "SIGNING_POLICY",
    "USER_POLICY",
    "Changes",
    "Digest",
    "ForgedAuthority",
    "authority_name",
    "certificate",
    "certificate_builder",
    "elements",
    "p384_key",
    "point_name",
    "resigned",
    "rsa_key",
    "tlv",
    "trust",
    "with_extensions",
]

MOMENT = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
USER_POLICY = "1.3.6.1.4.1.99999.8.5.1.3.30"
SIGNING_POLICY = "1.3.6.1.4.1.99999.8.5.1.1.20"
_UNITS = {"user": "Demo CA for user authentication", "signing": "Demo CA for digital signature"}

Digest = hashes.SHA224 | hashes.SHA256 | hashes.SHA384 | hashes.SHA512 | hashes.SHA3_256
CardPrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Changes = Mapping[str, tuple[x509.ExtensionType, bool] | None]
"""By the extension's plain name: another value and criticality, or None to leave it out."""


@functools.cache
def rsa_key(
    name: str,  # noqa: ARG001 - the key of the cache
    bits: int = 2048,
    exponent: int = 65537,
) -> rsa.RSAPrivateKey:
    """The same key for the same name, made at its first use."""
    return rsa.generate_private_key(exponent, bits)


@functools.cache
def p384_key(name: str) -> ec.EllipticCurvePrivateKey:  # noqa: ARG001 - the key of the cache
    return ec.generate_private_key(ec.SECP384R1())


def authority_name(kind: str) -> x509.Name:
    """The same for every generation, as with the real authorities."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "MyKey Demo Authority"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _UNITS[kind]),
        ]
    )


def point_name(kind: str = "user", city: str = "Kawasaki-shi") -> x509.Name:
    return x509.Name(
        [
            *authority_name(kind),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "CRL Distribution Points"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Kanagawa-ken"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{city} CRLDP"),
        ]
    )


@dataclass(frozen=True)
class ForgedAuthority:
    """One CA of one kind and generation. `of` differs for a stranger who uses the same distinguished name."""

    kind: str = "user"
    generation: int = 2
    of: str = "ours"
    bits: int = 2048
    exponent: int = 65537
    not_before: datetime = datetime(2023, 1, 1, tzinfo=UTC)
    not_after: datetime = datetime(2033, 1, 1, tzinfo=UTC)
    usage: tuple[str, ...] = ("key_cert_sign", "crl_sign")
    ca: bool = True
    basic_critical: bool = True
    extra: tuple[x509.ExtensionType, bool] | None = None
    digest: type[Digest] = hashes.SHA256

    @property
    def key(self) -> rsa.RSAPrivateKey:
        return rsa_key(f"{self.of} {self.kind} {self.generation}", self.bits, self.exponent)

    @property
    def key_id(self) -> bytes:
        return x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()).digest

    @property
    def name(self) -> x509.Name:
        return authority_name(self.kind)

    @functools.cached_property
    def certificate(self) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(self.name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(self.not_before)
            .not_valid_after(self.not_after)
            .add_extension(key_usage(*self.usage), critical=True)
            .add_extension(x509.BasicConstraints(ca=self.ca, path_length=None), critical=self.basic_critical)
            .add_extension(x509.SubjectKeyIdentifier(self.key_id), critical=False)
        )
        if self.extra:
            builder = builder.add_extension(self.extra[0], critical=self.extra[1])
        return builder.sign(self.key, self.digest())

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def trusted(self) -> TrustedAuthority:
        return TrustedAuthority(AuthorityKind(self.kind), self.key_id, self.der)

    def sign(
        self, content: bytes, algorithm: SignatureAlgorithm = SignatureAlgorithm.SHA256_WITH_RSA
    ) -> bytes:
        digest = hashes.SHA384() if algorithm is SignatureAlgorithm.SHA384_WITH_RSA else hashes.SHA256()
        return self.key.sign(content, padding.PKCS1v15(), digest)


def trust(*authorities: ForgedAuthority) -> Trust:
    """Trust in these; without any in both kinds and both generations of ours."""
    trusted = authorities or tuple(
        ForgedAuthority(kind, generation) for kind in ("user", "signing") for generation in (1, 2)
    )
    policy = CertificatePolicy(USER_POLICY, SIGNING_POLICY, frozenset(SignatureAlgorithm), frozenset(KeyType))
    return Trust(policy, [authority.trusted() for authority in trusted])


def key_usage(*usages: str) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{usage: usage in usages for usage in every})


def policies(*dotted: str, qualifier: str | None = None) -> x509.CertificatePolicies:
    qualifiers: list[str | x509.UserNotice] | None = [qualifier] if qualifier else None
    return x509.CertificatePolicies(
        [x509.PolicyInformation(x509.ObjectIdentifier(one), qualifiers) for one in dotted]
    )


def distribution_points(*names: x509.Name) -> x509.CRLDistributionPoints:
    return x509.CRLDistributionPoints(
        [x509.DistributionPoint([x509.DirectoryName(name)], None, None, None) for name in names]
    )


def _profile(authority: ForgedAuthority) -> dict[str, tuple[x509.ExtensionType, bool]]:
    """The extensions of jpki.md, by plain names."""
    address = x509.AccessDescription(
        AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.demo.invalid")
    )
    profile: dict[str, tuple[x509.ExtensionType, bool]] = {
        "usage": (key_usage("digital_signature"), True),
        "purpose": (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False),
        "policies": (policies(USER_POLICY), True),
        "point": (distribution_points(point_name(authority.kind)), False),
        "access": (x509.AuthorityInformationAccess([address]), False),
        "authority": (x509.AuthorityKeyIdentifier(authority.key_id, None, None), False),
    }
    if authority.kind == "signing":
        profile["usage"] = (key_usage("digital_signature", "content_commitment"), True)
        profile["policies"] = (policies(SIGNING_POLICY), True)
        del profile["purpose"], profile["access"]
    return profile


def certificate_builder(
    authority: ForgedAuthority,
    *,
    key: CardPrivateKey | None = None,
    serial: int = 123_456_789,
    not_before: datetime = MOMENT - timedelta(days=365),
    not_after: datetime = MOMENT + timedelta(days=365),
    issuer: x509.Name | None = None,
    changes: Changes | None = None,
) -> x509.CertificateBuilder:
    subject = [(NameOID.COUNTRY_NAME, "JP"), (NameOID.COMMON_NAME, "1234567890ABCDEFGHIJ23A")]
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(oid, value) for oid, value in subject]))
        .issuer_name(issuer or authority.name)
        .public_key((key or rsa_key("card")).public_key())
        .serial_number(serial)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
    )
    extensions: dict[str, tuple[x509.ExtensionType, bool] | None] = {**_profile(authority), **(changes or {})}
    for extension in extensions.values():
        if extension is not None:
            builder = builder.add_extension(extension[0], critical=extension[1])
    return builder


def certificate(
    authority: ForgedAuthority | None = None,
    *,
    key: CardPrivateKey | None = None,
    serial: int = 123_456_789,
    not_before: datetime = MOMENT - timedelta(days=365),
    not_after: datetime = MOMENT + timedelta(days=365),
    issuer: x509.Name | None = None,
    digest: Digest | None = None,
    changes: Changes | None = None,
) -> bytes:
    """A certificate as DER: good where nothing is said to the contrary."""
    signer = authority or ForgedAuthority()
    builder = certificate_builder(
        signer,
        key=key,
        serial=serial,
        not_before=not_before,
        not_after=not_after,
        issuer=issuer,
        changes=changes,
    )
    return builder.sign(signer.key, digest or hashes.SHA256()).public_bytes(Encoding.DER)


def tlv(tag: int, content: bytes) -> bytes:
    """One element in DER."""
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def elements(content: bytes) -> list[bytes]:
    """The elements that fill the content, each with its head. For lengths in DER only."""
    found = []
    while content:
        size, head = content[1], 2
        if size & 0x80:
            head = 2 + (size & 0x7F)
            size = int.from_bytes(content[2:head], "big")
        found.append(content[: head + size])
        content = content[head + size :]
    return found


def _inside(element: bytes) -> bytes:
    return element[2 + (element[1] & 0x7F if element[1] & 0x80 else 0) :]


def resigned(
    der: bytes,
    edit: Callable[[list[bytes]], list[bytes]],
    authority: ForgedAuthority | None = None,
    *,
    algorithm: SignatureAlgorithm = SignatureAlgorithm.SHA256_WITH_RSA,
) -> bytes:
    """The certificate or list with its signed fields edited, and signed anew."""
    signed, _, _ = elements(_inside(der))
    content = tlv(0x30, b"".join(edit(elements(_inside(signed)))))
    signature = (authority or ForgedAuthority()).sign(content, algorithm)
    return tlv(0x30, content + algorithm.value + tlv(0x03, b"\0" + signature))


def with_extensions(
    der: bytes, edit: Callable[[list[bytes]], Iterable[bytes]], authority: ForgedAuthority | None = None
) -> bytes:
    """The certificate with its extensions edited as DER elements, and signed anew."""

    def edit_fields(fields: list[bytes]) -> list[bytes]:
        extensions = elements(_inside(_inside(fields[-1])))
        return [*fields[:-1], tlv(fields[-1][0], tlv(0x30, b"".join(edit(extensions))))]

    return resigned(der, edit_fields, authority)
