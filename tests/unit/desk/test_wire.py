"""How requests travel, against a server that keeps connections."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import requests

from desk.platform.answers import PlatformSilent
from desk.platform.signed_calls import Wire
from tests.support.scripted_server import ScriptedServer, read_request, scripted_server, unused_port

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def keeps_connections(connection: socket.socket) -> bytes:
    """Answers until the client leaves; tells how many requests one connection carried."""
    carried = 0
    while read_request(connection):
        connection.sendall(ANSWER)
        carried += 1
    return str(carried).encode()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server(keeps_connections) as running:
        yield running


def send(wire: Wire, origin: str) -> int:
    return wire.send(requests.Request("GET", f"{origin}/v1/terminal").prepare())[0]


def test_a_connection_is_used_again_at_once_and_not_later(server: ScriptedServer) -> None:
    now = [100.0]
    wire = Wire(lambda: now[0])
    for pause in (0.0, 0.5, 0.9, 1.5, 0.1, 60.0):
        now[0] += pause
        assert send(wire, server.origin) == 200
    wire._http.close()
    assert server.heard == [b"3", b"2", b"1"]


def test_where_nobody_listens_the_platform_is_silent() -> None:
    with pytest.raises(PlatformSilent):
        send(Wire(), f"http://127.0.0.1:{unused_port()}")
