"""Judges an authority's own certificate once, when trust is loaded, and verifies with its key afterwards.

Both authorities have one level and sign themselves; their generations share one distinguished name (jpki.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from mykey.certificates.der import NotDer
from mykey.certificates.errors import TrustUnusable
from mykey.certificates.policy import AuthorityKind, CertificatePolicy, TrustedAuthority
from mykey.certificates.signed_document import SignedDocument, read_signed_document

__all__ = ["Authority", "judge_authority"]

_PADDING = PKCS1v15()
_SMALLEST_KEY = 2048
_SMALLEST_EXPONENT = 65537
_UNDERSTOOD = frozenset({x509.KeyUsage.oid, x509.BasicConstraints.oid})


@dataclass(frozen=True)
class Authority:
    """An authority found good. `subject` is the DER of its name, to the byte."""

    kind: AuthorityKind
    key_id: bytes
    subject: bytes
    not_before: datetime
    not_after: datetime
    key: RSAPublicKey = field(repr=False)

    def valid_at(self, moment: datetime) -> bool:
        """Whether the authority's own certificate is valid then, both ends included."""
        return self.not_before <= moment <= self.not_after

    def signed(self, document: SignedDocument, digest: hashes.HashAlgorithm) -> bool:
        """Whether this authority's key made the signature (RSA PKCS#1 v1.5, RFC 8017, 8.2.2)."""
        try:
            self.key.verify(
                document.signature,
                document.signed,  # type: ignore[arg-type]  # any buffer serves; a copy would double a large list
                _PADDING,
                digest,
            )
        except InvalidSignature:
            return False
        return True


def judge_authority(trusted: TrustedAuthority, policy: CertificatePolicy) -> Authority:
    """The authority, ready for use. Raises `TrustUnusable` unless it is a self-signed RSA CA of the profile.

    Its dates are not judged here: they count at the moment of each use.
    """
    try:
        document = read_signed_document(trusted.certificate)
        certificate = x509.load_der_x509_certificate(trusted.certificate)
        key, extensions = certificate.public_key(), certificate.extensions
    except (NotDer, ValueError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.InvalidVersion):
        raise TrustUnusable(reason="certificate-malformed") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < _SMALLEST_KEY:
        raise TrustUnusable(reason="weak-key")
    if key.public_numbers().e < _SMALLEST_EXPONENT:
        raise TrustUnusable(reason="weak-key")
    _demand_authority_extensions(extensions)
    if _subject_key_identifier(extensions) != trusted.ca_key_id:
        raise TrustUnusable(reason="key-id-differs")
    subject = certificate.subject.public_bytes()
    authority = Authority(
        kind=trusted.kind,
        key_id=trusted.ca_key_id,
        subject=subject,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key=key,
    )
    digest = policy.hash_by_algorithm.get(document.algorithm)
    if digest is None:
        raise TrustUnusable(reason="algorithm")
    if certificate.issuer.public_bytes() != subject or not authority.signed(document, digest):
        raise TrustUnusable(reason="signature")
    return authority


def _demand_authority_extensions(extensions: x509.Extensions) -> None:
    """RFC 5280, 4.2.1.3 and 4.2.1.9; jpki.md: both critical, and no other critical extension."""
    critical = {extension.oid for extension in extensions if extension.critical}
    if critical != _UNDERSTOOD:
        raise TrustUnusable(reason="not-an-authority")
    basic = extensions.get_extension_for_class(x509.BasicConstraints).value
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    if not (basic.ca and usage.key_cert_sign and usage.crl_sign):
        raise TrustUnusable(reason="not-an-authority")


def _subject_key_identifier(extensions: x509.Extensions) -> bytes | None:
    try:
        return extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None
