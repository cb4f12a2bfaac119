"""Whether a user certificate is good: form, trust, kind, dates, in this order (terminal-api.md, first rules).

Revocation is another question, answered by `revocation_lists`; possession of the key by `possession`.
Every card at every counter passes here (performance.md); nothing is kept of any citizen's certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mykey.certificates.authority import Authority
from mykey.certificates.der import OID, SEQUENCE, NotDer, content, only
from mykey.certificates.distribution_points import distribution_point_of_certificate
from mykey.certificates.extensions import (
    AUTHORITY_KEY_IDENTIFIER,
    BASIC_CONSTRAINTS,
    CERTIFICATE_POLICIES,
    CRL_DISTRIBUTION_POINTS,
    EXTENDED_KEY_USAGE,
    KEY_USAGE,
    Extensions,
    key_identifier_of_authority,
)
from mykey.certificates.parse import CardKey, ParsedCertificate, parse_certificate
from mykey.certificates.policy import AuthorityKind
from mykey.certificates.trust import Trust
from mykey.kernel.ports import CertificateName
from mykey.kernel.refusals_of_cards import (
    CertificateExpired,
    CertificateMalformed,
    CertificateNotTrusted,
    CertificateNotYetValid,
    CertificateWrongKind,
)

__all__ = ["UserCertificate", "read_user_certificate"]

_MAY_BE_CRITICAL = frozenset({KEY_USAGE, CERTIFICATE_POLICIES, EXTENDED_KEY_USAGE})
_DIGITAL_SIGNATURE_ALONE = (True, b"\x03\x02\x07\x80")  # critical; one bit set, seven unused
_CLIENT_AUTH_ALONE = bytes.fromhex("300a06082b06010505070302")
_NO_AUTHORITY = (False, b"\x30\x00")


@dataclass(frozen=True, slots=True)
class UserCertificate:
    """A user certificate found good at one moment.

    `not_after` is its last second (UTC), `distribution_point` names the list that would revoke it (RFC 4514).
    """

    name: CertificateName
    not_after: datetime
    distribution_point: str
    public_key: CardKey

    def __repr__(self) -> str:
        """Never the serial or the key: they are a person's."""
        return "UserCertificate(…)"


def read_user_certificate(der: bytes, trust: Trust, moment: datetime) -> UserCertificate:
    """The user certificate in `der`, if it is good at `moment`.

    Raises:
        CertificateMalformed: not one certificate in canonical DER.
        CertificateNotTrusted: no authority of ours signed it, or the authority is not valid then; it has
            a critical extension that we did not ask for, a key type that our policy lacks, or no list.
        CertificateWrongKind: a signing certificate, or one of another usage, purpose or policy.
        CertificateNotYetValid: its first second lies ahead.
        CertificateExpired: its last second is past.
    """
    certificate = parse_certificate(der)
    authority = _authority(certificate, trust, moment)
    if certificate.key is None or certificate.key_type not in trust.policy.key_types:
        raise CertificateNotTrusted
    extensions = certificate.extensions
    for name, (critical, _) in extensions.items():
        if critical and name not in _MAY_BE_CRITICAL:
            raise CertificateNotTrusted
    if extensions.get(BASIC_CONSTRAINTS, _NO_AUTHORITY) != _NO_AUTHORITY:
        raise CertificateNotTrusted
    distribution_point = _distribution_point(extensions)
    if authority.kind is not AuthorityKind.USER or not _is_user_kind(extensions, trust.policy.user_policy):
        raise CertificateWrongKind
    if moment < certificate.not_before:
        raise CertificateNotYetValid
    if moment > certificate.not_after:
        raise CertificateExpired
    return UserCertificate(
        name=CertificateName(authority.key_id, certificate.serial),
        not_after=certificate.not_after,
        distribution_point=distribution_point,
        public_key=certificate.key,
    )


def _authority(certificate: ParsedCertificate, trust: Trust, moment: datetime) -> Authority:
    """Who signed it. Chosen by key identifier, or by the signature where the certificate names no key."""
    document = certificate.document
    digest = trust.policy.hash_by_algorithm.get(document.algorithm)
    if digest is None:
        raise CertificateNotTrusted
    for authority in _candidates(certificate, trust):
        if authority.subject != certificate.issuer or not authority.valid_at(moment):
            continue
        if authority.signed(document, digest):
            return authority
    raise CertificateNotTrusted


def _candidates(certificate: ParsedCertificate, trust: Trust) -> list[Authority]:
    _, value = certificate.extensions.get(AUTHORITY_KEY_IDENTIFIER, (False, b"\x30\x00"))
    try:
        key_id = key_identifier_of_authority(value)
    except NotDer:
        raise CertificateMalformed from None
    if key_id is None:
        return trust.authorities_named(certificate.issuer)
    authority = trust.authority(key_id)
    return [] if authority is None else [authority]


def _distribution_point(extensions: Extensions) -> str:
    _, value = extensions.get(CRL_DISTRIBUTION_POINTS, (False, b""))
    try:
        return distribution_point_of_certificate(value)
    except NotDer:
        raise CertificateNotTrusted from None


def _is_user_kind(extensions: Extensions, user_policy: bytes) -> bool:
    """Usage digitalSignature and our policy, each alone and critical; purpose clientAuth alone (jpki.md)."""
    if extensions.get(KEY_USAGE) != _DIGITAL_SIGNATURE_ALONE:
        return False
    if extensions.get(EXTENDED_KEY_USAGE, (False, b""))[1] != _CLIENT_AUTH_ALONE:
        return False
    critical, value = extensions.get(CERTIFICATE_POLICIES, (False, b""))
    try:
        return critical and _only_policy(value) == user_policy
    except NotDer:
        return False


def _only_policy(value: bytes) -> bytes:
    """The one policy named. Its qualifiers, such as the address of the practice statement, bind nobody."""
    start, stop = only(value, *only(value, 0, len(value), SEQUENCE), SEQUENCE)
    policy_start, policy_stop = content(value, start, stop, OID)
    if policy_stop != stop:
        only(value, policy_stop, stop, SEQUENCE)
    return value[policy_start:policy_stop]
