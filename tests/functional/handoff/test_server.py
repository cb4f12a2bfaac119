"""The ticket writer's socket: who may ask, what is answered, what is closed without a word."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mykey.handoff import server
from mykey.handoff.client import SocketTicketWriter
from mykey.handoff.frames import ANSWER_BYTES, REQUEST_BYTES, request_to_bytes
from mykey.handoff.server import SocketRefused, serving_tickets
from mykey.kernel.ports import Ticket, TicketWish, TicketWriter
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.ticket_sides import TicketSides

OWN = frozenset({os.getuid()})
FAULTS: list[str] = []


def wish(citizen: UUID | None = None) -> TicketWish:
    return TicketWish("spend", "141305", b"t" * 32, citizen or uuid4())


def serve(path: Path, writer: TicketWriter, users: frozenset[int] = OWN) -> AbstractContextManager[None]:
    return serving_tickets(path, writer, users, FAULTS.append)


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    FAULTS.clear()
    yield
    assert FAULTS == []


@contextmanager
def connected(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(5)
        connection.connect(str(path))
        yield connection


def answer_to(path: Path, sent: bytes) -> bytes:
    """What comes back until the writer closes."""
    with connected(path) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(4096):
            received += part
        return received


def answer_or_reset(path: Path, sent: bytes) -> bytes:
    """A connection that is closed with something unread is reset; that is no word, either."""
    try:
        return answer_to(path, sent)
    except (ConnectionResetError, BrokenPipeError):
        return b""


def test_a_ticket_comes_over_the_socket(path: Path, sides: TicketSides) -> None:
    citizen = uuid4()
    with serve(path, sides):
        ticket = SocketTicketWriter(path).write(wish(citizen))
    opened = sides.open(ticket.text, MovingClock()())
    assert opened.subjects == sides.subjects(citizen)
    assert opened.expires_at == ticket.expires_at


def test_many_ask_at_once_and_each_gets_their_own(path: Path, sides: TicketSides) -> None:
    citizens = [uuid4() for _ in range(50)]
    got: dict[UUID, Ticket] = {}

    def ask(citizen: UUID) -> None:
        got[citizen] = SocketTicketWriter(path).write(wish(citizen))

    with serve(path, sides):
        threads = [threading.Thread(target=ask, args=(citizen,)) for citizen in citizens]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    subjects = {sides.open(ticket.text, MovingClock()()).subjects for ticket in got.values()}
    assert subjects == {sides.subjects(citizen) for citizen in citizens}


REQUEST = request_to_bytes(wish())


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        REQUEST[:-1],
        bytes(REQUEST_BYTES),
        b"\2" + REQUEST[1:],
        REQUEST[:1] + b"\7" + REQUEST[2:],
        REQUEST[:2] + b"abcdef" + REQUEST[8:],
        b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: everything that there is\r\n\r\n",
        os.urandom(4096),
    ],
    ids=["nothing", "half", "zeros", "version", "purpose", "code", "http", "noise"],
)
def test_what_is_no_request_is_closed_without_a_word(path: Path, sides: TicketSides, sent: bytes) -> None:
    with serve(path, sides):
        assert answer_or_reset(path, sent) == b""
        assert SocketTicketWriter(path).write(wish()).text


def test_one_connection_is_one_request(path: Path, sides: TicketSides) -> None:
    with serve(path, sides), connected(path) as connection:
        connection.sendall(REQUEST)
        assert len(connection.recv(ANSWER_BYTES, socket.MSG_WAITALL)) == ANSWER_BYTES
        try:
            connection.sendall(REQUEST)
            assert connection.recv(1) == b""
        except (ConnectionResetError, BrokenPipeError):
            pass


def test_who_says_nothing_is_hung_up_on(
    path: Path, sides: TicketSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.2)
    with serve(path, sides), connected(path) as connection:
        begun = time.monotonic()
        try:
            for byte in REQUEST[:3]:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
            assert connection.recv(1) == b""
        except (ConnectionResetError, BrokenPipeError):
            pass
        assert 0.1 < time.monotonic() - begun < 2


def test_silent_connections_keep_nobody_out_for_long(
    path: Path, sides: TicketSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.2)
    with serve(path, sides):
        idle = [socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(server.AT_ONCE + 8)]
        for one in idle:
            one.connect(str(path))
        assert SocketTicketWriter(path).write(wish()).text
        for one in idle:
            one.close()


def test_another_user_s_process_gets_no_answer(path: Path, sides: TicketSides) -> None:
    with serve(path, sides, frozenset({os.getuid() + 1})):
        with connected(path) as connection:
            assert connection.recv(1) == b""
        assert answer_or_reset(path, REQUEST) == b""


def test_the_socket_is_for_its_user_and_group_and_goes_with_the_writer(
    path: Path, sides: TicketSides
) -> None:
    with serve(path, sides):
        mode = path.stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o660
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o701, 0o704, 0o702, 0o770, 0o720, 0o755, 0o777])
def test_a_directory_that_others_enter_is_refused(path: Path, sides: TicketSides, mode: int) -> None:
    path.parent.chmod(mode)
    with pytest.raises(SocketRefused, match="directory-open-to-others"), serve(path, sides):
        pass
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o700, 0o710, 0o750])
def test_a_directory_for_its_user_and_the_core_s_group_is_taken(
    path: Path, sides: TicketSides, mode: int
) -> None:
    path.parent.chmod(mode)
    with serve(path, sides):
        assert SocketTicketWriter(path).write(wish()).text


def test_without_its_directory_it_does_not_start(path: Path, sides: TicketSides) -> None:
    with pytest.raises(SocketRefused, match="directory-missing"), serve(path.parent / "none" / "s", sides):
        pass


def test_a_dead_writer_s_socket_is_replaced(path: Path, sides: TicketSides) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    assert path.exists()
    with serve(path, sides):
        assert SocketTicketWriter(path).write(wish()).text


def test_who_may_enter_the_directory_cannot_keep_the_writer_from_starting(
    path: Path, sides: TicketSides
) -> None:
    """A lock on the directory itself would be anybody's who can open it: the core's group, too."""
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        with serve(path, sides):
            assert SocketTicketWriter(path).write(wish()).text
            (lock,) = {*path.parent.iterdir()} - {path}
            assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    finally:
        os.close(directory)


def test_a_living_writer_is_not_replaced(path: Path, sides: TicketSides) -> None:
    with serve(path, sides):
        for other in (path, path.with_name("other.sock")):
            with pytest.raises(SocketRefused, match="writer-running"), serve(other, sides):
                pass
        assert SocketTicketWriter(path).write(wish()).text


def test_a_socket_on_which_somebody_listens_is_not_replaced(path: Path, sides: TicketSides) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stranger:
        stranger.bind(str(path))
        stranger.listen()
        with pytest.raises(SocketRefused, match="writer-running"), serve(path, sides):
            pass
        assert path.exists()


def test_what_is_no_socket_is_not_touched(path: Path, sides: TicketSides) -> None:
    path.write_text("somebody's")
    with pytest.raises(SocketRefused, match="not-a-socket"), serve(path, sides):
        pass
    assert path.read_text() == "somebody's"


def test_a_directory_may_lie_deep(home: Path, sides: TicketSides) -> None:
    deep = home / ("d" * 120) / ("e" * 120)
    deep.mkdir(mode=0o700, parents=True)
    with serve(deep / "writer.sock", sides):
        assert SocketTicketWriter(deep / "writer.sock").write(wish()).text
    assert not (deep / "writer.sock").exists()


def test_a_name_that_is_too_long_is_said(home: Path, sides: TicketSides) -> None:
    with pytest.raises(SocketRefused, match="path-unusable"), serve(home / ("s" * 120), sides):
        pass


def test_without_a_thread_one_request_is_lost_and_not_the_writer(
    path: Path, sides: TicketSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that is short of memory or processes for a moment."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "ticket":
            raise RuntimeError("can't start new thread")
        start(thread)

    with serve(path, sides):
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", refuse)
            for _ in range(server.AT_ONCE + 1):
                assert answer_or_reset(path, REQUEST) == b""
        assert SocketTicketWriter(path).write(wish()).text
    assert FAULTS == ["RuntimeError"] * (server.AT_ONCE + 1)
    FAULTS.clear()


def test_of_a_fault_its_type_is_told_and_nothing_else(path: Path, leak_guard: LeakGuard) -> None:
    class Broken:
        def write(self, asked: TicketWish) -> Ticket:
            raise LookupError(asked.citizen_id)

    citizen = uuid4()
    leak_guard.watch(str(citizen), "a citizen's id")
    with serve(path, Broken()):
        frame = request_to_bytes(wish(citizen))
        assert answer_to(path, frame) == b""
        assert answer_to(path, frame) == b""
    assert FAULTS == ["LookupError", "LookupError"]
    FAULTS.clear()
