"""The OpenAPI 3.1 document, made from `operations.OPERATIONS` and the schemas behind it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_smorest import Api

from mykey.kernel.errors import CannotTell, MyKeyError
from mykey.terminals.errors import PROBLEM_TYPE
from mykey.terminals.operations import OPERATIONS, Operation
from mykey.terminals.problem_texts import PROBLEM_TEXTS
from mykey.web.rate_limits import TooManyRequests

__all__ = ["make_openapi_document"]

PROBLEM_MEDIA_TYPE = "application/problem+json"
VERSION = "1.0.0"

DESCRIPTION = """\
Terminals of libraries, shops and municipalities speak to the MyKey platform by these calls.

JSON in UTF-8; unknown members are refused; times are RFC 3339 in UTC; binary values are base64url without
padding; certificates are DER. Bodies are limited to 64 KiB. Errors are RFC 9457 problem details whose
`detail` is one sentence for a clerk, in Japanese or English by `Accept-Language`.

What is judged first is answered first: signature, replay, idempotency, the terminal's state and kind, JSON
and members (the number's format included), card, MyKey ID, the act itself.
"""

SIGNATURE = """\
RFC 9421 HTTP message signature, label `mykey`, with the device's Ed25519 key.

Covered components: `"@method" "@target-uri" "content-digest" "mykey-device"`; `content-digest` (RFC 9530,
sha-256) is left out when there is no body. Parameters: `created` (no more than 120 s off), `nonce` (16 random
bytes or more, never used twice), `keyid` (the terminal ID), `alg="ed25519"`. `MyKey-Device` carries the
device fingerprint, 64 hex digits. `@target-uri` begins with the server's origin as given here.
"""

PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457. Machine facts follow as further members; never anything about a person.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "pattern": f"^{PROBLEM_TYPE}[a-z0-9-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence that a clerk can act on."},
        "code": {"type": "string"},
        "retry_after": {"type": "integer", "description": "Seconds, as in Retry-After."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["member", "reason"],
                "properties": {"member": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body give the same answer for 24 hours.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,64}$"},
}


class _DocumentOnly(Api):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest without its error pages: those of the whole app are `errors.py`'s (dependencies.md)."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """None of its own."""


def make_openapi_document(app: Flask, origin: str) -> dict[str, Any]:
    """The document for a face at `origin` whose routes are registered."""
    api = _DocumentOnly(
        app,
        spec_kwargs={
            "title": "MyKey terminals",
            "version": VERSION,
            "openapi_version": "3.1.0",
            "info": {"description": DESCRIPTION},
            "servers": [{"url": origin}],
        },
    )
    api.spec.components.schema("Problem", PROBLEM_SCHEMA)
    api.spec.components.security_scheme(
        "terminalSignature",
        {"type": "apiKey", "in": "header", "name": "Signature", "description": SIGNATURE},
    )
    for operation in OPERATIONS:
        rule = next(app.url_map.iter_rules(operation.endpoint))
        api.spec.path(rule=rule, operations={operation.method.lower(): _described(operation)}, parameters=[])
    document: dict[str, Any] = api.spec.to_dict()
    # The library describes its own error and list pages, which this face does not have.
    for foreign in ("Error", "PaginationMetadata"):
        document["components"]["schemas"].pop(foreign, None)
    return document


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.endpoint,
        "summary": operation.summary.en,
        "description": operation.description.en,
        "x-summary-ja": operation.summary.ja,
        "x-description-ja": operation.description.ja,
        "tags": [operation.endpoint.partition(".")[0]],
        "security": [{"terminalSignature": []}] if operation.signed else [],
        "responses": {str(operation.status): _success(operation)} | _refusals(operation),
    }
    if operation.idempotent:
        described["parameters"] = [IDEMPOTENCY_KEY]
    if operation.body is not None:
        content = {"schema": operation.body, "example": operation.body_example}
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    return described


def _success(operation: Operation) -> dict[str, Any]:
    if operation.answer is None:
        return {"description": "Done; nothing to say."}
    content = {"schema": operation.answer, "example": operation.answer_example}
    return {"description": "Done.", "content": {"application/json": content}}


def _refusals(operation: Operation) -> dict[str, Any]:
    by_status: dict[int, list[type[MyKeyError]]] = {}
    for refusal in operation.refusals:
        by_status.setdefault(refusal.status, []).append(refusal)
    answers = {str(status): _problems(refusals) for status, refusals in sorted(by_status.items())}
    answers["500"] = _problem_answer(["broken"], 500, retry=False)
    return answers


def _problems(refusals: list[type[MyKeyError]]) -> dict[str, Any]:
    retry = any(issubclass(refusal, CannotTell | TooManyRequests) for refusal in refusals)
    return _problem_answer([refusal.code for refusal in refusals], refusals[0].status, retry=retry)


def _problem_answer(codes: list[str], status: int, *, retry: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": " · ".join(f"`{code}` {PROBLEM_TEXTS[code].title.en}" for code in codes),
        "content": {
            PROBLEM_MEDIA_TYPE: {
                "schema": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Problem"},
                        {"type": "object", "properties": {"code": {"enum": codes}}},
                    ]
                },
                "examples": {code: {"value": _example(code, status)} for code in codes},
            }
        },
    }
    if retry:
        described["headers"] = {
            "Retry-After": {"description": "Seconds.", "required": True, "schema": {"type": "integer"}}
        }
    return described


def _example(code: str, status: int) -> dict[str, Any]:
    text = PROBLEM_TEXTS[code]
    return {
        "type": PROBLEM_TYPE + code,
        "title": text.title.en,
        "status": status,
        "detail": text.detail.en,
        "code": code,
    }
