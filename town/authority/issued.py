"""What the office hands over: a card with its certificates and private keys, as plain values.

A real card never gives its keys away; here testers sign with them in software of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.x509 import Certificate, load_der_x509_certificate

from town.authority.certificates import Sex
from town.authority.keys import KeyType, PrivateKey, key_from_der
from town.authority.names import Kind

__all__ = ["IssuedCard", "IssuedCertificate"]


@dataclass(frozen=True)
class IssuedCertificate:
    """One certificate on a card. `ca_key_id` with `serial` is its identity (jpki.md)."""

    kind: Kind
    ca_key_id: bytes = field(repr=False)
    serial: int = field(repr=False)
    distribution_point: str
    der: bytes = field(repr=False)
    key_der: bytes = field(repr=False)

    @property
    def certificate(self) -> Certificate:
        """The certificate as an object of `cryptography`."""
        return load_der_x509_certificate(self.der)

    @property
    def private_key(self) -> PrivateKey:
        """The key that a real card would keep."""
        return key_from_der(self.key_der)

    def sign(self, challenge: bytes) -> bytes:
        """Sign as the card does (terminal-api.md): RSA PKCS#1 v1.5 with SHA-256, ECDSA with SHA-384."""
        key = self.private_key
        if isinstance(key, RSAPrivateKey):
            return key.sign(challenge, PKCS1v15(), SHA256())
        return key.sign(challenge, ECDSA(SHA384()))


@dataclass(frozen=True)
class IssuedCard:
    """One card as it is now. `signing` is None for under-15s; `tries_left` are those of the user PIN."""

    name: str
    holder: str
    note: str
    municipality: str
    address: str
    born: date
    sex: Sex
    key_type: KeyType
    generation: int
    under_15: bool
    tries_left: int
    pin: str = field(repr=False)
    signing_password: str = field(repr=False)
    user: IssuedCertificate
    signing: IssuedCertificate | None

    @property
    def user_certificate(self) -> bytes:
        """The user certificate as DER."""
        return self.user.der

    @property
    def user_key(self) -> PrivateKey:
        """The user key."""
        return self.user.private_key

    @property
    def signing_certificate(self) -> bytes | None:
        """The signing certificate as DER, or None."""
        return None if self.signing is None else self.signing.der

    @property
    def signing_key(self) -> PrivateKey | None:
        """The signing key, or None."""
        return None if self.signing is None else self.signing.private_key
