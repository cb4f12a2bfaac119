"""Structured logs from an allow-list: a field that is not on it does not leave the process (privacy.md, P5).

One line an event, JSON on standard output. No network address, no user agent, no URL, no query, no person.
The terminals face logs status and duration of faults only; its usage is a counter (privacy.md, P6).
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

__all__ = ["ALLOWED_FIELDS", "configure_logs", "log"]

ALLOWED_FIELDS = frozenset(
    {"event", "level", "face", "status", "code", "duration_ms", "endpoint", "job", "count", "error", "where"}
)


def configure_logs(face: str) -> None:
    """Set the process's logs up: our own events as JSON, everybody else's from warning upwards, without text.

    Libraries put values into their messages; of theirs only the logger's name and the level are kept.
    """
    structlog.configure(
        processors=[_keep_allowed, structlog.processors.add_log_level, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    handler = _NamesOnly(face)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def log(event: str, **fields: Any) -> None:
    """Write one event. Fields outside the allow-list are dropped."""
    structlog.get_logger().info(event, **fields)


def _keep_allowed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: value for name, value in event.items() if name in ALLOWED_FIELDS}


class _NamesOnly(logging.Handler):
    """Foreign log records, reduced to who speaks and how loud; of an exception its type and place."""

    def __init__(self, face: str) -> None:
        super().__init__()
        self._face = face

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, Any] = {"face": self._face, "where": record.name}
        if record.exc_info and record.exc_info[0] is not None:
            fields["error"] = record.exc_info[0].__name__
        structlog.get_logger().info(f"foreign-{record.levelname.lower()}", **fields)
