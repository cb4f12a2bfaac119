"""Every refusal and fault of a JSON face as RFC 9457 problem details; one place, the whole app.

A problem names a code and machine facts, never a person, a value that was sent, or where in our code.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from mykey.kernel.clock import Clock
from mykey.kernel.errors import CannotTell, Fact, MyKeyError, Refused
from mykey.kernel.refusals_of_terminals import SignatureExpired
from mykey.web.request_logs import log
from mykey.web.two_languages import Words, asked_language

__all__ = [
    "PROBLEM_MEDIA_TYPE",
    "BodyTooLarge",
    "FactsInWords",
    "JsonMalformed",
    "MediaTypeRefused",
    "NotFound",
    "ProblemText",
    "Problems",
    "problem_text",
]

PROBLEM_MEDIA_TYPE = "application/problem+json"
UNAUTHORIZED = 401

#: (code, facts, language) → words for the detail of this code, beside the facts themselves
FactsInWords = Callable[[str, Mapping[str, Fact], str], dict[str, str]]


class JsonMalformed(Refused):
    """The body is not JSON in UTF-8 (RFC 8259), or names a member twice."""

    code = "json-malformed"
    status = 400


class MediaTypeRefused(Refused):
    """The body is not said to be application/json."""

    code = "media-type"
    status = 415


class NotFound(Refused):
    """There is no such address. Flask says so of most; a call says so where a part of it has another form."""

    code = "not-found"
    status = 404


class BodyTooLarge(Refused):
    """The body has more than 64 KiB. Flask refuses it while it is read."""

    code = "body-too-large"
    status = 413


@dataclass(frozen=True)
class ProblemText:
    """Title and detail of one code. `{names}` in a detail are facts in words."""

    title: Words
    detail: Words


def problem_text(title_ja: str, title_en: str, detail_ja: str, detail_en: str) -> ProblemText:
    """One code's texts, as the tables of the faces write them."""
    return ProblemText(Words(title_ja, title_en), Words(detail_ja, detail_en))


#: What Flask itself refuses, in the words of terminal-api.md.
_HTTP_CODES = {
    400: "json-malformed",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "media-type",
}


def _no_words(_code: str, _facts: Mapping[str, Fact], _lang: str) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Problems:
    """How one face answers what it refuses.

    `type_prefix` comes before the code in `type`; `texts` and `reasons` are the face's own tables.
    """

    face: str
    type_prefix: str
    texts: Mapping[str, ProblemText]
    reasons: Mapping[str, Words]
    clock: Clock
    facts_in_words: FactsInWords = _no_words

    def answer_all(self, app: Flask) -> None:
        """Let every error of the app, routing included, be answered as a problem."""
        app.register_error_handler(MyKeyError, self._answer_ours)
        app.register_error_handler(HTTPException, self._answer_http)
        app.register_error_handler(Exception, self._answer_fault)

    def response(self, status: int, code: str, facts: Mapping[str, Fact] | None = None) -> Response:
        """One problem, in the language that the request asks for."""
        facts = dict(facts or {})
        lang = asked_language()
        text = self.texts[code]
        words = self._in_words(code, facts, lang)
        problem: dict[str, Any] = {
            "type": self.type_prefix + code,
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

    def _in_words(self, code: str, facts: Mapping[str, Fact], lang: str) -> dict[str, str]:
        words = {name: str(value) for name, value in facts.items()}
        words |= self.facts_in_words(code, facts, lang)
        errors = facts.get("errors")
        if isinstance(errors, list):
            between, colon = ("; ", " ") if lang == "en" else ("、", "：")
            words["members"] = between.join(
                f"{error['member']}{colon}{self._reason(error['reason'], lang)}" for error in errors
            )
        return words

    def _reason(self, word: str, lang: str) -> str:
        return self.reasons[word].in_language(lang) if word in self.reasons else word

    def _answer_ours(self, error: MyKeyError) -> Response:
        if isinstance(error, CannotTell):
            return self.response(error.status, error.code, error.facts | {"retry_after": error.retry_after})
        if not isinstance(error, Refused):
            return self._answer_fault(error)
        response = self.response(error.status, error.code, error.facts)
        if isinstance(error, SignatureExpired):
            response.headers["Date"] = http_date(math.floor(self.clock().timestamp()))
        return response

    def _answer_http(self, error: HTTPException) -> Response:
        code = _HTTP_CODES.get(error.code or 500)
        if code is None:
            return self._answer_fault(error)
        response = self.response(error.code or 500, code)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    def _answer_fault(self, error: Exception) -> Response:
        """Only the error's type is logged: its text may hold what was sent."""
        log("broken", face=self.face, error=type(error).__name__, endpoint=request.endpoint)
        return self.response(500, "broken")
