"""A server on the loopback address that answers as a test tells it, however strangely."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["Script", "ScriptedServer", "http_answer", "read_request", "scripted_server", "unused_port"]

#: What happens on one connection; what it returns is kept.
Script = Callable[[socket.socket], bytes]

_PATIENCE_SECONDS = 10


class ScriptedServer:
    """Runs its script for one connection after the other."""

    def __init__(self, script: Script) -> None:
        self._heard: list[bytes] = []
        self._at_work = threading.Lock()
        self._script = script
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def heard(self) -> list[bytes]:
        """What the script returned for each connection; waits for its end where a client has its answer."""
        with self._at_work:
            return list(self._heard)

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(_PATIENCE_SECONDS)

    def _run(self) -> None:
        with suppress(OSError):  # the end: nobody listens any more
            while True:
                connection, _ = self._listening.accept()
                connection.settimeout(_PATIENCE_SECONDS)
                with self._at_work, connection, suppress(OSError):  # the client left
                    self._heard.append(self._script(connection))


@contextmanager
def scripted_server(script: Script) -> Iterator[ScriptedServer]:
    server = ScriptedServer(script)
    try:
        yield server
    finally:
        server.close()


def http_answer(body: bytes, status: str = "200 OK", *headers: str) -> Script:
    """One HTTP answer; the request as it came is kept."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]

    def script(connection: socket.socket) -> bytes:
        request = read_request(connection)
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        return request

    return script


def read_request(connection: socket.socket) -> bytes:
    """A whole HTTP request."""
    request = b""
    while b"\r\n\r\n" not in request:
        piece = connection.recv(65536)
        if not piece:
            return request
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    wanted = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            wanted = int(line.partition(b":")[2])
    while len(body) < wanted:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def unused_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
