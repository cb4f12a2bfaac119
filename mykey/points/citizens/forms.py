"""The face's forms. They judge shape only; what needs the database is an act's."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from mykey.points.acts.list_targets import Target
from mykey.points.acts.tell_holder import Notice

__all__ = [
    "BaseAccountForm",
    "CloseForm",
    "CodeForm",
    "ConfirmForm",
    "ConsentForm",
    "MailForm",
    "MoveForm",
    "NoticesForm",
    "PlainForm",
    "choice",
    "fill_select",
    "place_name",
]

_TOO_LONG = lazy_gettext("長すぎます。")


class PlainForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A button and its token."""


class ConsentForm(FlaskForm):  # type: ignore[misc] # as above
    """One consent, asked here alone."""

    agreed = BooleanField(
        lazy_gettext("ポイント口座をつくることに同意します"),
        [InputRequired(lazy_gettext("ポイント口座をつくるには、同意が必要です。"))],
    )


class MoveForm(FlaskForm):  # type: ignore[misc] # as above
    """Where to, and how many."""

    target = SelectField(lazy_gettext("移す先"), validate_choice=False)
    amount = StringField(
        lazy_gettext("ポイント数"),
        [Length(max=100, message=_TOO_LONG)],
        description=lazy_gettext("数字で入力してください。全角でもかまいません。"),
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc] # as above
    """What the page before has shown. `act_key` makes a second press do nothing."""

    target = HiddenField()
    amount = HiddenField()
    act_key = HiddenField()


class BaseAccountForm(FlaskForm):  # type: ignore[misc] # as above
    """One municipality, or none."""

    municipality = RadioField(lazy_gettext("ベース口座"), validate_choice=False)


class MailForm(FlaskForm):  # type: ignore[misc] # as above
    """An address for notices."""

    mail = StringField(
        lazy_gettext("メールアドレス"),
        [
            InputRequired(lazy_gettext("メールアドレスを入力してください。")),
            Length(max=300, message=_TOO_LONG),
        ],
        description=lazy_gettext("確認コードを送ります。コードを入力するまで、登録されません。"),
    )


class CodeForm(FlaskForm):  # type: ignore[misc] # as above
    """The code from the mail."""

    code = StringField(
        lazy_gettext("確認コード"),
        [InputRequired(lazy_gettext("確認コードを入力してください。")), Length(max=60, message=_TOO_LONG)],
        description=lazy_gettext("メールに書かれた8桁の数字です。"),
    )


class NoticesForm(FlaskForm):  # type: ignore[misc] # as above
    """Which mails, in which language."""

    notices = SelectMultipleField(
        lazy_gettext("受け取るお知らせ"),
        choices=[
            SelectChoice(Notice.GRANTED.value, lazy_gettext("ポイントが付いたとき")),
            SelectChoice(Notice.EXPIRING.value, lazy_gettext("ポイントの期限が近づいたとき（30日前）")),
            SelectChoice(Notice.EXPIRED.value, lazy_gettext("ポイントの期限が過ぎたとき")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy_gettext("受け取りたいものだけを選んでください。選ばなくてもかまいません。"),
    )
    language = RadioField(
        lazy_gettext("お知らせの言葉"), choices=[SelectChoice("ja", "日本語"), SelectChoice("en", "English")]
    )


class CloseForm(FlaskForm):  # type: ignore[misc] # as above
    """Typed by hand, so that nobody closes by a slip. A second press finds no account."""

    typed = StringField(
        lazy_gettext("確認の言葉"),
        [Length(max=60, message=_TOO_LONG)],
        description=lazy_gettext("確認のため「閉じる」と入力してください。"),
    )


def choice(value: str, label: Any) -> SelectChoice:
    """One thing to choose, as WTForms wants it."""
    return SelectChoice(value, label)


def fill_select(field: Any, choices: list[SelectChoice]) -> None:
    """Give a field its choices, with an empty one first: nothing is chosen beforehand."""
    field.choices = [choice("", lazy_gettext("選んでください")), *choices]


def place_name(target: Target) -> str:
    """The programme's or event's name, and which municipality's it is."""
    return str(
        gettext("%(name)s（%(municipality)s）", name=target.name, municipality=target.municipality_name)
    )
