"""Whether the card that signed a challenge holds the certificate's key (terminal-api.md, the card object)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from mykey.certificates.path import UserCertificate
from mykey.kernel.refusals_of_cards import ChallengeFailed

__all__ = ["CHALLENGE_BYTES", "prove_possession"]

CHALLENGE_BYTES = 32


def prove_possession(certificate: UserCertificate, challenge: bytes, signature: bytes) -> None:
    """Returns only if the certificate's key signed these 32 bytes; else raises `ChallengeFailed`.

    RSA: PKCS#1 v1.5 with SHA-256 (RFC 8017, 8.2). P-384: ECDSA with SHA-384, in DER (RFC 3279, 2.2.3).
    Whether the challenge is ours, unused and young is the caller's to know.
    """
    if len(challenge) != CHALLENGE_BYTES:
        raise ChallengeFailed
    key = certificate.public_key
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, challenge, PKCS1v15(), SHA256())
        else:
            key.verify(signature, challenge, ECDSA(SHA384()))
    except InvalidSignature:
        raise ChallengeFailed from None
