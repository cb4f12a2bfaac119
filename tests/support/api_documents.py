"""What must hold of the two documents of every JSON API of ours."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask

from mykey.web.api_operations import JSON_MEDIA, ApiOperation
from mykey.web.problems import ProblemText
from mykey.web.two_languages import Words

__all__ = ["check_document", "check_page", "check_texts"]

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
#: The names of the documents' own views, and of static files.
OWN = {"openapi", "docs", "static"}


def check_document(app: Flask, operations: Sequence[ApiOperation], signature: str, origin: str) -> None:
    """OpenAPI 3.1 that describes every route and no other, with every refusal, example and reference."""
    answer = app.test_client().get("/v1/openapi.json")
    assert answer.content_type == "application/json"
    document = answer.get_json()
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": origin}]
    assert "RFC 9421" in document["components"]["securitySchemes"][signature]["description"]
    _check_routes(app, document, operations)
    for operation in operations:
        described = document["paths"][operation.path][operation.method.lower()]
        _check_answers(described["responses"], operation)
        if operation.body is not None:
            content = described["requestBody"]["content"][operation.body_media]
            assert isinstance(content["example"], dict if operation.body_media == JSON_MEDIA else str)
    _check_references(document)


def check_page(
    app: Flask,
    operations: Sequence[ApiOperation],
    texts: Mapping[str, ProblemText],
    words: Mapping[str, str],
) -> None:
    """The page in each language shows calls and codes, and its word of `words`; it has no scripts."""
    for lang, word in words.items():
        page = app.test_client().get(f"/v1/docs?lang={lang}").text
        assert f'<html lang="{lang}">' in page
        assert word in page
        for operation in operations:
            assert f"{operation.method} {operation.path}" in page
        for code, text in texts.items():
            assert f'id="{code}"' in page
            assert text.title.in_language(lang).replace("'", "&#39;") in page
        assert "<script" not in page
        assert "style=" not in page
    assert '<html lang="en">' in app.test_client().get("/v1/docs", headers={"Accept-Language": "en"}).text


def check_texts(
    operations: Sequence[ApiOperation],
    texts: Mapping[str, ProblemText],
    reasons: Mapping[str, Words],
    facts: set[str],
) -> None:
    """Every refusal has its words in both languages, with the same facts, all of them known."""
    assert {refusal.code for operation in operations for refusal in operation.refusals} <= set(texts)
    for text in texts.values():
        for words in (text.title, text.detail):
            assert JAPANESE.search(words.ja)
            assert re.search(r"[A-Za-z]", words.en)
            assert not JAPANESE.search(words.en)
        in_ja, in_en = (
            {name for _, name, _, _ in string.Formatter().parse(words) if name}
            for words in (text.detail.ja, text.detail.en)
        )
        assert in_ja == in_en
        assert in_ja <= facts
    assert all(words.ja and words.en for words in reasons.values())


def _check_routes(app: Flask, document: Any, operations: Sequence[ApiOperation]) -> None:
    routes = {
        (rule.endpoint, method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.rpartition(".")[2] not in OWN
    }
    assert {(one.endpoint, one.method, one.path) for one in operations} == routes
    described = {
        (operation["operationId"], method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }
    assert described == routes


def _check_answers(answers: Any, operation: ApiOperation) -> None:
    assert str(operation.status) in answers
    for refusal in operation.refusals:
        problem = answers[str(refusal.status)]["content"]["application/problem+json"]
        assert refusal.code in problem["schema"]["allOf"][1]["properties"]["code"]["enum"]
        assert refusal.code in problem["examples"]


def _check_references(document: Any) -> None:
    schemas = document["components"]["schemas"]
    references = {part.split('"', 1)[0] for part in json.dumps(document).split('"$ref": "')[1:]}
    assert references
    assert all(reference.removeprefix("#/components/schemas/") in schemas for reference in references)
