"""Whom we trust, loaded once. Authorities are found by key identifier: two generations have the same name."""

from __future__ import annotations

import json
from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from mykey.certificates.authority import Authority, judge_authority
from mykey.certificates.errors import TrustUnusable
from mykey.certificates.policy import (
    AuthorityKind,
    CertificatePolicy,
    KeyType,
    SignatureAlgorithm,
    TrustedAuthority,
)

__all__ = ["Trust", "load_trust"]


class Trust:
    """The policy and the authorities under it.

    Raises `TrustUnusable` for a bad authority, a key given twice, or none for user certificates.
    """

    def __init__(self, policy: CertificatePolicy, authorities: Iterable[TrustedAuthority]) -> None:
        self.policy = policy
        self._by_key_id: dict[bytes, Authority] = {}
        keys = set()
        for trusted in authorities:
            authority = judge_authority(trusted, policy)
            numbers = authority.key.public_numbers()
            if authority.key_id in self._by_key_id or numbers in keys:
                raise TrustUnusable(reason="key-used-twice")
            keys.add(numbers)
            self._by_key_id[authority.key_id] = authority
        if not any(authority.kind is AuthorityKind.USER for authority in self._by_key_id.values()):
            raise TrustUnusable(reason="no-user-authority")

    def authority(self, key_id: bytes) -> Authority | None:
        """The authority with this key identifier; None where we trust none such."""
        return self._by_key_id.get(key_id)

    def authorities_named(self, subject: bytes) -> list[Authority]:
        """Every generation with this name (DER): the signature must then tell which."""
        return [authority for authority in self._by_key_id.values() if authority.subject == subject]


def load_trust(trust_json: bytes) -> Trust:
    """Trust from the authority's `trust.json`.

    `{"authorities": [{"kind": "user"|"signing", "ca_key_id": hex, "certificate": PEM}, …],
    "user_policy_oid": dotted, "signing_policy_oid": dotted}`. Accepts what jpki.md names: SHA-256 and SHA-384
    with RSA by the authority, RSA-2048 and P-384 keys on cards. Raises `TrustUnusable`.
    """
    try:
        document = json.loads(trust_json)
        policy = CertificatePolicy(
            user_policy_oid=document["user_policy_oid"],
            signing_policy_oid=document["signing_policy_oid"],
            signature_algorithms=frozenset(SignatureAlgorithm),
            key_types=frozenset(KeyType),
        )
        authorities = [
            TrustedAuthority(
                kind=AuthorityKind(entry["kind"]),
                ca_key_id=bytes.fromhex(entry["ca_key_id"]),
                certificate=_der(entry["certificate"]),
            )
            for entry in document["authorities"]
        ]
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError, x509.InvalidVersion):
        raise TrustUnusable(reason="file-malformed") from None
    return Trust(policy, authorities)


def _der(pem: str) -> bytes:
    return x509.load_pem_x509_certificate(pem.encode()).public_bytes(Encoding.DER)
