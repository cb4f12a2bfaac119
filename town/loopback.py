"""How the town's HTTP services are reached: on the loopback address, by programs, never by a strange page.

There is no login, so a page in the tester's browser must not be able to use a card: a Host header that is not
the loopback's own is refused (DNS rebinding), and a body must be JSON, which no foreign form can send.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
from types import FrameType
from typing import NoReturn

from flask import Flask, Response, jsonify, request
from waitress.server import create_server
from werkzeug.exceptions import BadRequest, HTTPException

from town.errors import PortBusy

__all__ = ["LOOPBACK", "bound_socket", "end_on_sigterm", "json_members", "loopback_app", "serve"]

LOOPBACK = "127.0.0.1"

#: An APDU is at most 261 bytes, a linkage question less: nothing longer is read.
LARGEST_BODY = 64 * 1024


def loopback_app(name: str) -> Flask:
    """A Flask app with the rules above and errors as JSON: `{"error": …}`."""
    app = Flask(name, static_folder=None)
    app.config["TRUSTED_HOSTS"] = ["localhost", LOOPBACK]
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response

    @app.errorhandler(HTTPException)
    def refusal(error: HTTPException) -> tuple[Response, int]:
        status = error.code or 500
        return jsonify(error=error.name.lower().replace(" ", "-")), status

    return app


def json_members(*names: str) -> list[str]:
    """The members of the JSON body, exactly these, all strings; else 400, another media type 415."""
    body = request.get_json()
    if not isinstance(body, dict) or set(body) != set(names):
        raise BadRequest
    values = [body[name] for name in names]
    if not all(isinstance(value, str) for value in values):
        raise BadRequest
    return values


def end_on_sigterm() -> None:
    """SIGTERM ends the process as an orderly exit, so that sockets and files are closed."""

    def leave(_number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)


def bound_socket(name: str, port: int) -> socket.socket:
    """A socket on the loopback address for the service called `name`. A busy port raises `PortBusy`."""
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise PortBusy(f"Port {port} is taken: {name} cannot listen there.") from error


def serve(app: Flask, name: str, port: int) -> None:
    """Serve until SIGTERM and say so in one line. Port 0 takes a free one. A busy port raises `PortBusy`."""
    # A page with its styles asks for more files at once than there are threads: that is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(app, sockets=[bound_socket(name, port)], threads=4, ident=None)
    print(f"listening: {name} on http://{LOOPBACK}:{server.effective_port}", flush=True)  # noqa: T201 - the one line that says it is up
    try:
        server.run()
    finally:
        server.close()
