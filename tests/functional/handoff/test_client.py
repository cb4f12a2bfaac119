"""What the core does when the writer is silent, slow or strange: it cannot tell, and says so soon."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest

from mykey.handoff.client import SocketTicketWriter
from mykey.handoff.frames import ANSWER_BYTES, FrameRefused
from mykey.kernel.errors import CannotTell
from mykey.kernel.ports import TicketWish
from mykey.kernel.refusals_of_points_tickets import PointsUnavailable

WISH = TicketWish("grant", "141305", b"t" * 32, uuid4())


@contextmanager
def answering(path: Path, act: Callable[[socket.socket], None]) -> Iterator[None]:
    """A stranger on the socket, for one connection."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen()

        def once() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                act(connection)

        thread = threading.Thread(target=once)
        thread.start()
        yield
        thread.join(5)


def refused(path: Path) -> float:
    begun = time.monotonic()
    with pytest.raises(PointsUnavailable) as silent:
        SocketTicketWriter(path, patience=0.2).write(WISH)
    assert isinstance(silent.value, CannotTell)
    assert (silent.value.code, silent.value.status) == ("points-unavailable", 503)
    assert silent.value.__cause__ is None
    return time.monotonic() - begun


def test_no_socket(path: Path) -> None:
    assert refused(path) < 0.1


def test_nobody_behind_the_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    refused(path)


def test_a_socket_that_we_may_not_use(path: Path) -> None:
    path.mkdir()
    refused(path)


def test_a_writer_that_hangs(path: Path) -> None:
    with answering(path, lambda _connection: time.sleep(0.5)):
        assert 0.1 < refused(path) < 0.45


@pytest.mark.parametrize("answer", [b"", b"x", bytes(ANSWER_BYTES - 1), b"\xff" * ANSWER_BYTES])
def test_half_an_answer_or_a_strange_one(path: Path, answer: bytes) -> None:
    def act(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(answer)

    with answering(path, act):
        refused(path)


def test_a_wish_of_another_form_is_our_own_fault(path: Path) -> None:
    with pytest.raises(FrameRefused):
        SocketTicketWriter(path).write(TicketWish("borrow", "141305", b"t" * 32, uuid4()))
