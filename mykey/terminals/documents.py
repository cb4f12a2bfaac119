"""/v1/openapi.json for machines and /v1/docs for people: the same contract, open to everybody."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, render_template, request
from flask_smorest import Blueprint

from mykey.terminals.openapi import make_openapi_document
from mykey.terminals.operations import OPERATIONS
from mykey.terminals.problem_texts import PROBLEM_TEXTS
from mykey.terminals.words import LANGUAGES, asked_language
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["serve_documents"]


def serve_documents(app: Flask, origin: str) -> None:
    """Give the app both documents, made once."""
    document = json.dumps(make_openapi_document(app, origin), ensure_ascii=False, indent=1)
    blueprint = Blueprint("documents", __name__, url_prefix="/v1")
    declare_authentication(blueprint, no_auth_needed)

    def openapi() -> Response:
        return Response(document, content_type="application/json")

    def docs() -> str:
        asked = request.args.get("lang")
        lang = asked if asked in LANGUAGES else asked_language()
        return render_template(
            "terminals/docs.html",
            lang=lang,
            origin=origin,
            operations=OPERATIONS,
            problems=PROBLEM_TEXTS,
            as_json=_as_json,
        )

    blueprint.add_url_rule("/openapi.json", "openapi", openapi, methods=["GET"])
    blueprint.add_url_rule("/docs", "docs", docs, methods=["GET"])
    app.register_blueprint(blueprint)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
