"""Members of JSON bodies and answers as marshmallow fields that coerce nothing.

Their error messages are the words of `errors[].reason`; each face's `problem_texts.REASONS` puts them into
sentences.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields

from mykey.crypto.tokens import from_base64url, to_base64url

__all__ = ["Base64Url", "Day", "Moment", "StrictSchema", "Text", "Truth", "Whole", "one_of"]

#: control characters and halves of surrogate pairs: no text, and PostgreSQL refuses some of them
NO_TEXT = frozenset({"Cc", "Cs"})

_WORDS: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "missing",
    "null": "null",
    "validator_failed": "format",
}


class StrictSchema(Schema):
    """An object with these members and no others."""

    error_messages = {"unknown": "unknown", "type": "type"}  # noqa: RUF012 - marshmallow's own annotation


class Text(fields.String):
    """A string of some characters, and of a form if one is given (matched whole, so no trailing newline)."""

    def __init__(
        self, *, most: int, form: str | None = None, least: int = 1, about: str = "", **settings: Any
    ) -> None:
        described: dict[str, Any] = {"minLength": least, "maxLength": most}
        if form is not None:
            described["pattern"] = f"^{form}$"
        if about:
            described["description"] = about
        metadata = described | settings.pop("metadata", {})
        super().__init__(error_messages=_WORDS, metadata=metadata, **settings)
        self._least = least
        self._most = most
        self._form = None if form is None else re.compile(form)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ARG002 - marshmallow's signature
        if not isinstance(value, str):
            raise ValidationError("type")
        if len(value) < self._least:
            raise ValidationError("too-short" if value else "empty")
        if len(value) > self._most:
            raise ValidationError("too-long")
        if any(unicodedata.category(character) in NO_TEXT for character in value):
            raise ValidationError("characters")
        if self._form is not None and not self._form.fullmatch(value):
            raise ValidationError("format")
        return value


class Base64Url(fields.String):
    """Bytes as base64url without padding (RFC 4648, section 5)."""

    def __init__(self, *, most: int, about: str, **settings: Any) -> None:
        metadata = {"maxLength": most, "pattern": "^[A-Za-z0-9_-]*$", "description": about}
        super().__init__(error_messages=_WORDS, metadata=metadata, **settings)
        self._most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - as above
        if not isinstance(value, str):
            raise ValidationError("type")
        if len(value) > self._most:
            raise ValidationError("too-long")
        try:
            return from_base64url(value)
        except ValueError:
            raise ValidationError("format") from None

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002 - as above
        return None if value is None else to_base64url(value)


class Truth(fields.Boolean):
    """true or false, and nothing that resembles them."""

    def __init__(self, *, about: str, **settings: Any) -> None:
        super().__init__(error_messages=_WORDS, metadata={"description": about}, **settings)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:  # noqa: ARG002 - as above
        if not isinstance(value, bool):
            raise ValidationError("type")
        return value


class Whole(fields.Integer):
    """A whole number within limits, written as one: 5.0, 1e3, "5" and true are none."""

    def __init__(self, *, least: int, most: int, about: str, **settings: Any) -> None:
        metadata = {"minimum": least, "maximum": most, "description": about}
        super().__init__(error_messages=_WORDS, metadata=metadata, **settings)
        self._least = least
        self._most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002 - as above
        if type(value) is not int:
            raise ValidationError("type")
        if value < self._least:
            raise ValidationError("too-small")
        if value > self._most:
            raise ValidationError("too-large")
        return value


class Moment(fields.String):
    """A time in an answer: RFC 3339, UTC."""

    def __init__(self, *, about: str) -> None:
        super().__init__(required=True, metadata={"format": "date-time", "description": about})

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002 - as above
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Day(fields.String):
    """A day in Japan in an answer, as 2026-04-06; null where there is none."""

    def __init__(self, *, about: str, allow_none: bool = False) -> None:
        metadata = {"format": "date", "description": about}
        super().__init__(required=True, allow_none=allow_none, metadata=metadata)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002 - as above
        return value.isoformat() if isinstance(value, date) else None


def one_of(*words: str, about: str, allow_none: bool = False) -> fields.String:
    """A word of an answer, from a list."""
    listed = [*words, None] if allow_none else list(words)
    metadata = {"enum": listed, "description": about}
    return fields.String(required=True, allow_none=allow_none, metadata=metadata)
