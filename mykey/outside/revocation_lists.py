"""The authority's revocation lists over HTTP: which there are, and each as DER."""

from __future__ import annotations

import json
from typing import Any

from mykey.kernel.ports import RevocationListName
from mykey.kernel.refusals_of_cards import RevocationUnknown
from mykey.outside.http_answers import NoAnswer, answer_to

__all__ = ["HttpRevocationLists"]

TIMEOUT_SECONDS = 30.0
#: some 3,800 lists of 300 bytes each
MOST_BYTES_OF_NAMES = 8 * 1024 * 1024
#: a city of three million cards, all of them revoked
MOST_BYTES_OF_A_LIST = 128 * 1024 * 1024


class HttpRevocationLists:
    """Implements `mykey.kernel.ports.RevocationListSource`."""

    def __init__(self, origin: str) -> None:
        self._origin = origin.rstrip("/")

    def names(self) -> list[RevocationListName]:
        """Every list the authority offers. Raises `RevocationUnknown` when there is no sensible answer."""
        try:
            return [
                _name(entry) for entry in json.loads(self._get("/lists.json", MOST_BYTES_OF_NAMES))["lists"]
            ]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise RevocationUnknown from None

    def fetch(self, name: RevocationListName) -> bytes:
        """One list as DER. Raises `RevocationUnknown` when there is no answer."""
        return self._get(name.path, MOST_BYTES_OF_A_LIST)

    def _get(self, path: str, most_bytes: int) -> bytes:
        try:
            return answer_to("GET", self._origin + path, patience=TIMEOUT_SECONDS, most_bytes=most_bytes)
        except NoAnswer:
            raise RevocationUnknown from None


def _name(entry: dict[str, Any]) -> RevocationListName:
    key_id, point, path = entry["ca_key_id"], entry["distribution_point"], entry["path"]
    if not isinstance(point, str) or not isinstance(path, str) or not path.startswith("/"):
        # Without the slash "@elsewhere" would make another host of the origin.
        raise ValueError
    return RevocationListName(bytes.fromhex(key_id), point, path)
