"""Fields that understand what people type: full-width digits, slashes in days. What was typed stays."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from mykey.kernel.errors import Refused
from mykey.points.amounts import MOST_AT_ONCE, read_amount
from mykey.points.office.words import MEMBER_FAULTS, amount_sentence
from mykey.points.refusals import AmountRefused

__all__ = ["ActForm", "CountField", "DayField", "PointsField", "add_faults"]


class DayField(DateField):  # type: ignore[misc] # wtforms has no types
    """A day: 2026-04-01 as browsers send it, or 2026/4/1."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; nothing typed is None."""
        typed = unicodedata.normalize("NFKC", "".join(valuelist)[:40]).strip()
        self.data = None
        if not typed:
            return
        found = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", typed)
        try:
            self.data = date(*map(int, found.groups())) if found else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_("日付を、年-月-日の形で入力してください（例：2026-04-01）。"))


class CountField(IntegerField):  # type: ignore[misc] # wtforms has no types
    """A small whole number. `digits`: as many as it may have."""

    def __init__(self, *arguments: Any, digits: int = 6, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._digits = digits

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; nothing typed is None."""
        typed = unicodedata.normalize("NFKC", "".join(valuelist)[:40]).strip()
        self.data = None
        if not typed:
            return
        if not re.fullmatch(rf"[0-9]{{1,{self._digits}}}", typed):
            raise ValueError(_("数字だけで入力してください。"))
        self.data = int(typed)


class PointsField(StringField):  # type: ignore[misc] # wtforms has no types
    """Points; `points` has them once the field is validated."""

    points = 0

    def __init__(self, *arguments: Any, most: int = MOST_AT_ONCE, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._most = most
        self.flags.required = True

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - wtforms' signature
        """Read the points."""
        try:
            self.points = read_amount(str(self.data or ""), self._most)
        except AmountRefused as refusal:
            sentence = amount_sentence(str(refusal.facts["reason"]), self._most)
            raise ValidationError(sentence) from None


class ActForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A form whose act is done once: the key is made with the page and comes back with each press."""

    act_key = HiddenField(
        validators=[
            InputRequired(lazy_gettext("画面が古くなりました。最初からやり直してください。")),
            Length(max=64, message=lazy_gettext("画面が古くなりました。最初からやり直してください。")),
        ]
    )


def add_faults(form: Any, refusal: Refused) -> None:
    """Put a refusal's `errors` beside the fields that they are about."""
    told = refusal.facts.get("errors")
    for error in told if isinstance(told, list) else []:
        field = form[error["member"]]
        field.errors = [*field.errors, str(MEMBER_FAULTS[error["reason"]])]
