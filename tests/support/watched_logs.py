"""The process's logs as a face sets them up, for one test, and everything as it was afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from mykey.web.request_logs import configure_logs

__all__ = ["logs_of"]


@contextmanager
def logs_of(face: str) -> Iterator[None]:
    """Configure the logs for a face; standard output is the test's."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configure_logs(face)
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()
