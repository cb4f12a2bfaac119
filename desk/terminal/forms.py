"""What the counter's forms have in common: our form token, and errors that the platform points at a field."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup
from wtforms import Form

__all__ = ["CounterForm"]

_WORD = re.compile(r"[a-z0-9-]+\Z")
_REASONS = {
    "missing": lazy_gettext("入力してください。"),
    "empty": lazy_gettext("入力してください。"),
    "too-short": lazy_gettext("短すぎます。"),
    "too-long": lazy_gettext("長すぎます。"),
    "characters": lazy_gettext("使えない文字が入っています。"),
    "format": lazy_gettext("形式が違います。"),
    "not-this-terminals": lazy_gettext(
        "この端末のID付与事業者ではありません。様式Ⅰのとおりに選んでください。"
    ),
}


class CounterForm(Form):  # type: ignore[misc] # WTForms is untyped
    """A form whose token is the desk's own and whose errors may come from the platform."""

    def hidden_tag(self) -> Markup:
        """The hidden field that `browser.guard` looks for."""
        token = current_app.jinja_env.globals["csrf_token"]()  # type: ignore[operator] # ours; jinja types it as object
        return Markup('<input type="hidden" name="csrf_token" value="{}">').format(token)

    def point_at(self, errors: object, names: dict[str, str] | None = None) -> bool:
        """Put the platform's `errors: [{member, reason}]` on their fields; say whether all found one.

        `names` maps members of the API to fields of the form where they differ.
        """
        if not isinstance(errors, list) or not errors:
            return False
        found_all = True
        for error in errors:
            member, reason = _pair(error)
            field = self._fields.get((names or {}).get(member, member))
            if field is None or not reason:
                found_all = False
            else:
                field.errors = [*field.errors, _in_words(reason)]
        return found_all


def _in_words(reason: str) -> str:
    """A sentence for a reason: ours for the platform's words, the reason itself when it is a sentence."""
    if reason in _REASONS:
        return str(_REASONS[reason])
    return _("この項目を確かめてください。") if _WORD.match(reason) else reason


def _pair(error: Any) -> tuple[str, str]:
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("member", "")).lstrip("/"), str(error.get("reason", ""))
