"""The terminals face on a test's database, with its threads and connections ended at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from mykey.kernel.ports import TicketWriter
from mykey.services.ground import Ground
from mykey.terminals import create_terminals
from mykey.terminals.settings import TerminalsSettings
from mykey.web.database import engine
from tests.support.terminal_client import ORIGIN
from tests.support.ticket_sides import TicketSides

__all__ = ["TILL_URL", "open_terminals"]

TILL_URL = "http://localhost:8614"


@contextmanager
def open_terminals(
    url: str, ground: Ground, directory: Path, tickets: TicketWriter | None = None
) -> Iterator[Flask]:
    """The face, as `wsgi.py` makes it, but for the ground and the ticket writer."""
    settings = TerminalsSettings(
        origin=ORIGIN,
        database_url=url,
        key_ring=directory / "keys.json",
        trust=directory / "trust.json",
        revocation_lists=directory / "revocation",
        linkage_origin="http://127.0.0.1:9",
        ticket_socket=directory / "writer.sock",
        points_till_url=TILL_URL,
    )
    app = create_terminals(settings, ground, tickets or TicketSides(ground.clock))
    yield app
    gate = app.extensions["mykey_gate"]
    for counts in (gate.pace._counts, gate._usage):
        counts._stopped.set()
        if counts._thread is not None:
            counts._thread.join(10)
        counts.close()
    with app.app_context():
        engine().dispose()
