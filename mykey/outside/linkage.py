"""The authority's linkage service over HTTP.

The real message formats are not public (jpki.md); these are the demo authority's. Serials travel in bodies,
never in URLs, which end in logs. No answer, a late answer and a strange answer are all `SuccessionUnknown`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from mykey.kernel.ports import CertificateName, SigningCertificateName
from mykey.kernel.refusals_of_cards import SuccessionUnknown
from mykey.outside.http_answers import NoAnswer, answer_to

__all__ = ["HttpLinkage"]

TIMEOUT_SECONDS = 3.0
MOST_BYTES = 16 * 1024
KEY_ID = re.compile(r"(?:[0-9a-f]{2}){1,64}")
SERIAL = re.compile(r"[1-9][0-9]{0,47}")
MOST_SERIAL = 1 << 159  # 20 octets, the sign's included (RFC 5280, section 4.1.2.2)
#: Bytes; what `links.signing_sealed` has room for.
LONGEST_POINT = 480


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
        point = found.get("distribution_point")
        if not isinstance(point, str) or not 0 < len(point.encode()) <= LONGEST_POINT:
            raise SuccessionUnknown
        return SigningCertificateName(_name(found), point)

    def _ask(self, path: str, certificate: CertificateName, member: str) -> dict[str, Any] | None:
        question = {"ca_key_id": certificate.ca_key_id.hex(), "serial": str(certificate.serial)}
        try:
            answer = answer_to(
                "POST",
                self._origin + path,
                patience=TIMEOUT_SECONDS,
                most_bytes=MOST_BYTES,
                question=question,
            )
            found = json.loads(answer)[member]
        except (NoAnswer, ValueError, KeyError, TypeError, RecursionError):
            raise SuccessionUnknown from None
        if found is not None and not isinstance(found, dict):
            raise SuccessionUnknown
        return found


def _name(found: dict[str, Any]) -> CertificateName:
    key_id, serial = found.get("ca_key_id"), found.get("serial")
    if not isinstance(key_id, str) or not KEY_ID.fullmatch(key_id):
        raise SuccessionUnknown
    if not isinstance(serial, str) or not SERIAL.fullmatch(serial) or int(serial) >= MOST_SERIAL:
        raise SuccessionUnknown
    return CertificateName(bytes.fromhex(key_id), int(serial))
