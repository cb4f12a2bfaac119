"""Form parts for numbers typed twice without a card: removal and renumbering (privacy.md, P10 and P21)."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from desk.handover.number import number_from_typing

__all__ = ["number_field", "same_number"]


def number_field(label: str) -> StringField:
    """A patron number, typed or scanned."""
    return StringField(label, [InputRequired(lazy_gettext("番号を入力してください。"))])


def same_number(first: StringField, second: StringField) -> None:
    """Refuse when the two differ.

    Raises:
        ValidationError: with the words for the clerk.
    """
    if number_from_typing(first.data or "") != number_from_typing(second.data or ""):
        raise ValidationError(lazy_gettext("2つの番号が違います。利用カードと見比べてください。"))
