"""A bare Flask app that echoes the JSON body. Its source is printed with the figures."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


@app.post("/v1/lookups")
def echo() -> Response:
    """Give the body back."""
    return jsonify(request.get_json())
