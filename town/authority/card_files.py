"""A card's certificates and keys as files, so that somebody else's client can be tried without a reader.

Formats: X.509 as PEM (RFC 7468) and DER, keys as PKCS #8 PEM without a password, both together as PKCS #12
(RFC 7292) under a password. One key a file; every file is readable by its owner alone (0600).
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509 import Certificate

from town.authority.issued import IssuedCertificate
from town.authority.office import CardOffice

__all__ = ["PKCS12_PASSWORD", "write_card_files"]

PKCS12_PASSWORD = "mykey-demo"  # noqa: S105 - known to every tester; the keys are invented people's


def write_card_files(
    office: CardOffice, name: str, directory: Path, password: str = PKCS12_PASSWORD
) -> list[Path]:
    """Write `user.pem`, `.key.pem`, `.p12`, `.der`, and `signing.*` where there is such a certificate.

    Gives the paths written. Files of an earlier writing are replaced. Raises `CardNotKnown`.
    """
    card = office.card(name)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for issued in filter(None, (card.user, card.signing)):
        for suffix, content in _contents(office, issued, password).items():
            path = directory / f"{issued.kind}.{suffix}"
            _write_private(path, content)
            written.append(path)
    return written


def _contents(office: CardOffice, issued: IssuedCertificate, password: str) -> dict[str, bytes]:
    certificate = issued.certificate
    key = issued.private_key
    return {
        "pem": certificate.public_bytes(Encoding.PEM),
        "key.pem": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "p12": serialize_key_and_certificates(
            name=issued.kind.encode(),
            key=key,
            cert=certificate,
            cas=[_authority_of(office, issued)],
            encryption_algorithm=BestAvailableEncryption(password.encode()),
        ),
        "der": issued.der,
    }


def _authority_of(office: CardOffice, issued: IssuedCertificate) -> Certificate:
    return next(one.certificate for one in office.authorities if one.ca_key_id == issued.ca_key_id)


def _write_private(path: Path, content: bytes) -> None:
    """A new file beside the old one, then renamed: an older file with wider rights never holds a key."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)
