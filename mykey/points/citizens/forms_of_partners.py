"""Forms around companies' coupons and points. They judge shape only; what needs the database is an act's."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

__all__ = ["CancelForm", "CouponConfirmForm", "CouponForm", "ExchangeConfirmForm", "UnitsForm"]

_TOO_LONG = lazy_gettext("長すぎます。")


class CouponForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A code, typed or pasted."""

    code = StringField(
        lazy_gettext("クーポンの番号"),
        [
            InputRequired(lazy_gettext("クーポンの番号を入力してください。")),
            Length(max=80, message=_TOO_LONG),
        ],
        description=lazy_gettext(
            "英字と数字の16文字です。小さな字でも、全角でも、間に線や空白があってもかまいません。"
        ),
    )


class CouponConfirmForm(FlaskForm):  # type: ignore[misc] # as above
    """What the page before has shown."""

    code = HiddenField()
    act_key = HiddenField()


class UnitsForm(FlaskForm):  # type: ignore[misc] # as above
    """How many of the company's own points."""

    units = StringField(
        lazy_gettext("会社のポイントの数"),
        [Length(max=100, message=_TOO_LONG)],
        description=lazy_gettext("数字で入力してください。全角でもかまいません。"),
    )


class ExchangeConfirmForm(FlaskForm):  # type: ignore[misc] # as above
    """What the page before has shown. `points` is what the units were shown to become."""

    units = HiddenField()
    points = HiddenField()
    act_key = HiddenField()


class CancelForm(FlaskForm):  # type: ignore[misc] # as above
    """Which exchange. A second press finds it cancelled and says the same."""

    exchange = HiddenField()
