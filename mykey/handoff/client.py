"""Asks the ticket writer's process over its local socket, for the core (`services.points_handoff` alone)."""

from __future__ import annotations

import socket
from pathlib import Path

from mykey.handoff.frames import ANSWER_BYTES, FrameRefused, answer_from_bytes, request_to_bytes
from mykey.handoff.socket_addresses import socket_address
from mykey.kernel.ports import Ticket, TicketWish
from mykey.kernel.refusals_of_points_tickets import PointsUnavailable

__all__ = ["SocketTicketWriter"]

PATIENCE_SECONDS = 2.0


class SocketTicketWriter:
    """One connection, one request, one answer. Nothing is tried again: the citizen does, if they like."""

    def __init__(self, path: Path, patience: float = PATIENCE_SECONDS) -> None:
        self._path = path
        self._patience = patience

    def write(self, wish: TicketWish) -> Ticket:
        """One ticket.

        Raises:
            PointsUnavailable: no writer, no answer in time, half an answer, or one of another form.
        """
        request = request_to_bytes(wish)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(self._patience)
                with socket_address(self._path) as address:
                    connection.connect(address)
                connection.sendall(request)
                answer = connection.recv(ANSWER_BYTES, socket.MSG_WAITALL)
            return answer_from_bytes(answer)
        except (OSError, FrameRefused):
            raise PointsUnavailable from None
