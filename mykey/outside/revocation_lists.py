"""The authority's revocation lists over HTTP: which there are, and each as DER."""

from __future__ import annotations

import requests

from mykey.kernel.ports import RevocationListName
from mykey.kernel.refusals_of_cards import RevocationUnknown

__all__ = ["HttpRevocationLists"]

TIMEOUT_SECONDS = 30.0


class HttpRevocationLists:
    """Implements `mykey.kernel.ports.RevocationListSource`."""

    def __init__(self, origin: str) -> None:
        self._origin = origin.rstrip("/")

    def names(self) -> list[RevocationListName]:
        """Every list the authority offers. Raises `RevocationUnknown` when there is no sensible answer."""
        try:
            answer = requests.get(self._origin + "/lists.json", timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            return [
                RevocationListName(
                    bytes.fromhex(entry["ca_key_id"]), str(entry["distribution_point"]), str(entry["path"])
                )
                for entry in answer.json()["lists"]
            ]
        except (requests.RequestException, ValueError, KeyError, TypeError):
            raise RevocationUnknown from None

    def fetch(self, name: RevocationListName) -> bytes:
        """One list as DER. Raises `RevocationUnknown` when there is no answer."""
        try:
            answer = requests.get(self._origin + name.path, timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
        except requests.RequestException:
            raise RevocationUnknown from None
        return answer.content
