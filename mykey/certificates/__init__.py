"""SEALED: the certificate rules. Pure but for index files: no network, no database, no Flask.

A change here needs a second reviewer. Trust and time are always handed in, and nothing is kept of any
citizen's certificate.
"""

from __future__ import annotations

from mykey.certificates.errors import RevocationListRefused, TrustUnusable
from mykey.certificates.parse import CardKey
from mykey.certificates.path import UserCertificate, read_user_certificate
from mykey.certificates.policy import (
    AuthorityKind,
    CertificatePolicy,
    KeyType,
    SignatureAlgorithm,
    TrustedAuthority,
)
from mykey.certificates.possession import CHALLENGE_BYTES, prove_possession
from mykey.certificates.revocation_index import Freshness, RevocationIndex
from mykey.certificates.revocation_list import index_revocation_list
from mykey.certificates.revocation_lists import RevocationLists, index_path, store
from mykey.certificates.revocation_reasons import RevocationReason
from mykey.certificates.trust import Trust, load_trust

__all__ = [
    "CHALLENGE_BYTES",
    "AuthorityKind",
    "CardKey",
    "CertificatePolicy",
    "Freshness",
    "KeyType",
    "RevocationIndex",
    "RevocationListRefused",
    "RevocationLists",
    "RevocationReason",
    "SignatureAlgorithm",
    "Trust",
    "TrustUnusable",
    "TrustedAuthority",
    "UserCertificate",
    "index_path",
    "index_revocation_list",
    "load_trust",
    "prove_possession",
    "read_user_certificate",
    "store",
]
