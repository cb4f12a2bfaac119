"""Every call of a JSON API in words: what it does, takes and answers, and every code it may refuse with.

From a face's table of these come its OpenAPI document and its page for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema

from mykey.kernel.errors import MyKeyError
from mykey.web.two_languages import Words

__all__ = ["JSON_MEDIA", "ApiOperation", "Refusals"]

JSON_MEDIA = "application/json"

Refusals = tuple[type[MyKeyError], ...]


@dataclass(frozen=True)
class ApiOperation:
    """One call. `own_refusals` are those beside what every signed or idempotent call or body may meet.

    `path_parameters` are what OpenAPI says of them beside what the route tells. A body or answer of another
    media type than JSON is described by a JSON schema of its own, its example is a text.
    """

    #: What a face's every signed call, every call with an idempotency key and every body may meet.
    SIGNED: ClassVar[Refusals] = ()
    IDEMPOTENT: ClassVar[Refusals] = ()
    BODY: ClassVar[Refusals] = ()

    endpoint: str
    method: str
    path: str
    summary: Words
    description: Words
    status: int
    answer: Schema | dict[str, Any] | None = None
    answer_example: Any = None
    body: Schema | dict[str, Any] | None = None
    body_example: Any = None
    path_parameters: tuple[dict[str, Any], ...] = ()
    query_parameters: tuple[dict[str, Any], ...] = ()
    body_media: str = JSON_MEDIA
    answer_media: str = JSON_MEDIA
    own_refusals: Refusals = ()
    signed: bool = True
    idempotent: bool = False

    @property
    def refusals(self) -> list[type[MyKeyError]]:
        """Every refusal, in the order of judgement, each once."""
        signed = self.SIGNED if self.signed else ()
        idempotent = self.IDEMPOTENT if self.idempotent else ()
        body = self.BODY if self.body is not None and self.body_media == JSON_MEDIA else ()
        return list(dict.fromkeys((*signed, *idempotent, *body, *self.own_refusals)))
