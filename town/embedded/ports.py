"""Find a port that somebody else uses, before anything is started."""

from __future__ import annotations

import socket

from town.embedded.layout import PORTS, Layout

__all__ = ["find_busy_port"]


def find_busy_port(layout: Layout) -> int | None:
    """The first of our ports on which we cannot listen; None where all are free."""
    for name in PORTS:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", layout.port(name)))
            except (OSError, OverflowError):
                return layout.port(name)
    return None
