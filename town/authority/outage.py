"""The authority out of order, at a tester's wish: it runs, and answers 503 to everything.

A file in the home is the switch, so that the guide or a test can turn it while the service runs.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

__all__ = ["begin_outage", "end_outage", "is_out_of_order", "refuse_during_outage"]


def begin_outage(home: Path) -> None:
    """From the next request on there is no answer but 503."""
    _switch(home).touch(mode=0o600)


def end_outage(home: Path) -> None:
    """Answer again. Where there is no outage nothing changes."""
    _switch(home).unlink(missing_ok=True)


def is_out_of_order(home: Path) -> bool:
    """Whether an outage lasts."""
    return _switch(home).exists()


def refuse_during_outage(app: Flask, home: Path) -> None:
    """Let the service look at the switch before every request. Its start ends an older outage."""
    end_outage(home)

    def look() -> None:
        if is_out_of_order(home):
            raise ServiceUnavailable

    app.before_request(look)


def _switch(home: Path) -> Path:
    return home / "out-of-order"
