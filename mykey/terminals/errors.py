"""Every refusal and fault of this face as RFC 9457 problem details; one place, the whole app.

A problem names a code and machine facts, never a person, a value that was sent, or where in our code.
"""

from __future__ import annotations

import math
from typing import Any

from flask import Flask, Response, current_app, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from mykey.kernel.errors import CannotTell, Fact, MyKeyError, Refused
from mykey.kernel.refusals_of_terminals import SignatureExpired
from mykey.services.ground import Ground
from mykey.services.number_rules import NumberRule, describe_number_rule
from mykey.terminals.problem_texts import PROBLEM_TEXTS, REASONS
from mykey.terminals.words import asked_language
from mykey.web.request_logs import log

__all__ = [
    "PROBLEM_TYPE",
    "BodyTooLarge",
    "JsonMalformed",
    "MediaTypeRefused",
    "answer_problems",
    "problem_response",
]

PROBLEM_MEDIA_TYPE = "application/problem+json"
PROBLEM_TYPE = "urn:mykey:problem:"
UNAUTHORIZED = 401


class JsonMalformed(Refused):
    """The body is not JSON in UTF-8 (RFC 8259), or names a member twice."""

    code = "json-malformed"
    status = 400


class MediaTypeRefused(Refused):
    """The body is not said to be application/json."""

    code = "media-type"
    status = 415


class BodyTooLarge(Refused):
    """The body has more than 64 KiB. Flask refuses it while it is read."""

    code = "body-too-large"
    status = 413


#: What Flask itself refuses, in the words of terminal-api.md.
_HTTP_CODES = {
    400: "json-malformed",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "media-type",
}


def answer_problems(app: Flask) -> None:
    """Let every error of the app, routing included, be answered as a problem."""
    app.register_error_handler(MyKeyError, _answer_ours)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_fault)


def problem_response(status: int, code: str, facts: dict[str, Fact] | None = None) -> Response:
    """One problem, in the language that the request asks for."""
    facts = facts or {}
    lang = asked_language()
    text = PROBLEM_TEXTS[code]
    words = _facts_in_words(code, facts, lang)
    problem: dict[str, Any] = {
        "type": PROBLEM_TYPE + code,
        "title": text.title.in_language(lang),
        "status": status,
        "detail": text.detail.in_language(lang).format_map(words),
        "code": code,
        **facts,
    }
    response = Response(
        json.dumps(problem, ensure_ascii=False), status=status, content_type=PROBLEM_MEDIA_TYPE
    )
    response.headers["Content-Language"] = lang
    response.vary.add("Accept-Language")
    if status == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Signature"  # RFC 9110, 15.5.2 wants one
    if "retry_after" in facts:
        response.headers["Retry-After"] = str(facts["retry_after"])
    return response


def _facts_in_words(code: str, facts: dict[str, Fact], lang: str) -> dict[str, str]:
    words = {name: str(value) for name, value in facts.items()}
    if code == "service-id-format":
        words["rule"] = describe_number_rule(NumberRule.of_facts(facts), lang)
    errors = facts.get("errors")
    if isinstance(errors, list):
        between, colon = ("; ", " ") if lang == "en" else ("、", "：")
        words["members"] = between.join(
            f"{error['member']}{colon}{_reason(error['reason'], lang)}" for error in errors
        )
    return words


def _reason(word: str, lang: str) -> str:
    return REASONS[word].in_language(lang) if word in REASONS else word


def _answer_ours(error: MyKeyError) -> Response:
    if isinstance(error, CannotTell):
        return problem_response(error.status, error.code, error.facts | {"retry_after": error.retry_after})
    if not isinstance(error, Refused):
        return _answer_fault(error)
    response = problem_response(error.status, error.code, error.facts)
    if isinstance(error, SignatureExpired):
        ground: Ground = current_app.extensions["mykey_ground"]
        response.headers["Date"] = http_date(math.floor(ground.clock().timestamp()))
    return response


def _answer_http(error: HTTPException) -> Response:
    code = _HTTP_CODES.get(error.code or 500)
    if code is None:
        return _answer_fault(error)
    response = problem_response(error.code or 500, code)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _answer_fault(error: Exception) -> Response:
    """Only the error's type is logged: its text may hold what was sent."""
    log("broken", face="terminals", error=type(error).__name__, endpoint=request.endpoint)
    return problem_response(500, "broken")
