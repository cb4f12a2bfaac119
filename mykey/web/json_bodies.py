"""Read a JSON body strictly: one spelling, no coercion, nothing unknown (terminal-api.md, "Conventions").

`true` is not 1, 36.0 is not 36, NaN is no number, a member that stands twice is no object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import request
from marshmallow import Schema, ValidationError

from mykey.kernel.refusals_of_terminals import RequestInvalid
from mykey.web.problems import JsonMalformed, MediaTypeRefused

__all__ = ["json_document", "read_json_body", "read_members"]

MEMBER_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_ERRORS = 20  # more help nobody, and a kept answer has one length


def read_json_body(schema: Schema) -> Any:
    """The request's body as the schema loads it.

    Raises:
        MediaTypeRefused: not application/json, or in another character set than UTF-8.
        JsonMalformed: not JSON.
        RequestInvalid: members missing, unknown or of another form; all of them at once.
    """
    return read_members(schema, json_document())


def read_members(schema: Schema, document: Any) -> Any:
    """A document as the schema loads it. Raises `RequestInvalid`."""
    try:
        return schema.load(document)
    except ValidationError as refused:
        errors = list(_flatten(refused.messages, ()))
        raise RequestInvalid(errors=errors[:MOST_ERRORS]) from None


def json_document() -> Any:
    """The request's body as JSON. Raises MediaTypeRefused, JsonMalformed."""
    if (
        request.environ.get("CONTENT_TYPE") != "application/json"
    ):  # nearly always: then nothing is to be parsed
        charset = request.mimetype_params.get("charset", "utf-8").lower()
        if request.mimetype != "application/json" or charset not in {"utf-8", "utf8"}:
            raise MediaTypeRefused
    return _parse(request.get_data())


def _parse(body: bytes) -> Any:
    try:
        return _STRICT.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):
        # RecursionError: thousands of brackets inside each other.
        raise JsonMalformed from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError
    return members


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError


def _flatten(messages: Any, path: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Marshmallow's tree of messages as members with dots; our fields' messages are reasons already."""
    if isinstance(messages, dict):
        for name, below in messages.items():
            here = path if name == "_schema" else (*path, _member(name))
            yield from _flatten(below, here)
        return
    for reason in messages:
        yield {"member": ".".join(path) or "body", "reason": str(reason)}


def _member(name: Any) -> str:
    """An unknown member is named back only when it looks like a name: anything may be sent as one."""
    return str(name) if MEMBER_NAME.fullmatch(str(name)) else "?"


#: Made once: json.loads with hooks would make a decoder at each call.
_STRICT = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)
