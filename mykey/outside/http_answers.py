"""Ask another organisation's HTTP service, and take no more of its answer than was asked for.

A redirect is not followed: a question may hold a serial, which nobody but the service asked may see. An
answer that comes drop by drop, or does not end, is no answer.
"""

from __future__ import annotations

import time
from typing import Any

import requests
import urllib3

__all__ = ["NoAnswer", "answer_to"]

PIECE_BYTES = 64 * 1024
OK = 200


class NoAnswer(Exception):
    """No connection, no answer in time, another status than 200, or too much."""


def answer_to(
    method: str, address: str, *, patience: float, most_bytes: int, question: dict[str, Any] | None = None
) -> bytes:
    """The body of the answer; `question` is sent as JSON. `patience` is in seconds.

    Raises:
        NoAnswer: see there; without the text of what went wrong, which may hold what was sent.
    """
    deadline = time.monotonic() + patience
    try:
        with requests.request(
            method,
            address,
            json=question,
            headers={"Accept-Encoding": "identity"},
            timeout=patience,
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.status_code != OK:
                raise NoAnswer
            return _body(answer.raw, deadline, most_bytes)
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError, OSError):
        raise NoAnswer from None


def _body(raw: urllib3.HTTPResponse, deadline: float, most_bytes: int) -> bytes:
    body = bytearray()
    # One piece as it comes, so that the clock is looked at between two drops.
    while piece := raw.read1(PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > most_bytes or time.monotonic() > deadline:
            raise NoAnswer
    return bytes(body)
