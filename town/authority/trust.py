"""What a verifier needs before it can judge any card: the authorities' certificates and the two policies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from town.authority.certificates import Authority
from town.authority.names import POLICY_OIDS

__all__ = ["trust_document", "write_trust_file"]


def trust_document(authorities: Iterable[Authority]) -> dict[str, object]:
    """The content of `trust.json`. `ca_key_id` is the subject key identifier in hex."""
    return {
        "authorities": [
            {
                "kind": authority.kind,
                "generation": authority.generation,
                "ca_key_id": authority.ca_key_id.hex(),
                "certificate": authority.certificate.public_bytes(Encoding.PEM).decode("ascii"),
            }
            for authority in authorities
        ],
        "user_policy_oid": POLICY_OIDS["user"],
        "signing_policy_oid": POLICY_OIDS["signing"],
    }


def write_trust_file(authorities: Iterable[Authority], home: Path) -> None:
    """Leave `trust.json` in the home, whole or not at all, for programs that start before the authority."""
    fresh = home / "trust.json.new"
    fresh.write_text(json.dumps(trust_document(authorities), indent=2) + "\n", encoding="utf-8")
    fresh.replace(home / "trust.json")
