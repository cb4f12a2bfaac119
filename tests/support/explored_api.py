"""Schemathesis reads an API's OpenAPI document and tries a call with right and wrong data, signed.

Half of the right cases are filled with what only the town of the test knows. So every operation comes to its
success as well as to its refusals, and each answer is held against the document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mykey.web.api_operations import ApiOperation
from tests.support.terminal_client import TerminalClient

__all__ = ["Fill", "explore_operation"]

Case = schemathesis.Case[Any]
#: Puts what only the town knows into a case, in place of what was made up.
Fill = Callable[[Case], None]
CHECKS: list[schemathesis.CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
EXAMPLES = 16
#: The client signs; a header made up in its place would only be overwritten.
CONFIG = {"generation": {"with-security-parameters": False}}


def explore_operation(
    app: Flask,
    client: TerminalClient,
    described: ApiOperation,
    fill: Fill | None,
    examples: int = EXAMPLES,
) -> set[int]:
    """Explore one operation and give the statuses that were answered. `fill` is None where nothing is needed.

    Raises:
        AssertionError: an answer was not as the document says.
    """
    document = app.test_client().get("/v1/openapi.json").get_json()
    read = schemathesis.openapi.from_dict(document, config=schemathesis.Config.from_dict(CONFIG))
    operation = read[described.path][described.method]
    seen: set[int] = set()

    def attempt(case: Case, real: bool) -> None:
        if real and fill is not None:
            case.headers.clear()
            fill(case)
        answer = _call(case, client)
        seen.add(answer.status_code)
        # A case of the town's is right, whatever it was made to be.
        checks = [check for check in CHECKS if not (real and check is negative_data_rejection)]
        case.validate_response(answer, checks=checks)

    _explore(operation, schemathesis.GenerationMode.POSITIVE, attempt, examples)
    if described.body is not None or described.path_parameters:
        _explore(operation, schemathesis.GenerationMode.NEGATIVE, attempt, examples)
    return seen


def _call(case: Case, client: TerminalClient) -> Any:
    """Send a case through the face, signed as it stands."""
    kwargs = case.as_transport_kwargs(base_url=client.origin)
    kwargs.pop("cookies", None)
    request = requests.Request(
        **{name: value for name, value in kwargs.items() if name in requests.Request().__dict__}
    ).prepare()
    data = request.body.encode() if isinstance(request.body, str) else request.body
    headers = {
        name: value if isinstance(value, str) else value.decode("latin-1")
        for name, value in request.headers.items()
        if name.lower() not in {"content-length", "transfer-encoding"}
    }
    path = request.path_url
    signed = client.signed_headers(str(request.method), path, data, {})
    return client.send_as_is(str(request.method), path, data, signed | headers)


def _explore(
    operation: Any,
    mode: schemathesis.GenerationMode,
    attempt: Callable[[Case, bool], None],
    examples: int,
) -> None:
    """Let Schemathesis make cases of one mode, always the same ones."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def explored(case: Case, real: bool) -> None:
        attempt(case, real and mode.is_positive)

    explored()
