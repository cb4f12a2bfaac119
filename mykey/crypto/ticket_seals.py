"""The points ticket's envelope: signed by the ticket writer, sealed to the points side (privacy.md, 6 and 7).

Signature: Ed25519 (RFC 8032), inside the seal. Seal: HPKE (RFC 9180), base mode, X25519, HKDF-SHA-256,
AES-256-GCM. The library draws the seal's one-time key itself; it cannot be handed in.
Layout: sealing key's version (1) · HPKE [encapsulated key (32) · ciphertext of [body · signing key's version
(1) · signature (64)] · tag (16)]. The length depends on the body's length alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import HandoffPurpose, PointsPurpose
from mykey.kernel.errors import Broken

__all__ = [
    "ENVELOPE_BYTES",
    "EnvelopeRefused",
    "PublicSealingKey",
    "SealingKeyUnusable",
    "TicketOpener",
    "TicketSealer",
    "points_subjects",
    "public_sealing_key",
    "public_verifying_keys",
]

KEY_BYTES = 32
SIGNATURE_BYTES = 64
#: What the envelope adds to a body.
ENVELOPE_BYTES = 1 + 32 + 1 + SIGNATURE_BYTES + 16
SIGNED_AS = b"mykey points ticket, signed, 1\0"
SEALED_AS = b"mykey points ticket, sealed, 1\0"


class EnvelopeRefused(ValueError):
    """Not sealed to us, altered, cut, or not signed by the ticket writer. Which of them is not told."""


class SealingKeyUnusable(Broken):
    """The points side's public key is no key to seal to."""

    code = "sealing-key-unusable"


@dataclass(frozen=True)
class PublicSealingKey:
    """The points side's X25519 public key, to which tickets are sealed."""

    version: int
    raw: bytes


class TicketSealer:
    """The ticket writer's side.

    Raises:
        SealingKeyUnusable: a public key of the wrong length or of small order, to which anybody's seal opens.
    """

    def __init__(self, ring: KeyRing, recipient: PublicSealingKey) -> None:
        signing = ring.current(HandoffPurpose.TICKET_SIGNING)
        self._signing_version = bytes([signing.version])
        self._signing = Ed25519PrivateKey.from_private_bytes(signing.material)
        self._recipient_version = bytes([recipient.version])
        try:
            self._recipient = X25519PublicKey.from_public_bytes(recipient.raw)
            self.seal(b"")
        except ValueError:
            raise SealingKeyUnusable from None

    def seal(self, body: bytes) -> bytes:
        """Sign and seal one ticket."""
        signed = body + self._signing_version
        signature = self._signing.sign(SIGNED_AS + self._recipient_version + signed)
        sealed = _suite().encrypt(signed + signature, self._recipient, SEALED_AS + self._recipient_version)
        return self._recipient_version + sealed


class TicketOpener:
    """The points side's: its own private keys, and the ticket writer's verifying keys by version."""

    def __init__(self, ring: KeyRing, verifying: Mapping[int, bytes]) -> None:
        self._opening = {
            key.version: X25519PrivateKey.from_private_bytes(key.material)
            for key in ring.versions(PointsPurpose.TICKET_OPENING)
        }
        self._verifying = {
            version: Ed25519PublicKey.from_public_bytes(raw) for version, raw in verifying.items()
        }

    def open(self, envelope: bytes, body_bytes: int) -> bytes:
        """The body, if the envelope is whole, sealed to us and signed by the ticket writer.

        Raises:
            EnvelopeRefused.
        """
        if len(envelope) != body_bytes + ENVELOPE_BYTES:
            raise EnvelopeRefused
        version = envelope[:1]
        opening = self._opening.get(version[0])
        if opening is None:
            raise EnvelopeRefused
        try:
            opened = _suite().decrypt(envelope[1:], opening, SEALED_AS + version)
            signed, signature = opened[:-SIGNATURE_BYTES], opened[-SIGNATURE_BYTES:]
            verifying = self._verifying.get(signed[-1])
            if verifying is None:
                raise EnvelopeRefused
            verifying.verify(signature, SIGNED_AS + version + signed)
        except (InvalidTag, InvalidSignature):
            raise EnvelopeRefused from None
        return signed[:-1]


def points_subjects(ring: KeyRing, citizen: bytes) -> tuple[tuple[int, bytes], ...]:
    """HMAC-SHA-256 of a citizen's id under each live version of the subject key, the current one first.

    Called in the ticket writer's process alone: nobody else has the key (privacy.md, "Deliberately
    non-joinable", 7).
    """

    def subject(key: Key) -> tuple[int, bytes]:
        return key.version, hmac.digest(key.material, citizen, "sha256")

    return tuple(subject(key) for key in ring.versions(HandoffPurpose.SUBJECT))


def public_verifying_keys(ring: KeyRing) -> dict[int, bytes]:
    """The public half of every live signing key, by version, the current one first."""
    return {
        key.version: Ed25519PrivateKey.from_private_bytes(key.material).public_key().public_bytes_raw()
        for key in ring.versions(HandoffPurpose.TICKET_SIGNING)
    }


def public_sealing_key(ring: KeyRing) -> PublicSealingKey:
    """The public half of the points side's current opening key."""
    key = ring.current(PointsPurpose.TICKET_OPENING)
    raw = X25519PrivateKey.from_private_bytes(key.material).public_key().public_bytes_raw()
    return PublicSealingKey(key.version, raw)


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
