"""The demo town's virtual reader, over HTTP on the loopback address.

`GET {address}` tells presence, `POST {address}/transmit` carries one APDU. The PIN travels in such an APDU,
so any address but a loopback one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests

from desk.readers.interface import CardAbsent, CardChannel, CardLeft, Presence, ReaderUnavailable

__all__ = ["ReaderAddressNotLocal", "VirtualReader"]

_TIMEOUT_SECONDS = 5
_NO_CARD = 409


class ReaderAddressNotLocal(ValueError):
    """A virtual reader on another machine would send the PIN over the network."""


def _is_loopback(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname is None:
        return False
    try:
        return ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


class VirtualReader:
    """A reader of the town. `address` is its URL, such as `http://127.0.0.1:8631/readers/counter`.

    Raises:
        ReaderAddressNotLocal: `address` is not an http URL of the loopback interface.
    """

    def __init__(self, address: str) -> None:
        if not _is_loopback(address):
            raise ReaderAddressNotLocal
        self._address = address.rstrip("/")
        self._http = requests.Session()
        self._http.trust_env = False  # a proxy of the environment must never see an APDU

    def presence(self) -> Presence:
        """See `CardReader.presence`."""
        answer = self._call("GET", self._address, None)
        try:
            return Presence(present=answer["present"] is True, insertion=int(answer["insertion"]))
        except (KeyError, TypeError, ValueError):
            raise ReaderUnavailable from None

    @contextmanager
    def card(self) -> Iterator[CardChannel]:
        """See `CardReader.card`."""
        before = self.presence()
        if not before.present:
            raise CardAbsent
        yield _VirtualChannel(self)
        if self.presence() != before:
            raise CardLeft

    def transmit(self, command: bytes) -> bytes:
        """One APDU there and back."""
        answer = self._call("POST", f"{self._address}/transmit", {"apdu": command.hex()})
        try:
            return bytes.fromhex(answer["response"])
        except (KeyError, TypeError, ValueError):
            raise ReaderUnavailable from None

    def _call(self, method: str, url: str, body: dict[str, str] | None) -> dict[str, Any]:
        # `from None`: the cause would carry the request, and with it the PIN, into a traceback.
        try:
            answer = self._http.request(
                method, url, json=body, timeout=_TIMEOUT_SECONDS, allow_redirects=False
            )
            if answer.status_code == _NO_CARD:
                raise CardLeft
            if not answer.ok:
                raise ReaderUnavailable
            content = answer.json()
        except (requests.RequestException, ValueError):
            raise ReaderUnavailable from None
        if not isinstance(content, dict):
            raise ReaderUnavailable
        return content


class _VirtualChannel:
    def __init__(self, reader: VirtualReader) -> None:
        self._reader = reader

    def transmit(self, command: bytes) -> bytes:
        return self._reader.transmit(command)
