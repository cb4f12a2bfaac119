"""Every call of a JSON API in words: what it does, takes and answers, and every code it may refuse with.

From a face's table of these come its OpenAPI document and its page for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema

from mykey.kernel.errors import MyKeyError
from mykey.web.two_languages import Words

__all__ = ["ApiOperation", "Refusals"]

Refusals = tuple[type[MyKeyError], ...]


@dataclass(frozen=True)
class ApiOperation:
    """One call. `own_refusals` are those beside what every signed or idempotent call or body may meet.

    `path_parameters` are what OpenAPI says of them beside what the route tells.
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
    answer: Schema | None = None
    answer_example: Any = None
    body: Schema | None = None
    body_example: Any = None
    path_parameters: tuple[dict[str, Any], ...] = ()
    own_refusals: Refusals = ()
    signed: bool = True
    idempotent: bool = False

    @property
    def refusals(self) -> list[type[MyKeyError]]:
        """Every refusal, in the order of judgement, each once."""
        signed = self.SIGNED if self.signed else ()
        idempotent = self.IDEMPOTENT if self.idempotent else ()
        body = self.BODY if self.body is not None else ()
        return list(dict.fromkeys((*signed, *idempotent, *body, *self.own_refusals)))
