"""The search fields above lists. They are read from the query and change nothing."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext
from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from mykey.console import words
from mykey.services.list_contacts import ContactFilter

__all__ = ["TerminalFilterForm", "page_number"]

LAST_PAGE = 100_000


def _choices(labels: dict[str, Any]) -> list[SelectChoice]:
    return [
        SelectChoice("", lazy_gettext("すべて")),
        *(SelectChoice(value, text) for value, text in labels.items()),
    ]


class TerminalFilterForm(Form):  # type: ignore[misc] # wtforms has no types
    """By kind, provider, state of the contact, and text."""

    kind = SelectField(lazy_gettext("端末の区分"), choices=_choices(words.KINDS), default="")
    provider = SelectField(lazy_gettext("ID付与事業者"), choices=_choices({}), default="")
    review = SelectField(lazy_gettext("連絡先"), choices=_choices(words.REVIEWS), default="")
    text = StringField(
        lazy_gettext("言葉で探す"),
        description=lazy_gettext("端末ID、設置場所、端末名、担当者名などの一部"),
        default="",
    )

    @classmethod
    def of_query(cls, providers: dict[str, Any]) -> TerminalFilterForm:
        """What the query asks for; unknown words count as nothing."""
        form = cls(request.args)
        form.provider.choices = _choices(providers)
        for field in (form.kind, form.provider, form.review):
            if field.data not in {choice.value for choice in field.choices}:
                field.data = ""
        return form

    def wanted(self) -> ContactFilter:
        """The filter for the service."""
        return ContactFilter(self.kind.data, self.provider.data, self.review.data, self.text.data or "")


def page_number() -> int:
    """The page that the query asks for, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
