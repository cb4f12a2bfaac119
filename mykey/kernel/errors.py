"""One tree of errors, so that "no", "cannot tell" and "broken" are never confused.

Services raise; each face translates in one place. An error carries a stable code and machine facts,
never a sentence for people and never anything that names a person (privacy.md, P5 and P23).
"""

from __future__ import annotations

from typing import ClassVar

Fact = str | int | bool | list[dict[str, str]]

__all__ = ["Broken", "CannotTell", "Fact", "MyKeyError", "Refused"]


class MyKeyError(Exception):
    """The root. `code` is the stable word of terminal-api.md, `status` its HTTP status."""

    code: ClassVar[str]
    status: ClassVar[int]

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code)
        self.facts = facts


class Refused(MyKeyError):
    """The answer is no, and asking again unchanged will not help."""

    status = 403


class CannotTell(MyKeyError):
    """Something we depend on did not answer, so nobody may act: never to be read as yes."""

    status = 503
    retry_after: ClassVar[int] = 30


class Broken(MyKeyError):
    """Our own fault: a state that must not exist, or a setting that must not be used."""

    code = "broken"
    status = 500
