"""What the company and the platform agreed on when the company joined, in a file for the company alone."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

__all__ = ["Contract", "ContractMissing", "company_key", "public_key_text", "read_contract"]

_KEY_FILE = "signing-key"
_CONTRACT_FILE = "contract.json"


class ContractMissing(Exception):
    """The company has not joined: the filling writes its contract."""

    def __str__(self) -> str:
        """What to do about it."""
        return "The partner company has no contract yet. Start with bin/run."


@dataclass(frozen=True)
class Contract:
    """The company's number and key, and what it keeps about its one client, the points site.

    `redirect_uri` is the one address to which a member is sent back (RFC 9700, 2.1: exact). `points_url` is
    the citizens' site, with its path; `api_origin` the partner API's.
    """

    partner_id: str
    key: Ed25519PrivateKey = field(repr=False)
    client_name: str
    client_secret: str = field(repr=False)
    points_url: str
    api_origin: str

    @property
    def redirect_uri(self) -> str:
        """The client's one address for this company."""
        return f"{self.points_url}partners/{self.partner_id}/back"

    @property
    def points_origin(self) -> str:
        """Of the citizens' site."""
        return "/".join(self.points_url.split("/")[:3])


def company_key(home: Path) -> Ed25519PrivateKey:
    """The company's signing key, made once."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = home / _KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(b64decode(path.read_bytes()))
    key = Ed25519PrivateKey.generate()
    with os.fdopen(descriptor, "wb") as file:
        file.write(b64encode(key.private_bytes_raw()))
    return key


def public_key_text(key: Ed25519PrivateKey) -> str:
    """The public half, as `x` of a JWK (RFC 8037): what the operator is told."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def read_contract(home: Path) -> Contract:
    """What was agreed. Raises `ContractMissing`."""
    try:
        written = json.loads((home / _CONTRACT_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContractMissing from None
    return Contract(
        partner_id=written["partner_id"],
        key=company_key(home),
        client_name=written["client_name"],
        client_secret=written["client_secret"],
        points_url=written["points_url"],
        api_origin=written["api_origin"],
    )
