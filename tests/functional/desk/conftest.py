from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.leak_guard import LeakGuard
from town.authority.office import CardOffice
from town.cards.app import create_app


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the name is Werkzeug's
        """No access log."""


class TownReader:
    """The demo town's cards, really served over HTTP, and one reader of theirs."""

    def __init__(self, origin: str, office: CardOffice) -> None:
        self.address = f"{origin}/readers/counter"
        self.office = office

    def put(self, card: str) -> None:
        requests.put(self.address, json={"card": card}, timeout=5).raise_for_status()

    def take(self) -> None:
        requests.delete(self.address, timeout=5).raise_for_status()


@pytest.fixture
def town_reader(tmp_path: Path, leak_guard: LeakGuard) -> Iterator[TownReader]:
    home = tmp_path / "town"
    with CardOffice(home) as office:
        server = make_server("127.0.0.1", 0, create_app(home), threaded=True, request_handler=Quiet)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            assert leak_guard is not None
            yield TownReader(f"http://127.0.0.1:{server.server_port}", office)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
