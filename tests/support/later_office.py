"""The points office of a running town, on another day: a month cannot be over in a town that lives now.

It is the same program with the town's own keys on a copy of the town's books, in a thread of the tests; its
clock alone is moved.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from mykey.kernel.clock import system_clock
from mykey.points.office import OfficeSettings, create_points_office
from mykey.web.database import engine
from mykey.web.engines import make_engine
from tests.support.points_ground import PointsTown
from town.embedded.layout import Layout
from wsgi import open_points_ground

__all__ = ["LaterOffice", "later_office"]

PATH = "/points-office"


@dataclass(frozen=True)
class LaterOffice:
    """Where browsers reach it, and its books as acts see them. `now` is what its clock shows."""

    address: str
    books: PointsTown
    ahead: timedelta

    def now(self) -> datetime:
        return system_clock() + self.ahead


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 -- werkzeug's name
        """No line a request."""


@contextmanager
def later_office(layout: Layout, directory: Path, port: int, ahead: timedelta) -> Iterator[LaterOffice]:
    """Copy the books, open the office, close it at the end."""
    copy = directory / "points.sqlite"
    with (
        closing(sqlite3.connect(layout.points / "points.sqlite")) as today_s,
        closing(sqlite3.connect(copy)) as copied,
    ):
        today_s.backup(copied)
    settings = OfficeSettings(
        origin=f"http://localhost:{port}",
        path=PATH,
        database_url=f"sqlite:///{copy}",
        key_ring=layout.points / "keys.json",
        form_token_key="a key of this office only, and of nobody",
    )
    ground = replace(open_points_ground(settings), clock=lambda: system_clock() + ahead)
    app = create_points_office(settings, ground)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    prepared = PointsTown(make_engine(settings.database_url), ground)
    try:
        yield LaterOffice(f"{settings.origin}{PATH}", prepared, ahead)
    finally:
        prepared.engine.dispose()
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            engine().dispose()
