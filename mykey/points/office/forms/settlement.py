"""The heading of the municipality's settlement papers."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from mykey.points.acts.settlement.edit_settlement_form import SettlementForm

__all__ = ["SettlementHeadForm"]

_MOST = [Length(max=1000, message=lazy_gettext("長すぎます。"))]


class SettlementHeadForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """All of it may stay empty."""

    form_title = StringField(
        lazy_gettext("精算書の題名"),
        _MOST,
        description=lazy_gettext("60文字まで。空欄のときは「ポイント精算書」になります。"),
    )
    form_number = StringField(
        lazy_gettext("様式の番号"),
        _MOST,
        description=lazy_gettext("30文字まで。例：第3号様式（第8条関係）"),
    )
    form_note = TextAreaField(
        lazy_gettext("精算書に添える文"),
        _MOST,
        description=lazy_gettext(
            "300文字まで。改行はできません。例：翌月末日に、届け出の口座へ振り込みます。"
        ),
    )

    def typed(self) -> SettlementForm:
        """What was typed, for the act. Call it once the form is valid."""
        return SettlementForm(
            self.form_title.data or "", self.form_number.data or "", self.form_note.data or ""
        )
