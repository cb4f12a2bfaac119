"""The OpenAPI 3.1 document of a JSON API for machines, and the page of the same for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, Response, render_template, request
from flask_smorest import Api, Blueprint

from mykey.kernel.errors import CannotTell, MyKeyError
from mykey.web.api_operations import ApiOperation
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.problems import PROBLEM_MEDIA_TYPE, ProblemText
from mykey.web.rate_limits import TooManyRequests
from mykey.web.two_languages import LANGUAGES, asked_language

__all__ = ["ApiContract", "make_openapi_document", "serve_documents"]


@dataclass(frozen=True)
class ApiContract:
    """What the two documents of an API are made from, beside its routes.

    `name` is that of the documents' blueprint, `signature` the name and the words of how requests are signed,
    `template` the page's. With `key_required` the calls that honour an Idempotency-Key refuse to go without.
    """

    name: str
    title: str
    version: str
    description: str
    signature: tuple[str, str]
    problem_type: str
    operations: Sequence[ApiOperation]
    texts: Mapping[str, ProblemText]
    template: str
    key_required: bool = False


class _DocumentOnly(Api):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest without its error pages: those of the whole app are `problems.py`'s (dependencies.md)."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """None of its own."""


def serve_documents(app: Flask, origin: str, contract: ApiContract) -> None:
    """Give the app /v1/openapi.json and /v1/docs, open to everybody. All its routes are registered by now."""
    blueprint = Blueprint(contract.name, __name__, url_prefix="/v1")
    declare_authentication(blueprint, no_auth_needed)

    @cache  # made at the first request: few who start a face ask it for the document
    def as_text() -> str:
        return json.dumps(make_openapi_document(app, origin, contract), ensure_ascii=False, indent=1)

    def openapi() -> Response:
        return Response(as_text(), content_type="application/json")

    def docs() -> str:
        asked = request.args.get("lang")
        lang = asked if asked in LANGUAGES else asked_language()
        return render_template(
            contract.template,
            lang=lang,
            origin=origin,
            operations=contract.operations,
            problems=contract.texts,
            as_json=_as_json,
        )

    blueprint.add_url_rule("/openapi.json", "openapi", openapi, methods=["GET"])
    blueprint.add_url_rule("/docs", "docs", docs, methods=["GET"])
    app.register_blueprint(blueprint)


def make_openapi_document(app: Flask, origin: str, contract: ApiContract) -> dict[str, Any]:
    """The document for a face at `origin` whose routes are registered."""
    api = _DocumentOnly(
        app,
        spec_kwargs={
            "title": contract.title,
            "version": contract.version,
            "openapi_version": "3.1.0",
            "info": {"description": contract.description},
            "servers": [{"url": origin}],
        },
    )
    name, words = contract.signature
    api.spec.components.schema("Problem", _problem_schema(contract))
    api.spec.components.security_scheme(
        name, {"type": "apiKey", "in": "header", "name": "Signature", "description": words}
    )
    for operation in contract.operations:
        rule = next(app.url_map.iter_rules(operation.endpoint))
        described = {operation.method.lower(): _described(operation, contract)}
        parameters = [dict(one) for one in operation.path_parameters]
        api.spec.path(rule=rule, operations=described, parameters=parameters)
    document: dict[str, Any] = api.spec.to_dict()
    # The library describes its own error and list pages, which our faces do not have.
    for foreign in ("Error", "PaginationMetadata"):
        document["components"]["schemas"].pop(foreign, None)
    return document


def _problem_schema(contract: ApiContract) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "RFC 9457. Machine facts follow as further members; never anything about a person.",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {"type": "string", "pattern": f"^{contract.problem_type}[a-z0-9-]+$"},
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


def _described(operation: ApiOperation, contract: ApiContract) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.endpoint,
        "summary": operation.summary.en,
        "description": operation.description.en,
        "x-summary-ja": operation.summary.ja,
        "x-description-ja": operation.description.ja,
        "tags": [operation.endpoint.partition(".")[0]],
        "security": [{contract.signature[0]: []}] if operation.signed else [],
        "responses": {str(operation.status): _success(operation)} | _refusals(operation, contract),
    }
    parameters = [dict(one) for one in operation.query_parameters]
    if operation.idempotent:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": contract.key_required,
                "description": "The same key and body give the same answer for 24 hours.",
                "schema": {"type": "string", "pattern": "^[!-~]{1,64}$"},
            }
        )
    if parameters:
        described["parameters"] = parameters
    if operation.body is not None:
        content = {"schema": operation.body, "example": operation.body_example}
        described["requestBody"] = {"required": True, "content": {operation.body_media: content}}
    return described


def _success(operation: ApiOperation) -> dict[str, Any]:
    if operation.answer is None:
        return {"description": "Done; nothing to say."}
    content = {"schema": operation.answer, "example": operation.answer_example}
    return {"description": "Done.", "content": {operation.answer_media: content}}


def _refusals(operation: ApiOperation, contract: ApiContract) -> dict[str, Any]:
    by_status: dict[int, list[type[MyKeyError]]] = {}
    for refusal in operation.refusals:
        by_status.setdefault(refusal.status, []).append(refusal)
    answers = {}
    for status, refusals in sorted(by_status.items()):
        retry = any(issubclass(refusal, CannotTell | TooManyRequests) for refusal in refusals)
        codes = [refusal.code for refusal in refusals]
        answers[str(status)] = _problem_answer(contract, codes, status, retry=retry)
    answers["500"] = _problem_answer(contract, ["broken"], 500, retry=False)
    return answers


def _problem_answer(contract: ApiContract, codes: list[str], status: int, *, retry: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": " · ".join(f"`{code}` {contract.texts[code].title.en}" for code in codes),
        "content": {
            PROBLEM_MEDIA_TYPE: {
                "schema": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Problem"},
                        {"type": "object", "properties": {"code": {"enum": codes}}},
                    ]
                },
                "examples": {code: {"value": _example(contract, code, status)} for code in codes},
            }
        },
    }
    if retry:
        described["headers"] = {
            "Retry-After": {"description": "Seconds.", "required": True, "schema": {"type": "integer"}}
        }
    return described


def _example(contract: ApiContract, code: str, status: int) -> dict[str, Any]:
    text = contract.texts[code]
    return {
        "type": contract.problem_type + code,
        "title": text.title.en,
        "status": status,
        "detail": text.detail.en,
        "code": code,
    }


def _as_json(value: Any) -> str:
    """An example as people read it; a text as it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
