"""An answer that went well, as its schema declares it."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema

__all__ = ["answer"]


def answer(schema: Schema, value: Any, status: int = 200) -> Response:
    """The value's members as JSON."""
    response = jsonify(schema.dump(value))
    response.status_code = status
    return response
