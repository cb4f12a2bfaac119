"""Serves the ticket writer on a local socket. It keeps no log of requests and no trace of any.

Who may ask is said three times: the socket lies in a directory that others cannot enter, its file has mode
0660, and the kernel tells the user of the process at the other end (SO_PEERCRED). A request that is not one
is closed without a word.
"""

from __future__ import annotations

import fcntl
import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mykey.handoff.frames import REQUEST_BYTES, FrameRefused, answer_to_bytes, request_from_bytes
from mykey.handoff.socket_addresses import socket_address
from mykey.kernel.errors import Broken
from mykey.kernel.ports import TicketWriter

__all__ = ["SocketRefused", "serving_tickets"]

AT_ONCE = 32
WAITING = 128
REQUEST_SECONDS = 2.0
SHORTEST_SECONDS = 0.001
PAUSE_SECONDS = 0.1
SOCKET_MODE = 0o660
LOCK = "writer.lock"
LOCK_MODE = 0o600
#: Its group may enter the directory (the core's processes, where they have users of their own), nobody else.
FORBIDDEN_MODE = 0o027
_CREDENTIALS = struct.Struct("3i")  # struct ucred: process, user, group (unix(7))

Fault = Callable[[str], None]


class SocketRefused(Broken):
    """The socket must not be opened. Fact: `reason`, a word."""

    code = "socket-refused"

    def __str__(self) -> str:
        """The reason as a word."""
        return f"socket-refused: {self.facts['reason']}"


@contextmanager
def serving_tickets(
    path: Path, writer: TicketWriter, users: Collection[int], on_fault: Fault
) -> Iterator[None]:
    """Answer requests in threads of our own until the block ends; then the socket's file is removed.

    `users` may ask. `on_fault` is told the type of an error, nothing else.

    Raises:
        SocketRefused: `directory-missing`, `directory-open-to-others`, `directory-of-somebody-else`,
            `writer-running`, `not-a-socket`, `path-unusable`.
    """
    with _alone_in(path.parent):
        _make_way(path)
        try:
            server = _Server(path, writer, frozenset(users), on_fault)
        except OSError:
            raise SocketRefused(reason="path-unusable") from None
        try:
            yield
        finally:
            server.close()
            path.unlink(missing_ok=True)


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Be the one writer of this directory; the lock ends with the process, however it ends.

    A file of our own is locked, not the directory: whoever may enter that could lock it against us.
    """
    try:
        entered = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        raise SocketRefused(reason="directory-missing") from None
    try:
        found = os.fstat(entered)
        if stat.S_IMODE(found.st_mode) & FORBIDDEN_MODE:
            raise SocketRefused(reason="directory-open-to-others")
        if found.st_uid != os.getuid():
            raise SocketRefused(reason="directory-of-somebody-else")
        try:
            lock = os.open(LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, LOCK_MODE, dir_fd=entered)
        except OSError:
            raise SocketRefused(reason="path-unusable") from None
    finally:
        os.close(entered)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SocketRefused(reason="writer-running") from None
        yield
    finally:
        os.close(lock)


def _make_way(path: Path) -> None:
    """Remove the socket of a writer that died; refuse to touch anything else."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise SocketRefused(reason="not-a-socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial, suppress(OSError):
        trial.settimeout(REQUEST_SECONDS)
        with socket_address(path) as address:
            trial.connect(address)
        raise SocketRefused(reason="writer-running")
    path.unlink()


class _Server:
    """A thread for each connection, no more than `AT_ONCE`; the rest wait in the kernel's queue."""

    def __init__(self, path: Path, writer: TicketWriter, users: frozenset[int], on_fault: Fault) -> None:
        self._writer = writer
        self._users = users
        self._on_fault = on_fault
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._closing = False
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with socket_address(path) as address:
                self._listener.bind(address)
            path.chmod(SOCKET_MODE)  # before anybody can connect
            self._listener.listen(WAITING)
        except OSError:
            self._listener.close()
            raise
        self._thread = threading.Thread(target=self._accept, name="ticket-socket", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more requests, and let those at work end."""
        self._closing = True
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._thread.join()
        self._listener.close()
        for _ in range(AT_ONCE):
            self._places.acquire(timeout=REQUEST_SECONDS)

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._listener.accept()
            except OSError as error:
                if not self._closing:
                    self._on_fault(type(error).__name__)
                    time.sleep(PAUSE_SECONDS)
                continue
            if _user_of(connection) not in self._users:
                connection.close()
                continue
            self._places.acquire()
            try:
                threading.Thread(target=self._serve, args=(connection,), name="ticket", daemon=True).start()
            except (RuntimeError, MemoryError) as error:
                # No thread to be had just now. This thread must live on: without it nobody is answered again.
                connection.close()
                self._places.release()
                self._on_fault(type(error).__name__)

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, suppress(OSError, FrameRefused):
                wish = request_from_bytes(_read(connection))
                connection.sendall(answer_to_bytes(self._writer.write(wish)))
        except Exception as error:  # noqa: BLE001 - one request must not end the writer, nor be written down
            self._on_fault(type(error).__name__)
        finally:
            self._places.release()


def _read(connection: socket.socket) -> bytes:
    """One request, within the time; what is shorter is refused by its reader."""
    last = time.monotonic() + REQUEST_SECONDS
    frame = b""
    while len(frame) < REQUEST_BYTES:
        connection.settimeout(max(last - time.monotonic(), SHORTEST_SECONDS))
        part = connection.recv(REQUEST_BYTES - len(frame))
        if not part:
            break
        frame += part
    return frame


def _user_of(connection: socket.socket) -> int:
    peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _process, user, _group = _CREDENTIALS.unpack(peer)
    return int(user)
