"""Forms of shops and tills."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mykey.points.acts.add_shop import LIBRARY
from mykey.points.office.forms.fields import ActForm
from mykey.points.office.words import SHOP_CATEGORIES, TILL_KINDS

__all__ = ["ConfirmForm", "ShopForm", "TillForm"]

_CHOOSE = lazy_gettext("一覧から選んでください。")
_NAME = [
    InputRequired(lazy_gettext("名前を入力してください。")),
    Length(max=200, message=lazy_gettext("長すぎます。")),
]


class ConfirmForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Nothing but the button."""


class ShopForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A shop's name and category; nothing is preset."""

    shop_name = StringField(
        lazy_gettext("店舗・施設の名前"),
        _NAME,
        description=lazy_gettext("レシートや市民の方の履歴に出る名前です（60文字まで）。"),
    )
    no_library = BooleanField(lazy_gettext("図書館ではありません"))
    shop_category = SelectField(
        lazy_gettext("区分"),
        [InputRequired(_CHOOSE)],
        choices=[
            SelectChoice("", lazy_gettext("選んでください")),
            *(SelectChoice(word, text) for word, text in SHOP_CATEGORIES.items()),
            SelectChoice(LIBRARY, lazy_gettext("図書館（登録できません）")),
        ],
        default="",
        invalid_choice_message=_CHOOSE,
    )


class TillForm(ActForm):
    """A new till."""

    till_name = StringField(
        lazy_gettext("レジの名前"),
        _NAME,
        description=lazy_gettext("店舗での呼び名です（40文字まで）。例：1番レジ"),
    )
    till_kind = RadioField(
        lazy_gettext("レジの種類"),
        [InputRequired(_CHOOSE)],
        choices=[SelectChoice(word, text) for word, text in TILL_KINDS.items()],
        invalid_choice_message=_CHOOSE,
    )
