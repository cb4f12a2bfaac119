"""What we ask of certificates. Nothing is permissive by default: whoever trusts says every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from asn1crypto.core import ObjectIdentifier
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from mykey.certificates.errors import TrustUnusable

__all__ = ["AuthorityKind", "CertificatePolicy", "KeyType", "SignatureAlgorithm", "TrustedAuthority"]


class AuthorityKind(Enum):
    """What an authority's certificates are for: proving the user (利用者証明用), or signing (署名用)."""

    USER = "user"
    SIGNING = "signing"


class KeyType(Enum):
    """Keys of cards: RSA-2048 with e=65537 today, P-384 on the next card (jpki.md)."""

    RSA_2048 = "rsa-2048"
    P_384 = "p-384"


class SignatureAlgorithm(Enum):
    """How the authority signs, as the DER of the AlgorithmIdentifier (RFC 4055: with NULL parameters)."""

    SHA256_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
    SHA384_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010c0500")


_HASHES: Mapping[SignatureAlgorithm, hashes.HashAlgorithm] = {
    SignatureAlgorithm.SHA256_WITH_RSA: hashes.SHA256(),
    SignatureAlgorithm.SHA384_WITH_RSA: hashes.SHA384(),
}


@dataclass(frozen=True)
class CertificatePolicy:
    """The two policies' object identifiers (dotted) and the algorithms and keys accepted.

    Raises `TrustUnusable` (`policy`) for identifiers that are none or equal, and for empty sets.
    """

    user_policy_oid: str
    signing_policy_oid: str
    signature_algorithms: frozenset[SignatureAlgorithm]
    key_types: frozenset[KeyType]

    def __post_init__(self) -> None:
        complete = self.signature_algorithms and self.key_types
        if not complete or self.user_policy == _contents(self.signing_policy_oid):
            raise TrustUnusable(reason="policy")

    @cached_property
    def user_policy(self) -> bytes:
        """The content of the user policy's object identifier in DER."""
        return _contents(self.user_policy_oid)

    @cached_property
    def hash_by_algorithm(self) -> Mapping[bytes, hashes.HashAlgorithm]:
        """The hash to verify with, by the DER of each accepted AlgorithmIdentifier."""
        return MappingProxyType({one.value: _HASHES[one] for one in self.signature_algorithms})


@dataclass(frozen=True)
class TrustedAuthority:
    """An authority's certificate that the operator says to trust (DER), with its subject key identifier."""

    kind: AuthorityKind
    ca_key_id: bytes
    certificate: bytes


def _contents(dotted: str) -> bytes:
    try:
        # The first checks what the second, which alone can write DER, takes as it comes.
        contents: bytes = ObjectIdentifier(x509.ObjectIdentifier(dotted).dotted_string).contents
    except (TypeError, ValueError):
        raise TrustUnusable(reason="policy") from None
    return contents
