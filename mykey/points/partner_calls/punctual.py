"""Connections on which the whole answer has one deadline, its head too.

`http.client` gives each read the full patience, so a head that comes drop by drop, or one "100 Continue"
after another, never ends. Here every read has what is left of the patience since the request was sent.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

__all__ = ["PUNCTUAL_POOLS"]


class _Until(io.RawIOBase):
    """What comes from a socket until the patience that it has now is over."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._file = connected.makefile("rb", buffering=0)  # holds the socket open, as http.client's own does
        patience = connected.gettimeout()
        self._deadline = None if patience is None else time.monotonic() + patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Raises `TimeoutError` when it is over."""
        if self._deadline is not None:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, connected: socket.socket, *arguments: Any, **settings: Any) -> None:
        super().__init__(connected, *arguments, **settings)
        punctual: Any = io.BufferedReader(_Until(connected))
        self.fp.close()
        self.fp = punctual


class _Connection(HTTPConnection):
    response_class = _Response


class _TlsConnection(HTTPSConnection):
    response_class = _Response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


#: For a `urllib3.PoolManager`.
PUNCTUAL_POOLS = {"http": _Pool, "https": _TlsPool}
