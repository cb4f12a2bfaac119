"""The cards and where they lie, asked of the cards' service over HTTP, as any program would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

__all__ = ["READERS", "CardLying", "CardTable", "CardsSilent"]

#: The readers of the demo's desks.
READERS = ("citizen", "library", "shop", "shop-2", "office", "voucher")
TIMEOUT_SECONDS = 5.0


class CardsSilent(Exception):
    """The cards' service does not answer, or knows no such card."""


@dataclass(frozen=True)
class CardLying:
    """A card. `reader` is None while its holder has it; `tries_left` are those of its PIN."""

    name: str
    holder: str
    note: str
    reader: str | None
    tries_left: int


class CardTable:
    """The service at `origin`. Every method raises `CardsSilent`."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._http = requests.Session()
        self._http.trust_env = False

    def cards(self) -> dict[str, CardLying]:
        """Every card by its short name."""
        listed = self._call("GET", "/cards")
        return {entry["name"]: CardLying(**entry) for entry in listed}

    def put(self, card: str, reader: str) -> None:
        """Lay a card on a reader; the one that lay there goes back to its holder."""
        self._call("PUT", f"/readers/{quote(reader, safe='')}", {"card": card})

    def take_away(self, reader: str) -> None:
        """Give the card on a reader back to its holder."""
        self._call("DELETE", f"/readers/{quote(reader, safe='')}")

    def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> Any:
        try:
            answer = self._http.request(method, self._origin + path, json=body, timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            return answer.json()
        except (requests.RequestException, ValueError):
            raise CardsSilent from None
