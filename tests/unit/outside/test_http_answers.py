from __future__ import annotations

import socket
import time

import pytest

from mykey.outside.http_answers import NoAnswer, answer_to
from tests.support.scripted_server import Script, http_answer, read_request, scripted_server, unused_port


def ask(script: Script, patience: float = 5.0, most_bytes: int = 1000) -> bytes:
    with scripted_server(script) as server:
        return answer_to("GET", server.origin + "/x", patience=patience, most_bytes=most_bytes)


def test_the_body_comes_whole() -> None:
    assert ask(http_answer(b"x" * 1000)) == b"x" * 1000
    assert ask(http_answer(b"")) == b""


def chunked(connection: socket.socket) -> bytes:
    request = read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    for piece in (b"ab", b"cde"):
        connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
    connection.sendall(b"0\r\n\r\n")
    return request


def test_in_pieces_too() -> None:
    assert ask(chunked) == b"abcde"


@pytest.mark.parametrize(
    "status", ["204 No Content", "301 Moved", "400 Bad Request", "404 Not Found", "500 Broken", "503 Busy"]
)
def test_any_other_status_is_no_answer(status: str) -> None:
    with pytest.raises(NoAnswer):
        ask(http_answer(b"{}", status))


def test_a_redirect_is_not_followed() -> None:
    """The question may hold a serial; 307 would have it posted to wherever the answer says."""
    with (
        scripted_server(http_answer(b"{}")) as elsewhere,
        scripted_server(http_answer(b"", "307 Moved", f"Location: {elsewhere.origin}/")) as server,
    ):
        with pytest.raises(NoAnswer):
            answer_to("POST", server.origin, patience=5, most_bytes=100, question={"serial": "1234567"})
        assert elsewhere.heard == []
        assert b'"1234567"' in server.heard[0]


def test_too_much_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        ask(http_answer(b"x" * 1001))


def endless(connection: socket.socket) -> bytes:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        connection.sendall(b"x" * 4096)


def test_an_answer_without_an_end_is_given_up() -> None:
    with pytest.raises(NoAnswer):
        ask(endless, most_bytes=1_000_000)


def dripping(connection: socket.socket) -> bytes:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def silent(connection: socket.socket) -> bytes:
    read_request(connection)
    return connection.recv(1)


@pytest.mark.parametrize("script", [dripping, silent], ids=["dripping", "silent"])
def test_a_late_answer_is_no_answer(script: Script) -> None:
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        ask(script, patience=0.2)
    assert time.monotonic() - began < 3


def garbage(connection: socket.socket) -> bytes:
    read_request(connection)
    connection.sendall(b"220 mail.example ESMTP\r\n")
    return b""


def broken_off(connection: socket.socket) -> bytes:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nxyz")
    return b""


def nothing(connection: socket.socket) -> bytes:
    return connection.recv(1)


@pytest.mark.parametrize("script", [garbage, broken_off, nothing], ids=["garbage", "broken-off", "nothing"])
def test_a_strange_answer_is_no_answer(script: Script) -> None:
    with pytest.raises(NoAnswer):
        ask(script)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{port}/", "http://", "nothing", "http://[::1", "ftp://x/"]
)
def test_nobody_there_is_no_answer(address: str) -> None:
    with pytest.raises(NoAnswer) as refused:
        answer_to("GET", address.format(port=unused_port()), patience=1, most_bytes=10)
    assert refused.value.__suppress_context__
    assert str(refused.value) == ""
