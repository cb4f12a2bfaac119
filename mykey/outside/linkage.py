"""The authority's linkage service over HTTP.

The real message formats are not public (jpki.md); these are the demo authority's. Serials travel in bodies,
never in URLs, which end in logs. No answer, a late answer and a strange answer are all `SuccessionUnknown`.
"""

from __future__ import annotations

from typing import Any

import requests

from mykey.kernel.ports import CertificateName, SigningCertificateName
from mykey.kernel.refusals_of_cards import SuccessionUnknown

__all__ = ["HttpLinkage"]

TIMEOUT_SECONDS = 3.0


class HttpLinkage:
    """Implements `mykey.kernel.ports.Linkage`."""

    def __init__(self, origin: str) -> None:
        self._origin = origin.rstrip("/")

    def predecessor(self, certificate: CertificateName) -> CertificateName | None:
        """Ask for the user certificate that this one replaced. Raises `SuccessionUnknown`."""
        found = self._ask("/linkage/predecessor", certificate, "predecessor")
        return None if found is None else _name(found)

    def signing_certificate(self, certificate: CertificateName) -> SigningCertificateName | None:
        """Ask for the holder's current signing certificate. Raises `SuccessionUnknown`."""
        found = self._ask("/linkage/signing", certificate, "signing")
        if found is None:
            return None
        return SigningCertificateName(_name(found), str(found["distribution_point"]))

    def _ask(self, path: str, certificate: CertificateName, member: str) -> dict[str, Any] | None:
        question = {"ca_key_id": certificate.ca_key_id.hex(), "serial": str(certificate.serial)}
        try:
            answer = requests.post(self._origin + path, json=question, timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            found = answer.json()[member]
            if found is not None:
                _name(found)
        except (requests.RequestException, ValueError, KeyError, TypeError):
            raise SuccessionUnknown from None
        return found  # type: ignore[no-any-return]  # checked above to be a name or null


def _name(found: dict[str, Any]) -> CertificateName:
    return CertificateName(bytes.fromhex(found["ca_key_id"]), int(found["serial"]))
