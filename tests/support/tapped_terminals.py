"""The terminals face behind a tap: what it answers to a desk passes through this process and is kept.

Signatures are checked against the face's configured origin, so the tapped face is one more process of the
same program on the same database, whose origin is the tap.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path

from tests.support.own_processes import OwnProcess
from town.embedded.layout import Layout
from town.embedded.programs import after_filling

__all__ = ["TappedTerminals"]

_BLOCK = 64 * 1024
_HOST = "127.0.0.1"


class TappedTerminals:
    """A terminals face at `origin`; `answers` holds every byte that it sent, connection by connection."""

    def __init__(self, layout: Layout, port: int, log: Path) -> None:
        self.answers: list[bytearray] = []
        self._tap = socket.create_server((_HOST, 0))
        self.origin = f"http://localhost:{self._tap.getsockname()[1]}"
        self._face = (_HOST, port)
        program = next(each for each in after_filling(layout) if each.name == "terminals")
        bound = f"{_HOST}:{layout.port('terminals')}"
        self._process = OwnProcess(
            [f"{_HOST}:{port}" if word == bound else word for word in program.command],
            log,
            program.environment | {"MYKEY_TERMINALS_ORIGIN": self.origin},
        )
        threading.Thread(target=self._listen, name="tap", daemon=True).start()

    def wait_until_it_runs(self) -> None:
        """Until the face answers through the tap."""
        self._process.wait_for(f"{self.origin}/v1/openapi.json")

    def stop(self) -> None:
        """End the face and close the tap."""
        self._process.stop()
        self._tap.close()

    def _listen(self) -> None:
        while True:
            try:
                desk, _ = self._tap.accept()
            except OSError:
                return  # closed
            try:
                face = socket.create_connection(self._face, timeout=10)
            except OSError:
                desk.close()  # the face is not up yet
                continue
            face.settimeout(None)
            heard = bytearray()
            self.answers.append(heard)
            threading.Thread(target=_pass_on, args=(desk, face, bytearray()), daemon=True).start()
            threading.Thread(target=_pass_on, args=(face, desk, heard), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, heard: bytearray) -> None:
    """Until one side closes; then the other side is closed, too."""
    with suppress(OSError):
        while block := source.recv(_BLOCK):
            heard += block
            target.sendall(block)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
